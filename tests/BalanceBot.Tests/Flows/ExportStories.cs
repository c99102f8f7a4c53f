using System.Text;
using System.Text.Json.Nodes;
using BalanceBot.Linking;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Scanning;
using BalanceBot.Warnings;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows;

/// <summary>A person who asks for what is kept of them, through the real host.</summary>
public sealed class ExportStories
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task All_that_is_kept_of_the_chat_comes_as_a_json_file_and_nothing_of_others_and_no_secret()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        long bo = scene.Person("Bo");
        await scene.Link(bo, "700 124", "4511 654321");
        await scene.Link(anna, "700 124", "secret-one");
        await scene.Link(anna);
        await scene.Ask(anna, "/link");
        await scene.Press(anna, "Login and password");
        await scene.Ask(anna, "secret-login");

        ChatMessage sent = await scene.Ask(anna, "/export");

        Assert.Equal(("document", "what-the-bot-keeps.json"), (sent.Kind, sent.File!.Name));
        Assert.Contains("all I keep about this chat", sent.Text);
        string text = Encoding.UTF8.GetString(sent.File.Bytes);
        JsonNode file = JsonNode.Parse(text)!;
        Assert.Equal(anna, file["chat"]!.GetValue<long>());
        Assert.Equal("en", file["languageHeard"]!.GetValue<string>());
        Assert.Equal("awaitingPassword", file["dialogue"]!["state"]!.GetValue<string>());
        Assert.True(file["dialogue"]!["holdsWhatYouTyped"]!.GetValue<bool>());
        JsonNode link = Assert.Single(file["contracts"]!.AsArray())!["link"]!;
        Assert.Equal(
            ("700 123", "contractAndDocument"),
            (link["contractNumber"]!.GetValue<string>(), link["way"]!.GetValue<string>())
        );
        Assert.Equal(
            ["refused", "linked"],
            file["audit"]!.AsArray().Select(entry => entry!["kind"]!.GetValue<string>())
        );
        Assert.DoesNotContain("secret", text);
        Assert.DoesNotContain("4510", text);
        Assert.DoesNotContain($"{bo}", text);
        Assert.DoesNotContain("4511", text);
    }

    [Fact]
    public async Task Of_a_contract_that_two_chats_have_each_gets_what_was_decided_for_itself()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        long bo = scene.Person("Bo");
        await scene.Link(anna);
        // She is told of the other chat.
        await scene.Next(anna, () => { }, () => scene.Link(bo));
        IScanStore scans = scene.Bot.Part<IScanStore>();
        foreach (Watch watch in await scans.Watches(null, null, 10))
        {
            Recorded decision = new(time.GetUtcNow(), RecordedKind.Warned, 0) { Balance = watch.Chat.Value };
            await scans.Commit([new WatchChange(watch, watch.Episode) { Record = decision }], await scans.Run());
        }

        ChatMessage sent = await scene.Ask(anna, "/export");

        JsonNode contract = JsonNode.Parse(sent.File!.Bytes)!["contracts"]!.AsArray().Single()!;
        JsonNode told = contract["decisions"]!.AsArray().Single()!;
        Assert.Equal(
            ("warned", (decimal)anna),
            (told["kind"]!.GetValue<string>(), told["balance"]!.GetValue<decimal>())
        );
    }

    [Fact]
    public async Task Its_file_is_sent_again_after_a_restart_when_telegram_does_not_take_it_and_the_audit_tells_of_it()
    {
        await using Scene scene = await Scene.Begin();
        long anna = scene.Person();
        await scene.Link(anna);
        scene.World.Faults.Add(new Fault(FaultKind.ServerError, "sendDocument") { Times = 1 });

        ChatMessage sent = await scene.Next(
            anna,
            () => scene.World.PersonSays(anna, "export my data"),
            async () =>
            {
                await scene.Settled();
                await scene.StopBot();
                await scene.StartBot();
            }
        );

        Assert.Equal("document", sent.Kind);
        IReadOnlyList<AuditEntry> told = await scene.Bot.Part<IAuditStore>().Audit(DateTimeOffset.MinValue, null, 10);
        Assert.Equal([AuditKind.Linked, AuditKind.Exported], told.Select(entry => entry.Kind));
    }

    [Fact]
    public async Task It_is_sent_once_in_an_hour_to_each_chat_and_who_asks_again_is_told_when()
    {
        // A warning would come in between.
        await using Scene scene = await Scene.Begin(
            time,
            settings: new Dictionary<string, string?> { ["Scanning:Every"] = "12:00:00" }
        );
        long anna = scene.Person();
        await scene.Link(anna);
        Assert.NotNull((await scene.Ask(anna, "/export")).File);
        await scene.Settled();
        time.Advance(TimeSpan.FromMinutes(50));

        ChatMessage again = await scene.Ask(anna, "/export");

        Assert.Null(again.File);
        Assert.Contains("again in 1 hour", again.Text);
        Assert.NotNull((await scene.Ask(scene.Person("Bo"), "/export")).File);
        await scene.Settled();
        time.Advance(TimeSpan.FromMinutes(11));
        Assert.NotNull((await scene.Ask(anna, "/export")).File);
    }

    [Fact]
    public async Task In_a_group_nothing_is_exported_and_nothing_is_erased()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        await scene.Link(anna);
        long group = scene.World.AddGroup("Neighbours");

        foreach (string command in new[] { "/export", "/forget", "/privacy" })
        {
            ChatMessage said = await scene.Next(group, () => scene.World.PersonSays(group, command, from: anna));
            Assert.Null(said.Kind);
            Assert.Contains("private", said.Text);
        }

        Assert.Contains("700 123", (await scene.Ask(anna, "/contracts")).Text);
    }
}
