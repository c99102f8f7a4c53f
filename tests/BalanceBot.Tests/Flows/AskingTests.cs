using System.Text.Json;
using System.Text.Json.Nodes;
using BalanceBot.Scanning;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Warnings;
using static BalanceBot.Tests.Flows.AskedProcess;

namespace BalanceBot.Tests.Flows;

/// <summary>The operator's commands why, dry-run and audit, of the executable, beside a bot that runs and one that does not.</summary>
public sealed class AskingTests
{
    private static readonly DateTimeOffset Warned = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    private static CancellationToken Enough => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Why_says_the_same_while_the_bot_runs_and_when_it_does_not()
    {
        await using BotProcess process = await Prepare();
        long anna = await LinkAndStop(process);
        await Record(process);

        JsonNode stopped = await AskJson(process, "why", "C0001", "--json");
        process.Start();
        await process.FirstPoll(Enough);
        JsonNode running = await AskJson(process, "why", "C0001", "--json");

        JsonNode chat = stopped["chats"]!.AsArray().Single()!;
        Assert.Equal(anna, chat["chat"]!.GetValue<long>());
        Assert.Equal("found", stopped["billing"]!.GetValue<string>());
        Assert.Equal(10.00m, stopped["balance"]!["amount"]!.GetValue<decimal>());
        JsonNode newest = chat["decisions"]!.AsArray()[0]!;
        Assert.Equal("warned", newest["decision"]!.GetValue<string>());
        Assert.Equal("threeDays", newest["level"]!.GetValue<string>());
        Assert.Equal(Untimed(stopped), Untimed(running));
        Assert.Equal(0, await process.Stop());
    }

    [Fact]
    public async Task Dry_run_says_the_same_while_the_bot_runs_and_when_it_does_not_and_nobody_is_written_to()
    {
        await using BotProcess process = await Prepare();
        long anna = await LinkAndStop(process);
        int told = process.World.BotMessages(anna).Count;
        int polls = process.World.Polls;

        JsonNode stopped = await AskJson(process, "dry-run", "--json");
        Assert.Equal(polls, process.World.Polls);
        process.Start();
        await process.FirstPoll(Enough);
        JsonNode running = await AskJson(process, "dry-run", "--json");

        Assert.Equal(1, stopped["linked"]!.GetValue<int>());
        Assert.Equal(1, stopped["due"]!.GetValue<int>());
        JsonNode first = stopped["first"]!.AsArray().Single()!;
        Assert.Equal(("C0001", anna), (first["contract"]!.GetValue<string>(), first["chat"]!.GetValue<long>()));
        Assert.Equal(Untimed(stopped), Untimed(running));
        Assert.Equal(told, process.World.BotMessages(anna).Count);
        Assert.Equal(0, await process.Stop());
    }

    [Fact]
    public async Task The_audit_says_the_same_while_the_bot_runs_and_when_it_does_not()
    {
        await using BotProcess process = await Prepare();
        long anna = await LinkAndStop(process);

        JsonNode stopped = await AskJson(process, "audit", "--contract", "c0001", "--since", "1d", "--json");
        Assert.Equal(0, await process.RunBeside("audit", "--contract", "999"));
        process.Start();
        await process.FirstPoll(Enough);
        JsonNode running = await AskJson(process, "audit", "--contract", "c0001", "--since", "1d", "--json");
        Assert.Equal(0, await process.RunBeside("audit"));

        JsonNode linked = stopped["entries"]!.AsArray().Single()!;
        Assert.Equal(
            ("linked", anna, "contractAndDocument"),
            (linked["kind"]!.GetValue<string>(), linked["chat"]!.GetValue<long>(), linked["way"]!.GetValue<string>())
        );
        Assert.Equal(stopped["entries"]!.ToJsonString(), running["entries"]!.ToJsonString());
        Assert.Contains(
            process.Output,
            line => line.StartsWith("Nothing of the contract 999 ", StringComparison.Ordinal)
        );
        Assert.Contains(process.Output, line => line.Contains(" linked ") && line.Contains($" {anna} "));
        Assert.Equal(0, await process.Stop());
    }

    [Fact]
    public async Task People_get_a_plain_table_with_contract_chat_and_reason()
    {
        await using BotProcess process = await Prepare();
        long anna = await LinkAndStop(process);
        await Record(process);
        process.Output.Clear();

        Assert.Equal(0, await process.RunBeside("why", "C0001"));
        Assert.Equal(0, await process.RunBeside("dry-run"));

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', process.Output));
        Assert.Contains(
            process.Output,
            line => line.StartsWith("Contract C0001: 10.00 NOK, as of", StringComparison.Ordinal)
        );
        Assert.Contains(process.Output, line => line.Contains($" {anna} ") && line.Contains(" judged now "));
        Assert.Contains(process.Output, line => line.Contains("warned (") && line.Contains("140.00"));
        Assert.Contains(process.Output, line => line.Contains("silent: warned already"));
        Assert.Contains(process.Output, line => line.Contains(" C0001 ") && line.Contains($" {anna} "));
        Assert.DoesNotContain(process.Output, line => line.Contains('\u001b') || line.Contains('…'));
    }

    /// <summary>What scans would have decided, the day before yesterday and since.</summary>
    private static async Task Record(BotProcess process)
    {
        using LiteDbStore store = LiteDbStore.Open(DataFile(process), Seal.From(Scene.Token, "store"));
        await Decide(store, new Recorded(Warned.AddHours(-1), RecordedKind.Silent, (int)SilenceReason.ToldAlready));
        await Decide(
            store,
            new Recorded(Warned, RecordedKind.Warned, 0)
            {
                Level = Level.ThreeDays,
                Balance = 10,
                Ends = new DateOnly(2026, 11, 23),
                Missing = 140,
            }
        );
    }

    private static async Task Decide(LiteDbStore store, Recorded decision)
    {
        Watch watch = Assert.Single(await store.Scans.Watches(null, null, 10));
        ScanRun run = await store.Scans.Run();
        await store.Scans.Commit([new WatchChange(watch, watch.Episode) { Record = decision }], run);
    }

    /// <summary>Without the moments that are "now" for each who asks.</summary>
    private static string Untimed(JsonNode answer)
    {
        foreach (JsonNode? chat in answer["chats"]?.AsArray() ?? [])
        {
            chat!["now"]!.AsObject().Remove("at");
        }

        foreach (JsonNode? line in answer["first"]?.AsArray() ?? [])
        {
            line!.AsObject().Remove("at");
        }

        return answer.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }
}
