using System.CommandLine;
using System.Text.Json;
using BalanceBot.Benchmarks.Faults.Ground;

namespace BalanceBot.Benchmarks.Faults;

/// <summary>The verb: a run with faults, for people and for scripts.</summary>
internal static class FaultsCommand
{
    private static readonly FaultPlan Usual = new();
    private static readonly Option<int> Updates = Number("--updates", "Updates in all.", Usual.Updates);
    private static readonly Option<int> Chats = Number("--chats", "People who speak.", Usual.Chats);
    private static readonly Option<int> Processes = Number("--processes", "Of the bot.", Usual.Processes);
    private static readonly Option<int> Seed = Number("--seed", "Where chance begins.", Usual.Seed);
    private static readonly Option<int> Kills = Number("--kills", "kill -9 of a process.", Usual.Kills);
    private static readonly Option<int> Restarts = Number(
        "--database-restarts",
        "Of the database, half of them as if it had died.",
        Usual.DatabaseRestarts
    );
    private static readonly Option<int> Away = Number(
        "--database-away",
        "Seconds for which the database is stopped, once.",
        (int)Usual.DatabaseAway.TotalSeconds
    );
    private static readonly Option<int> Pauses = Number("--pauses", "A process stands still for 1 s.", Usual.Pauses);
    private static readonly Option<int> Freezes = Number(
        "--freezes",
        "A process stands still until the others believe it dead.",
        Usual.Freezes
    );
    private static readonly Option<int> Rolling = Number(
        "--rolling-restarts",
        "SIGTERM and a new start, one process after the other.",
        Usual.RollingRestarts
    );
    private static readonly Option<int> PollerFalls = Number(
        "--poller-falls",
        "By polling: the process that polls is killed, stopped or frozen.",
        Usual.PollerFalls
    );
    private static readonly Option<int> Minutes = Number(
        "--at-most",
        "Minutes; a run that takes longer has failed.",
        (int)Usual.AtMost.TotalMinutes
    );

    private static readonly Option<DirectoryInfo?> Logs = new("--logs")
    {
        Description = "Where what the processes write is kept. Default: it is thrown away.",
    };

    public static Command Make(
        Option<bool> asJson,
        Option<DirectoryInfo?> parent,
        Func<ParseResult, Func<DirectoryInfo, Task>, Task> inFolder
    )
    {
        Command faults = new(
            "faults",
            "Kill, freeze and restart processes and their database while people speak, and count what is lost or doubled."
        )
        {
            Updates,
            Chats,
            Processes,
            Seed,
            Kills,
            Restarts,
            Away,
            Pauses,
            Freezes,
            Rolling,
            PollerFalls,
            Minutes,
            Logs,
            parent,
            asJson,
        };
        faults.SetAction(
            async (parsed, stop) =>
            {
                int broken = 0;
                await inFolder(
                    parsed,
                    async folder =>
                    {
                        FaultReport report = await Run(PlanOf(parsed), folder, stop);
                        broken = report.Broken.Count;
                        Show(report, parsed.GetValue(asJson));
                    }
                );
                return broken == 0 ? 0 : 1;
            }
        );
        return faults;
    }

    /// <summary>By webhook, then by polling.</summary>
    private static async Task<FaultReport> Run(FaultPlan plan, DirectoryInfo folder, CancellationToken stop)
    {
        static void Say(string line) => Console.Error.WriteLine(line);

        await using PrivatePostgres database = await PrivatePostgres.Start(stop);
        FaultReport report = await new FaultRun(plan, folder.FullName, database, TimeProvider.System, Say).Run(stop);
        if (plan.PollerFalls == 0)
        {
            return report;
        }

        PollerRun poller = new(plan, folder.CreateSubdirectory("poller").FullName, database, TimeProvider.System, Say);
        (IReadOnlyList<PollerFall> falls, IReadOnlyList<string> broken) = await poller.Run(stop);
        return report with { PollerFalls = falls, Broken = [.. report.Broken, .. broken] };
    }

    private static FaultPlan PlanOf(ParseResult parsed) =>
        new()
        {
            Updates = parsed.GetValue(Updates),
            Chats = parsed.GetValue(Chats),
            Processes = parsed.GetValue(Processes),
            Seed = parsed.GetValue(Seed),
            Kills = parsed.GetValue(Kills),
            DatabaseRestarts = parsed.GetValue(Restarts),
            DatabaseAway = TimeSpan.FromSeconds(parsed.GetValue(Away)),
            Pauses = parsed.GetValue(Pauses),
            Freezes = parsed.GetValue(Freezes),
            RollingRestarts = parsed.GetValue(Rolling),
            PollerFalls = parsed.GetValue(PollerFalls),
            AtMost = TimeSpan.FromMinutes(parsed.GetValue(Minutes)),
            Logs = parsed.GetValue(Logs)?.FullName,
        };

    private static void Show(FaultReport report, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, Json.Default.FaultReport));
        }
        else
        {
            FaultTable.Show(report);
        }
    }

    private static Option<int> Number(string name, string what, int usual) =>
        new(name) { Description = what, DefaultValueFactory = _ => usual };
}
