using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BalanceBot.Benchmarks.Announcements;
using BalanceBot.Benchmarks.Bulk;
using BalanceBot.Benchmarks.Door;
using BalanceBot.Benchmarks.Faults;
using BalanceBot.Benchmarks.MadeUp;
using BalanceBot.Benchmarks.Scans;
using BalanceBot.Benchmarks.Turns;

namespace BalanceBot.Benchmarks;

/// <summary>The command line: verbs for people, two for the processes that the first one starts.</summary>
internal static class BenchmarkCommand
{
    private static readonly Option<bool> AsJson = new("--json") { Description = "Answer as JSON, for scripts." };

    private static readonly Option<DirectoryInfo?> Folder = new("--folder")
    {
        Description = "Where the stores are made and removed. Default: the system's temporary folder.",
    };

    public static Task<int> Run(string[] args)
    {
        RootCommand root = new("Measures BalanceBot on this machine: how fast it judges and tells, and what it needs.")
        {
            Scan(),
            Announce(),
            BulkCommand.Make(AsJson, Folder, InFolder),
            FaultsCommand.Make(AsJson, Folder, InFolder),
            PlayTurns(),
            Idle(),
            DoorCommand.Make(AsJson, Folder, InFolder),
            Fill(),
            Measure(),
        };
        return root.Parse(args).InvokeAsync();
    }

    private static Command Scan()
    {
        Option<string> contracts = new("--contracts")
        {
            Description = "Numbers of linked contracts, with commas between.",
            DefaultValueFactory = _ => "100000,1000000",
        };
        Option<int> runs = new("--runs") { Description = "Of each row.", DefaultValueFactory = _ => 3 };
        Option<Change[]> changes = new("--changes")
        {
            Description = "What has changed since the last scan.",
            DefaultValueFactory = _ => Enum.GetValues<Change>(),
            AllowMultipleArgumentsPerToken = true,
        };
        Command scan = new("scan", "Judge every linked contract, in the real store, of a billing that is made up.")
        {
            contracts,
            runs,
            changes,
            Folder,
            AsJson,
        };
        scan.SetAction(
            (parsed, stop) =>
                InFolder(
                    parsed,
                    async folder =>
                    {
                        int[] counts = [.. parsed.GetValue(contracts)!.Split(',').Select(Number)];
                        ScanBenchmark benchmark = new(folder, Math.Max(1, parsed.GetValue(runs)), stop);
                        ScanReport report = await benchmark.Run(counts, parsed.GetValue(changes)!);
                        if (parsed.GetValue(AsJson))
                        {
                            Console.WriteLine(JsonSerializer.Serialize(report, Json.Default.ScanReport));
                        }
                        else
                        {
                            Tables.Show(report);
                        }
                    }
                )
        );
        return scan;
    }

    private static Command Announce()
    {
        Option<int> warnings = new("--warnings") { Description = "Due at once.", DefaultValueFactory = _ => 20_000 };
        Command announce = new("announce", "Tell all who are due at once, to a Telegram that answers at once.")
        {
            warnings,
            Folder,
            AsJson,
        };
        announce.SetAction(
            (parsed, stop) =>
                InFolder(
                    parsed,
                    async folder =>
                    {
                        AnnounceBenchmark benchmark = new(folder, parsed.GetValue(warnings), stop);
                        AnnounceReport report = await benchmark.Run();
                        if (parsed.GetValue(AsJson))
                        {
                            Console.WriteLine(JsonSerializer.Serialize(report, Json.Default.AnnounceReport));
                        }
                        else
                        {
                            Tables.Show(report);
                        }
                    }
                )
        );
        return announce;
    }

    private static Command PlayTurns()
    {
        TurnsCommand turns = new();
        return turns.Make(
            Folder,
            AsJson,
            async (parsed, stop) =>
            {
                await InFolder(
                    parsed,
                    async folder =>
                    {
                        TurnsReport report = await turns.Run(parsed, folder, stop);
                        if (parsed.GetValue(AsJson))
                        {
                            Console.WriteLine(JsonSerializer.Serialize(report, Json.Default.TurnsReport));
                        }
                        else
                        {
                            Tables.Show(report);
                        }
                    }
                );
                return 0;
            }
        );
    }

    private static Command Idle()
    {
        Option<string> bots = new("--bots")
        {
            Description = $"With commas between: {TurnsCommand.Names}.",
            DefaultValueFactory = _ => "litedb,postgres1",
        };
        Option<int> rest = new("--rest")
        {
            Description = "Seconds before it is looked at.",
            DefaultValueFactory = _ => 20,
        };
        Option<int> seconds = new("--seconds")
        {
            Description = "Looked at for so long.",
            DefaultValueFactory = _ => 20,
        };
        Command idle = new("idle", "Start bots and see what they need while nobody asks them anything.")
        {
            bots,
            rest,
            seconds,
            Folder,
            AsJson,
        };
        idle.SetAction(
            (parsed, stop) =>
                InFolder(
                    parsed,
                    async folder =>
                    {
                        IdleBenchmark benchmark = new(
                            folder,
                            TimeSpan.FromSeconds(Math.Max(0, parsed.GetValue(rest))),
                            TimeSpan.FromSeconds(Math.Max(1, parsed.GetValue(seconds))),
                            stop
                        );
                        IReadOnlyList<IdleRow> rows = await benchmark.Run(TurnsCommand.BotsOf(parsed.GetValue(bots)!));
                        if (parsed.GetValue(AsJson))
                        {
                            Console.WriteLine(JsonSerializer.Serialize(rows, Json.Default.IReadOnlyListIdleRow));
                        }
                        else
                        {
                            Tables.Show(rows);
                        }
                    }
                )
        );
        return idle;
    }

    private static Command Fill()
    {
        Argument<string> folder = new("folder");
        Argument<int> count = new("count");
        Command fill = new("fill") { folder, count };
        fill.Hidden = true;
        fill.SetAction(
            async (parsed, stop) =>
            {
                int[] numbers = [.. Enumerable.Range(0, parsed.GetValue(count))];
                await ScanProcess.Fill(parsed.GetValue(folder)!, numbers, stop);
                Console.WriteLine("0");
            }
        );
        return fill;
    }

    private static Command Measure()
    {
        Argument<string> folder = new("folder");
        Argument<string> warm = new("warm");
        Argument<int> count = new("count");
        Argument<Change> change = new("change");
        Command measure = new("measure") { folder, warm, count, change };
        measure.Hidden = true;
        measure.SetAction(
            async (parsed, stop) =>
            {
                ScanFigures figures = await ScanProcess.Measure(
                    parsed.GetValue(folder)!,
                    parsed.GetValue(warm)!,
                    parsed.GetValue(count),
                    parsed.GetValue(change),
                    stop
                );
                Console.WriteLine(JsonSerializer.Serialize(figures, Json.Default.ScanFigures));
            }
        );
        return measure;
    }

    private static async Task InFolder(ParseResult parsed, Func<DirectoryInfo, Task> work)
    {
        string parent = parsed.GetValue(Folder)?.FullName ?? Path.GetTempPath();
        DirectoryInfo folder = Directory.CreateDirectory(Path.Combine(parent, $"balancebot-bench-{Guid.NewGuid():N}"));
        try
        {
            await work(folder);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int Number(string text) =>
        int.Parse(text, NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
}
