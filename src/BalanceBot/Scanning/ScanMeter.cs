using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BalanceBot.Scanning;

/// <summary>What is counted and traced of scans and announcements, in sums only.</summary>
internal static class ScanMeter
{
    private static readonly Meter Meter = new("BalanceBot");
    private static readonly ActivitySource Source = new("BalanceBot");

    private static readonly Counter<long> Runs = Meter.CreateCounter<long>(
        "balancebot.scan.runs",
        "{run}",
        "Goes at a scan, by how they ended."
    );

    private static readonly Histogram<double> Durations = Meter.CreateHistogram(
        "balancebot.scan.duration",
        "s",
        "Time that one go at a scan took.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 600, 1800, 3600, 7200],
        }
    );

    private static readonly Counter<long> Contracts = Meter.CreateCounter<long>(
        "balancebot.scan.contracts",
        "{contract}",
        "Linked contracts looked at by scans, by verdict; one that is due or stale is counted as judged too."
    );

    private static readonly Counter<long> Chats = Meter.CreateCounter<long>(
        "balancebot.scan.announcements",
        "{chat}",
        "Chats whose turn had come, by whether there was something to tell when they were judged again."
    );

    public static Activity? Run() => Source.StartActivity("scan");

    public static Activity? Page() => Source.StartActivity("scan page");

    public static Activity? Announcement() => Source.StartActivity("announce");

    public static void Ended(ScanOutcome outcome, double seconds, Activity? run)
    {
        string how = outcome switch
        {
            ScanOutcome.Complete => "complete",
            ScanOutcome.BillingAway => "billing_away",
            _ => "out_of_time",
        };
        Runs.Add(1, Is("balancebot.outcome", how));
        Durations.Record(seconds, Is("balancebot.outcome", how));
        run?.SetTag("balancebot.outcome", how);
    }

    public static void Judged(RunSummary page)
    {
        Count(page.Judged, "judged");
        Count(page.Due, "due");
        Count(page.Stale, "stale");
        Count(page.Gone, "gone");
        Count(page.Failed, "failed");
    }

    public static void Announced(int told, int silent)
    {
        Chats.Add(told, Is("balancebot.outcome", "told"));
        Chats.Add(silent, Is("balancebot.outcome", "silent"));
    }

    private static void Count(int contracts, string verdict) =>
        Contracts.Add(contracts, Is("balancebot.verdict", verdict));

    private static KeyValuePair<string, object?> Is(string label, string value) => new(label, value);
}
