using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Scanning;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Flows;

/// <summary>The operator's commands why and dry-run, of the executable, beside a bot that runs and one that does not.</summary>
public sealed class AskingTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
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
    public async Task A_question_to_a_stopped_bot_changes_nothing_and_leaves_nothing()
    {
        await using BotProcess process = await Prepare();
        await LinkAndStop(process);
        File.Delete(DataFile(process) + ".lock");
        Dictionary<string, string> before = Contents(process);
        process.Set("TMPDIR", Directory.CreateDirectory(Path.Combine(process.Folder, "tmp")).FullName);

        Assert.Equal(0, await process.RunBeside("why", "C0001"));
        Assert.Equal(0, await process.RunBeside("dry-run"));

        Assert.Equal(before, Contents(process));
        Assert.DoesNotContain(
            Directory.EnumerateFileSystemEntries(Path.Combine(process.Folder, "tmp")),
            left => left.Contains("balancebot-ask")
        );
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

    [Fact]
    public async Task An_unknown_contract_ends_with_1_and_one_clear_line_stopped_or_running()
    {
        await using BotProcess process = await Prepare();
        await LinkAndStop(process);
        process.Output.Clear();

        Assert.Equal(1, await process.RunBeside("why", "999", "[000]"));
        Assert.Equal(["The billing has no contract 999 [000], and no chat is linked to one."], process.Output);
        process.Start();
        await process.FirstPoll(Enough);
        Assert.Equal(1, await process.RunBeside("why", "999", "[000]"));
        Assert.Equal(
            2,
            process.Output.Count(line => line.StartsWith("The billing has no contract", StringComparison.Ordinal))
        );
        Assert.Equal(0, await process.Stop());
    }

    [Theory]
    [InlineData("why")]
    [InlineData("why", " ")]
    [InlineData("why", "--jsno", "C0001")]
    [InlineData("dry-run", "C0001")]
    [InlineData("audit", "C0001")]
    [InlineData("audit", "--since", "yesterday")]
    [InlineData("audit", "--contract", " ")]
    public async Task What_is_typed_wrong_ends_with_2(params string[] arguments)
    {
        await using BotProcess process = await BotProcess.Prepare();

        Assert.Equal(2, await process.RunBeside(arguments));
        Assert.Contains(process.Output, line => line.Contains("--help"));
    }

    [Fact]
    public async Task Wrong_settings_no_data_and_a_broken_billing_end_with_1_and_say_what_to_do()
    {
        await using BotProcess process = await Prepare();
        Assert.Equal(1, await process.RunBeside("dry-run"));
        Assert.Contains(process.Output, line => line.Contains("There is no data file") && line.Contains("--settings"));
        Assert.False(Directory.Exists(Path.GetDirectoryName(DataFile(process))));

        await LinkAndStop(process);
        await File.WriteAllTextAsync(Path.Combine(process.Folder, "billing.csv"), "nonsense", Enough);
        Assert.Equal(1, await process.RunBeside("dry-run"));
        Assert.Contains(process.Output, line => line.StartsWith("The billing file ", StringComparison.Ordinal));

        process.Set("BALANCEBOT__STORAGE__ENGINE", "Oracle");
        Assert.Equal(1, await process.RunBeside("why", "C0001"));
        Assert.Contains(process.Output, line => line.Contains("Storage:Engine must be LiteDb or PostgreSql."));
    }

    [Fact]
    public async Task The_socket_is_for_the_owner_only_and_gone_after_sigterm()
    {
        await using BotProcess process = await Prepare();
        process.Start();
        await process.FirstPoll(Enough);
        await AskJson(process, "dry-run", "--json");

        string socket = DataFile(process) + ".control";
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(socket) == OwnerOnly);
        Assert.Equal(0, await process.Stop().WaitAsync(TimeSpan.FromSeconds(10), Enough));
        Assert.False(File.Exists(socket));
    }

    [Fact]
    public async Task A_socket_that_a_killed_bot_left_disturbs_neither_a_question_nor_the_next_start()
    {
        await using BotProcess process = await Prepare();
        process.Start();
        await process.FirstPoll(Enough);
        await AskJson(process, "dry-run", "--json");
        await process.Kill();
        Assert.True(File.Exists(DataFile(process) + ".control"));

        await AskJson(process, "dry-run", "--json");
        process.Start();
        await process.FirstPoll(Enough);
        await AskJson(process, "dry-run", "--json");

        Assert.Equal(0, await process.Stop());
        Assert.DoesNotContain(process.Output, line => line.Contains("warn: BalanceBot.Hosting.Asking"));
    }

    [Fact]
    public async Task A_path_too_long_for_a_socket_costs_one_log_line_and_the_commands_say_what_to_do()
    {
        await using BotProcess process = await Prepare();
        string file = Path.Combine(process.Folder, new string('d', 120), "bot.db");
        process.Set("BALANCEBOT__STORAGE__LITEDB__FILE", file);
        process.Start();
        await process.FirstPoll(Enough);

        Assert.Equal(1, await process.RunBeside("dry-run"));

        Assert.Contains(process.Output, line => line.Contains("The bot is running") && line.Contains("/dryrun"));
        Assert.Equal(0, await process.Stop());
        Assert.Single(process.Output, line => line.Contains("warn: ") && line.Contains("shorter path"));
    }

    private static async Task<BotProcess> Prepare()
    {
        BotProcess process = await BotProcess.Prepare(contracts: 1);
        DateOnly charge = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(3);
        await File.WriteAllLinesAsync(
            Path.Combine(process.Folder, "billing.csv"),
            [
                "contract,document,balance,currency,price,period,next_charge",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"C0001,D000199,10.00,NOK,150.00,monthly,{charge:yyyy-MM-dd}"
                ),
            ]
        );
        process.Set("BALANCEBOT__CONVERSATIONS__TIMEZONE", "Etc/UTC");
        process.Set("BALANCEBOT__CONVERSATIONS__DEFAULTLANGUAGE", "en");
        process.Set("BALANCEBOT__WARNINGS__QUIETFROM", "00:00:00");
        process.Set("BALANCEBOT__WARNINGS__QUIETTO", "00:00:00");
        process.Set("BALANCEBOT__SCANNING__EVERY", "1.00:00:00");
        return process;
    }

    private static async Task<long> LinkAndStop(BotProcess process)
    {
        TelegramWorld world = process.World;
        long anna = world.AddPerson("Anna", "en").Id;
        process.Start();
        world.PersonSays(anna, "/link");
        await process.When(w => Newest(w, anna)?.Buttons.Any(row => row.Any(b => b.Data == "link:doc")) == true);
        world.PersonPresses(anna, Newest(world, anna)!.Id, "link:doc");
        await process.When(w => Newest(w, anna)!.Text.Contains("contract number"));
        world.PersonSays(anna, "C0001");
        await process.When(w => Newest(w, anna)!.Text.Contains("document"));
        world.PersonSays(anna, "D000199");
        await process.When(w => w.BotMessages(anna).Any(m => m.Text.Contains("C0001 is linked")));
        Assert.Equal(0, await process.Stop());
        return anna;
    }

    private static ChatMessage? Newest(TelegramWorld world, long chat) => world.BotMessages(chat).LastOrDefault();

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

    private static async Task<JsonNode> AskJson(BotProcess process, params string[] arguments)
    {
        int before = process.Output.Count;
        int exit = await process.RunBeside(arguments);
        string[] said = [.. process.Output.Skip(before)];
        Assert.True(exit == 0, string.Join('\n', said));
        return JsonNode.Parse(said.Single(line => line.StartsWith('{')))!;
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

    private static string DataFile(BotProcess process) => Path.Combine(process.Folder, "data", "bot.db");

    private static Dictionary<string, string> Contents(BotProcess process) =>
        Directory
            .EnumerateFiles(Path.GetDirectoryName(DataFile(process))!)
            .ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(file)), StringComparer.Ordinal);
}
