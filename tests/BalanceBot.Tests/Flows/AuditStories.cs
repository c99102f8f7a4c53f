using BalanceBot.Linking;
using BalanceBot.Subscribers;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows;

/// <summary>What the audit tells of a day at the door, through the real host in virtual time.</summary>
public sealed class AuditStories
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Linked_refused_ambiguous_locked_and_unlinked_are_told_in_order_and_nothing_that_was_typed()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        long guesser = scene.Person("Guesser");
        await scene.Link(anna);
        await scene.Link(guesser, "555 001", "4512 111111");
        await scene.Link(guesser, "999 999", "secret-nine");
        await scene.Link(guesser, "700 124", "secret-one");
        await scene.Link(guesser, "700 124", "secret-two");
        await scene.Link(guesser, "700 124", "secret-three");
        await scene.Link(guesser, "700 124", "4511 654321");
        await scene.Ask(anna, "/unlink");
        await scene.Press(anna, "Yes, unlink");

        IReadOnlyList<AuditEntry> told = await Told(scene);
        Assert.Equal(
            [
                (AuditKind.Linked, anna, true),
                (AuditKind.Ambiguous, guesser, false),
                (AuditKind.Refused, guesser, false),
                (AuditKind.Refused, guesser, true),
                (AuditKind.Refused, guesser, true),
                (AuditKind.Refused, guesser, true),
                (AuditKind.Locked, guesser, true),
                (AuditKind.Unlinked, anna, true),
            ],
            told.Select(entry => (entry.Kind, entry.Chat!.Value.Value, entry.ContractKey is not null))
        );
        Assert.All(told, entry => Assert.Equal(LinkWay.ContractAndDocument, entry.Way));
        Assert.All(told, entry => Assert.Null(entry.Detail));
        Assert.Equal(4, (await scene.Bot.Part<IAuditStore>().Audit(time.Start, told[3].ContractKey, 10)).Count);
    }

    [Fact]
    public async Task It_is_kept_for_as_long_as_the_setting_says()
    {
        await using Scene scene = await Scene.Begin(
            time,
            settings: new Dictionary<string, string?> { ["Linking:KeepAudit"] = "2.00:00:00" }
        );
        await scene.Link(scene.Person());
        Assert.Single(await Told(scene));

        await Pass(TimeSpan.FromHours(47));
        Assert.Single(await Told(scene));
        await Pass(TimeSpan.FromHours(3));

        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));
        while ((await Told(scene)).Count > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    private async Task Pass(TimeSpan all)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < all; passed += TimeSpan.FromHours(1))
        {
            time.Advance(TimeSpan.FromHours(1));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    private static Task<IReadOnlyList<AuditEntry>> Told(Scene scene) =>
        scene.Bot.Part<IAuditStore>().Audit(DateTimeOffset.MinValue, null, 1000);
}
