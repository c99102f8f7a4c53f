using System.Diagnostics;
using BalanceBot.Billing;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Scanning;

/// <summary>How one go at a run ended: a closed family.</summary>
internal abstract record ScanOutcome(ScanRun Run)
{
    /// <summary>Every contract was seen.</summary>
    public sealed record Complete(ScanRun Run) : ScanOutcome(Run);

    /// <summary>The billing does not answer; the run goes on from here later.</summary>
    public sealed record BillingAway(ScanRun Run, string Reason) : ScanOutcome(Run);

    /// <summary>The deadline has passed; the next run goes on from here.</summary>
    public sealed record OutOfTime(ScanRun Run) : ScanOutcome(Run);
}

/// <summary>
/// Pages through the billing's bulk answers and judges whoever is linked. One page is one commit, with the place up to
/// which all are judged: a process that dies goes on behind it, and judging a page twice is harmless.
/// </summary>
/// <remarks>
/// Links are suspended when a run has seen all contracts, for only then is it known whether they are too many. What a process
/// that died had found is found again by the next run.
/// </remarks>
internal sealed partial class Scan(
    IBilling billing,
    IScanStore store,
    WatchJudge judge,
    ISuspending links,
    SuspensionBrake brake,
    int pageSize,
    TimeProvider time,
    ILogger<Scan> log
)
{
    /// <summary>How many are asked one by one where a page cannot be had.</summary>
    private const int OneByOne = 50;

    private const int MostWatchesAtOnce = 5000;

    /// <summary>Of links to suspend in one run; what is over is found again by the next.</summary>
    private const int MostChanged = 50_000;

    private readonly List<(ChatId Chat, ContractSnapshot Contract)> toSuspend = [];

    public async Task<ScanOutcome> GoOn(ScanRun run, DateTimeOffset deadline, CancellationToken stop)
    {
        if (run.After is null)
        {
            toSuspend.Clear();
        }

        while (time.GetUtcNow() < deadline)
        {
            using Activity? span = ScanMeter.Page();
            BillingAnswer<SnapshotPage> answer = await billing.Snapshots(KeyOf(run.After), pageSize, stop);
            Stretch? stretch = answer is BillingAnswer<SnapshotPage>.Found(var page)
                ? Stretch.Of(page)
                : await AskOneByOne(run.After, stop);
            if (stretch is null)
            {
                return new ScanOutcome.BillingAway(run, ReasonOf(answer));
            }

            run = await JudgeAll(run, stretch);
            if (stretch.Through is null)
            {
                ScanRun complete = run with { IsOpen = false, After = null, CompletedAt = time.GetUtcNow() };
                await store.Commit([], complete);
                await Suspend(complete.Summary);
                return new ScanOutcome.Complete(complete);
            }
        }

        return new ScanOutcome.OutOfTime(run);
    }

    private async Task Suspend(RunSummary whole)
    {
        if (!brake.Holds(whole))
        {
            foreach ((ChatId chat, ContractSnapshot contract) in toSuspend)
            {
                await links.Suspend(chat, contract);
            }
        }

        toSuspend.Clear();
    }

    private async Task<ScanRun> JudgeAll(ScanRun run, Stretch stretch)
    {
        while (true)
        {
            IReadOnlyList<Watch> watches = await store.Watches(run.After, stretch.Through, MostWatchesAtOnce);
            bool isLast = watches.Count < MostWatchesAtOnce;
            List<WatchChange> changes = [];
            List<(ChatId, ContractSnapshot)> changed = [];
            RunSummary counted = Judge(watches, stretch, changes, changed);
            counted = counted with { Changed = await Collect(changed) };
            run = run with
            {
                After = isLast ? stretch.Through : watches[^1].ContractKey,
                Summary = run.Summary.Plus(counted),
                Heartbeat = time.GetUtcNow(),
            };
            ScanMeter.Judged(counted);
            if (changes.Count > 0 || watches.Count > 0)
            {
                await store.Commit(changes, run);
            }

            if (isLast)
            {
                return run;
            }
        }
    }

    /// <summary>How many of them are not suspended yet.</summary>
    private async Task<int> Collect(List<(ChatId, ContractSnapshot)> changed)
    {
        int found = 0;
        foreach ((ChatId chat, ContractSnapshot contract) in changed)
        {
            if (await links.Must(chat, contract))
            {
                found++;
                if (toSuspend.Count < MostChanged)
                {
                    toSuspend.Add((chat, contract));
                }
            }
        }

        return found;
    }

    /// <param name="changed">Contracts that are not those which their chats proved.</param>
    private RunSummary Judge(
        IReadOnlyList<Watch> watches,
        Stretch stretch,
        List<WatchChange> changes,
        List<(ChatId, ContractSnapshot)> changed
    )
    {
        int failed = 0;
        int gone = 0;
        int stale = 0;
        int due = 0;
        DateTimeOffset now = time.GetUtcNow();
        foreach (Watch watch in watches)
        {
            Judged judged = Judge(watch, stretch, now);
            SilenceReason? silence = (judged.Judgement.Decision as Decision.Silent)?.Reason;
            failed += silence == SilenceReason.NotJudged ? 1 : 0;
            gone += silence == SilenceReason.NotInBilling ? 1 : 0;
            stale += silence == SilenceReason.StaleData ? 1 : 0;
            due += silence is null ? 1 : 0;
            if (silence == SilenceReason.NotProved)
            {
                changed.Add((watch.Chat, stretch.Contracts[watch.ContractKey]));
            }

            if (WatchJudge.Found(judged, now) is { } change)
            {
                changes.Add(change);
            }
        }

        return new RunSummary
        {
            Judged = watches.Count - failed - gone,
            Failed = failed,
            Gone = gone,
            Stale = stale,
            Due = due,
        };
    }

    private Judged Judge(Watch watch, Stretch stretch, DateTimeOffset now)
    {
        try
        {
            return stretch.Failed.Contains(watch.ContractKey) ? WatchJudge.Silent(watch, SilenceReason.NotJudged)
                : stretch.Contracts.TryGetValue(watch.ContractKey, out ContractSnapshot? contract)
                    ? judge.Of(watch, contract, now)
                : WatchJudge.Silent(watch, SilenceReason.NotInBilling);
        }
#pragma warning disable CA1031 // One contract with data that nobody thought of must not keep the others from being judged.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.NotJudged(log, bug.GetType().Name);
            return WatchJudge.Silent(watch, SilenceReason.NotJudged);
        }
    }

    /// <summary>
    /// The next linked contracts each alone: one that makes the billing fail costs only itself. Null: none of them can be
    /// had, so it is the billing that is away.
    /// </summary>
    private async Task<Stretch?> AskOneByOne(string? after, CancellationToken stop)
    {
        IReadOnlyList<Watch> next = await store.Watches(after, null, OneByOne);
        string[] keys = [.. next.Select(watch => watch.ContractKey).Distinct(StringComparer.Ordinal)];
        if (keys.Length == 0)
        {
            return new Stretch(null, new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        }

        Stretch found = new(
            next.Count < OneByOne ? null : keys[^1],
            new(StringComparer.Ordinal),
            new(StringComparer.Ordinal)
        );
        foreach (string key in keys)
        {
            switch (await billing.Snapshot(new ContractKey(key), stop))
            {
                case BillingAnswer<ContractSnapshot>.Found(var contract):
                    found.Contracts[key] = contract;
                    break;
                case BillingAnswer<ContractSnapshot>.Unavailable:
                    found.Failed.Add(key);
                    break;
            }
        }

        // Each of these may break it; a question about what lies behind them tells whether it answers at all.
        bool answers =
            found.Failed.Count < keys.Length
            || await billing.Snapshots(new ContractKey(keys[^1]), 1, stop) is BillingAnswer<SnapshotPage>.Found;
        return answers ? found : null;
    }

    private static ContractKey? KeyOf(string? after) => after is null ? null : new ContractKey(after);

    private static string ReasonOf(BillingAnswer<SnapshotPage> answer) =>
        answer is BillingAnswer<SnapshotPage>.Unavailable(var reason) ? reason : answer.GetType().Name;

    /// <summary>What is known of all contracts up to a key.</summary>
    /// <param name="Through">Null: of all there are.</param>
    private sealed record Stretch(
        string? Through,
        Dictionary<string, ContractSnapshot> Contracts,
        HashSet<string> Failed
    )
    {
        public static Stretch Of(SnapshotPage page)
        {
            Dictionary<string, ContractSnapshot> contracts = new(page.Contracts.Count, StringComparer.Ordinal);
            foreach (ContractSnapshot contract in page.Contracts)
            {
                contracts[contract.Key.Value] = contract;
            }

            return new Stretch(page.Next?.Value, contracts, new(StringComparer.Ordinal));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6010, LogLevel.Error, "A contract could not be judged: {Kind}", EventName = "ContractNotJudged")]
        public static partial void NotJudged(ILogger log, string kind);
    }
}
