using System.Diagnostics;
using System.Globalization;
using BalanceBot.Billing;

namespace BalanceBot.Scanning;

/// <summary>
/// Runs scans on a timetable. A run that was broken off, by a kill or by a billing that does not answer, goes on where it
/// stopped.
/// </summary>
internal sealed partial class Scanner(
    IBilling billing,
    Scan scan,
    IScanStore store,
    OperatorAlerts alerts,
    SuspensionBrake brake,
    ScanSettings settings,
    TimeProvider time,
    ILogger<Scanner> log
) : BackgroundService
{
    /// <summary>Once is a blip; twice, and the operators are told.</summary>
    private const int AwayTwice = 2;

    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);
    private int timesAway;

    /// <summary>The operators were told because people's questions were left unanswered: over when they are not.</summary>
    private bool isToldForPeople;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Look, time);
        try
        {
            do
            {
                await Tick(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    /// <summary>One look at the timetable, and the run that it says.</summary>
    internal async Task Tick(CancellationToken stop)
    {
        // What is told only to who signs in is told to no scan; that none has run is no alarm.
        if (billing.Abilities.HasFlag(BillingAbilities.SnapshotBySignIn))
        {
            return;
        }

        ScanRun run = await store.Run();
        DateTimeOffset now = time.GetUtcNow();
        if (run.IsOpen && now >= run.StartedAt + settings.Deadline)
        {
            // Its place is kept: with more contracts than a deadline has time for, all are seen in turn.
            Log.OutOfTime(log, run.Summary.Judged);
            run = run with { IsOpen = false };
            await store.Commit([], run);
        }

        if (!run.IsOpen && now >= (run.StartedAt ?? DateTimeOffset.MinValue) + settings.Every)
        {
            // One that goes on where another was broken off counts on: its counts are of all contracts in the end.
            RunSummary summary = run.After is null ? new RunSummary() : run.Summary;
            run = run with { StartedAt = now, IsOpen = true, Summary = summary };
        }

        if (run.IsOpen)
        {
            await GoOn(run, stop);
        }
        else
        {
            await alerts.Tell(run, await News(ofScan: null, stop), stale: null);
        }
    }

    /// <summary>
    /// Between two scans it is people who find it away, and who find it back. Whatever a scan says, it is not back while
    /// they are left without an answer. Null: nothing is known.
    /// </summary>
    private async Task<bool?> News(bool? ofScan, CancellationToken stop)
    {
        bool wasAway = isToldForPeople;
        isToldForPeople = await billing.IsAway(stop);
        return isToldForPeople ? true
            : ofScan is null && wasAway ? false
            : ofScan;
    }

    private async Task GoOn(ScanRun run, CancellationToken stop)
    {
        bool isWhole = run.After is null;
        long begun = time.GetTimestamp();
        using Activity? span = ScanMeter.Run();
        ScanOutcome outcome = await scan.GoOn(run, run.StartedAt!.Value + settings.Deadline, stop);
        ScanMeter.Ended(outcome, time.GetElapsedTime(begun).TotalSeconds, span);
        switch (outcome)
        {
            case ScanOutcome.Complete(var complete):
                timesAway = 0;
                Log.Complete(log, Text(complete.Summary));
                await alerts.Tell(
                    complete,
                    await News(ofScan: false, stop),
                    stale: complete.Summary.Stale,
                    braked: brake.Holds(complete.Summary) ? complete.Summary.Changed : 0
                );
                break;
            case ScanOutcome.BillingAway(var broken, var reason):
                timesAway++;
                Log.Away(log, reason);
                bool isAway = timesAway >= AwayTwice || await billing.IsAway(stop);
                await alerts.Tell(broken, isAway ? true : null, stale: null);
                break;
            case ScanOutcome.OutOfTime(var late):
                await alerts.Tell(late, await News(isWhole ? false : null, stop), stale: null);
                break;
        }
    }

    private static string Text(RunSummary summary) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Judged} judged, {summary.Due} due, {summary.Stale} with old data, {summary.Gone} no longer in the billing, {summary.Changed} to be proved again, {summary.Failed} failed"
        );

    private static partial class Log
    {
        [LoggerMessage(6000, LogLevel.Information, "Scan complete: {Summary}", EventName = "ScanComplete")]
        public static partial void Complete(ILogger log, string summary);

        [LoggerMessage(
            6001,
            LogLevel.Warning,
            "The scan waits: the billing does not answer ({Reason})",
            EventName = "ScanWaits"
        )]
        public static partial void Away(ILogger log, string reason);

        [LoggerMessage(
            6002,
            LogLevel.Warning,
            "The scan was broken off at its deadline after {Judged} contracts; the next goes on there",
            EventName = "ScanOutOfTime"
        )]
        public static partial void OutOfTime(ILogger log, int judged);
    }
}
