using BalanceBot.Conversations;
using BalanceBot.Linking;
using BalanceBot.Sandbox.BotApi;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows;

/// <summary>A phone that was lost or sold does not show a balance for ever.</summary>
public sealed class UnusedLinkStories
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_chat_that_says_nothing_for_two_years_hears_a_word_and_is_unlinked_two_weeks_later()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        await scene.Link(anna);
        await Later(scene, 700);
        await Look(scene);
        int before = scene.World.BotMessages(anna).Count;
        await Later(scene, 31);

        ChatMessage word = await scene.Next(anna, () => { }, () => Look(scene));
        await Look(scene);
        await Later(scene, 13);
        await Look(scene);
        Assert.Contains("will be unlinked on", word.Text);
        Assert.Equal(word.Id, scene.World.BotMessages(anna)[^1].Id);
        Assert.Equal(before + 1, scene.World.BotMessages(anna).Count);
        await Later(scene, 1);
        ChatMessage end = await scene.Next(anna, () => { }, () => Look(scene));

        Assert.Contains("not linked any more", end.Text);
        Assert.Contains("No contract is linked", (await scene.Ask(anna, "/balance")).Text);
        Assert.Equal(AuditKind.LinkEnded, (await Audit(scene))[^1].Kind);
    }

    [Fact]
    public async Task A_press_on_keep_or_any_word_keeps_it()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        await scene.Link(anna);
        await Later(scene, 731);
        await scene.Next(anna, () => { }, () => Look(scene));
        Assert.Contains("149.99", (await scene.Press(anna, "Keep it linked")).Text);
        await Later(scene, 15);
        await Look(scene);

        Assert.Contains("149.99", (await scene.Ask(anna, "/balance")).Text);
        await Later(scene, 700);
        await Look(scene);
        Assert.Contains("149.99", (await scene.Ask(anna, "balance")).Text);
    }

    [Fact]
    public async Task Who_blocks_the_bot_has_not_used_it_by_that()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        await scene.Link(anna);
        await Later(scene, 700);
        scene.World.PersonBlocks(anna, blocked: true);
        await scene.Settled();
        await Later(scene, 31);
        await Look(scene);
        await Later(scene, 14);
        await Look(scene);

        Assert.Equal(AuditKind.LinkEnded, (await Audit(scene))[^1].Kind);
    }

    /// <summary>The bot rests meanwhile: nothing else happens in these years.</summary>
    private async Task Later(Scene scene, int days)
    {
        await scene.StopBot();
        time.Advance(TimeSpan.FromDays(days));
        await File.WriteAllTextAsync(Path.Combine(scene.Folder, "billing.csv"), Scene.Contracts);
        await scene.StartBot();
    }

    private Task Look(Scene scene) =>
        new LinkKeeper(
            scene.Bot.Part<ITurnStore>(),
            scene.Bot.Part<TurnWork>(),
            new LinkAge(24),
            "keeper",
            time
        ).LookThrough(TestContext.Current.CancellationToken);

    private static Task<IReadOnlyList<AuditEntry>> Audit(Scene scene) =>
        scene.Bot.Part<IAuditStore>().Audit(DateTimeOffset.MinValue, null, 100);
}
