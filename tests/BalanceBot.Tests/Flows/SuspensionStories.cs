using BalanceBot.Linking;
using BalanceBot.Sandbox.BotApi;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows;

/// <summary>A contract that changes hands is not the one that was proved.</summary>
public sealed class SuspensionStories
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("Anna Oppdiktet", "Someone Else")]
    [InlineData("4510 123456", "4510 999999")]
    [InlineData("2026-12-01,active", "2026-12-01,closed")]
    public async Task Who_asks_after_holder_papers_or_state_changed_sees_nothing_until_it_is_proved_again(
        string before,
        string after
    )
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        await scene.Link(anna);
        Assert.Contains("149.99", (await scene.Ask(anna, "/balance")).Text);
        await Change(scene, before, after);

        ChatMessage answer = await scene.Ask(anna, "/balance");

        Assert.Contains("prove again", answer.Text);
        Assert.DoesNotContain("149.99", answer.Text);
        Assert.DoesNotContain("149.99", (await scene.Ask(anna, "/start")).Text);
        Assert.DoesNotContain("149.99", (await scene.Ask(anna, "/warnings")).Text);
        string document = after.StartsWith("4510", StringComparison.Ordinal) ? after : "4510 123456";
        Assert.Contains("is linked", (await scene.Link(anna, document: document)).Text);
        Assert.Contains("149.99", (await scene.Ask(anna, "/balance")).Text);
        Assert.Equal(
            [AuditKind.Linked, AuditKind.Suspended, AuditKind.VerifiedAgain],
            (await Audit(scene)).Select(entry => entry.Kind)
        );
    }

    [Fact]
    public async Task A_scan_finds_it_tells_the_chat_once_and_warns_it_no_more()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        await scene.Link(anna);
        await Change(scene, "Anna Oppdiktet", "Someone Else", "149.99", "1.00");
        ChatMessage told = await scene.Next(anna, () => { }, () => Pass(TimeSpan.FromHours(1)));

        Assert.Contains("Something has changed at contract 700 123", told.Text);
        await Pass(TimeSpan.FromDays(2));
        Assert.Equal(told.Id, scene.World.BotMessages(anna)[^1].Id);
    }

    [Fact]
    public async Task Whoever_must_prove_it_again_neither_sees_nor_ends_the_chats_of_the_new_holder()
    {
        await using Scene scene = await Scene.Begin(time);
        long old = scene.Person("Old");
        long newer = scene.Person("New");
        await scene.Link(old);
        await Change(scene, "4510 123456", "4510 999999");
        await scene.Ask(old, "/balance");
        await scene.Link(newer, document: "4510 999999");
        await scene.Settled();

        Assert.DoesNotContain("another chat", scene.World.BotMessages(old)[^1].Text);
        Assert.DoesNotContain("chat 2", (await scene.Ask(old, "/devices")).Text);
    }

    [Fact]
    public async Task A_former_holder_keeps_nobody_out_and_is_told_of_when_they_come_back()
    {
        await using Scene scene = await Scene.Begin(
            time,
            settings: new Dictionary<string, string?> { ["Linking:MostChatsPerContract"] = "1" }
        );
        long old = scene.Person("Old");
        long newer = scene.Person("New");
        await scene.Link(old);
        await Change(scene, "4510 123456", "4510 999999");
        await scene.Ask(old, "/balance");
        Assert.Contains("is linked", (await scene.Link(newer, document: "4510 999999")).Text);
        Assert.Contains("only one chat", (await scene.Link(old, document: "4510 999999")).Text);
        await scene.StopBot();
        scene.Set("Linking:MostChatsPerContract", "2");
        await scene.StartBot();

        ChatMessage told = await scene.Next(newer, () => { }, () => scene.Link(old, document: "4510 999999"));

        Assert.Contains("has just been linked to another chat", told.Text);
    }

    [Fact]
    public async Task An_old_button_of_a_former_holder_ends_nothing_and_tells_nothing()
    {
        await using Scene scene = await Scene.Begin(time);
        long old = scene.Person("Old");
        long other = scene.Person("Other");
        await scene.Link(old);
        await scene.Next(old, () => { }, () => scene.Link(other));
        ChatMessage page = await scene.Ask(old, "/devices");
        InlineButton button = page.Buttons.SelectMany(row => row).Single();
        await Change(scene, "4510 123456", "4510 999999");
        await scene.Ask(old, "/balance");
        await scene.Link(other, document: "4510 999999");

        Assert.NotNull(scene.World.PersonPresses(old, page.Id, button.Data!));
        await scene.Settled();

        Assert.DoesNotContain(scene.World.BotMessages(old), m => m.Text.Contains("not linked any more"));
        Assert.Contains("149.99", (await scene.Ask(other, "/balance")).Text);
    }

    /// <summary>Twenty-one of twenty-one: all names are written in another order.</summary>
    [Theory]
    [InlineData("Linking:HolderMarks", "2", false)]
    [InlineData("Linking:MostSuspendedPerScan", "100", true)]
    public async Task When_a_billing_writes_every_name_another_way_nobody_is_suspended_and_an_operator_decides(
        string setting,
        string value,
        bool suspends
    )
    {
        await using Scene scene = await Crowd();
        long @operator = scene.Person("Operator");
        // Telegram lets nobody be written to who has never written.
        await scene.Ask(@operator, "/start");
        await scene.StopBot();
        scene.Set("Operators:Ids:0", $"{@operator}");
        await Rewrite(scene, from: "Family Given", to: "Given, Family", contracts: 21);

        ChatMessage alarm = await scene.Next(@operator, () => { }, () => Scanned(scene));
        await Pass(TimeSpan.FromHours(2));

        Assert.Contains("21 links would have to be proved again", alarm.Text);
        Assert.Contains("Linking:HolderMarks", alarm.Text);
        Assert.Contains("Linking:MostSuspendedPerScan", alarm.Text);
        Assert.Equal(alarm.Id, scene.World.BotMessages(@operator)[^1].Id);
        Assert.Empty(await Suspended(scene));
        await scene.StopBot();
        scene.Set(setting, value);
        ChatMessage over = await scene.Next(@operator, () => { }, () => Scanned(scene));

        // It is told when all is done.
        Assert.Contains("suspended again where their contracts have changed", over.Text);
        Assert.Equal(suspends ? 21 : 0, (await Suspended(scene)).Count);
    }

    [Fact]
    public async Task Twenty_contracts_that_change_hands_at_once_are_suspended_without_a_question()
    {
        await using Scene scene = await Crowd();
        await scene.StopBot();
        await Rewrite(scene, from: "Family Given", to: "Somebody Else", contracts: 20);

        await Scanned(scene);
        for (int look = 0; look < 1000 && (await Suspended(scene)).Count < 20; look++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Equal(20, (await Suspended(scene)).Count);
        await Pass(TimeSpan.FromHours(2));
        Assert.Equal(20, (await Suspended(scene)).Count);
    }

    /// <summary>A scan may come with the start.</summary>
    private async Task Scanned(Scene scene)
    {
        await scene.StartBot();
        await Pass(TimeSpan.FromHours(1));
    }

    /// <summary>Twenty-one people, each with a contract.</summary>
    private async Task<Scene> Crowd()
    {
        string[] rows = [.. Enumerable.Range(0, 21).Select(n => $"9{n:00},4510 1234{n:00},Family Given,50.00,active")];
        Scene scene = await Scene.Begin(
            time,
            contracts: $"contract,document,holder,balance,state\n{string.Join('\n', rows)}\n"
        );
        for (int n = 0; n < rows.Length; n++)
        {
            Assert.Contains(
                "is linked",
                (await scene.Link(scene.Person($"P{n}"), $"9{n:00}", $"4510 1234{n:00}")).Text
            );
        }

        return scene;
    }

    private static async Task Rewrite(Scene scene, string from, string to, int contracts)
    {
        string file = Path.Combine(scene.Folder, "billing.csv");
        string[] lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        for (int at = 1; at <= contracts; at++)
        {
            lines[at] = lines[at].Replace(from, $"\"{to}\"", StringComparison.Ordinal);
        }

        await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);
    }

    private static async Task<IReadOnlyList<AuditEntry>> Suspended(Scene scene) =>
        [.. (await Audit(scene)).Where(entry => entry.Kind == AuditKind.Suspended)];

    [Fact]
    public async Task Nothing_is_suspended_when_the_billing_tells_no_holder_any_more()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        await scene.Link(anna);
        await Change(scene, ",Anna Oppdiktet,", ",,", "4510 123456", "");

        Assert.Contains("149.99", (await scene.Ask(anna, "/balance")).Text);
    }

    private async Task Change(Scene scene, params string[] fromTo)
    {
        await scene.StopBot();
        string file = Path.Combine(scene.Folder, "billing.csv");
        string[] lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        int at = Array.FindIndex(lines, line => line.StartsWith("700 123", StringComparison.Ordinal));
        for (int pair = 0; pair < fromTo.Length; pair += 2)
        {
            Assert.Contains(fromTo[pair], lines[at]);
            lines[at] = lines[at].Replace(fromTo[pair], fromTo[pair + 1], StringComparison.Ordinal);
        }

        await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);
        await scene.StartBot();
    }

    private async Task Pass(TimeSpan span)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromMinutes(5))
        {
            time.Advance(TimeSpan.FromMinutes(5));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    private static async Task<IReadOnlyList<AuditEntry>> Audit(Scene scene) =>
        await scene.Bot.Part<IAuditStore>().Audit(DateTimeOffset.MinValue, null, 100);
}
