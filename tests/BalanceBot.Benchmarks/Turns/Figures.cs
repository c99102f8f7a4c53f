using System.Diagnostics;

namespace BalanceBot.Benchmarks.Turns;

/// <summary>From what was counted to what is told. Pure.</summary>
internal static class Figures
{
    /// <param name="waited">Of each turn, in Stopwatch ticks.</param>
    public static TurnsRound Of(
        IReadOnlyList<long> waited,
        TimeSpan took,
        TimeSpan processor,
        TimeSpan database,
        TimeSpan driver
    )
    {
        long[] sorted = [.. waited.Order()];
        return new TurnsRound(
            sorted.Length / took.TotalSeconds,
            Milliseconds(Percentile(sorted, 50)),
            Milliseconds(Percentile(sorted, 99)),
            processor.TotalMilliseconds / sorted.Length,
            database.TotalMilliseconds / sorted.Length,
            driver.TotalMilliseconds / sorted.Length
        );
    }

    /// <summary>The smallest value that so many percent do not exceed.</summary>
    public static long Percentile(IReadOnlyList<long> sorted, int percent) =>
        sorted[Math.Max(0, (int)Math.Ceiling(sorted.Count * percent / 100.0) - 1)];

    public static TurnsRound Median(IReadOnlyList<TurnsRound> rounds) =>
        new(
            Median(rounds.Select(r => r.PerSecond)),
            Median(rounds.Select(r => r.MedianMilliseconds)),
            Median(rounds.Select(r => r.Slowest1PercentMilliseconds)),
            Median(rounds.Select(r => r.ProcessorMillisecondsEach)),
            Median(rounds.Select(r => r.DatabaseMillisecondsEach)),
            Median(rounds.Select(r => r.DriverMillisecondsEach))
        );

    /// <summary>Round by round, for what else the machine did then hurt all of them.</summary>
    public static TurnsRatio? Ratio(TurnsRow ours, IReadOnlyList<TurnsRow> peers) =>
        peers.Count == 0
            ? null
            : new TurnsRatio(
                ours.Bot,
                Median(
                    ours.Rounds.Select(
                        (r, n) =>
                            (r.ProcessorMillisecondsEach + r.DatabaseMillisecondsEach)
                            / peers.Min(p => p.Rounds[n].ProcessorMillisecondsEach)
                    )
                ),
                Median(ours.Rounds.Select((r, n) => r.PerSecond / peers.Max(p => p.Rounds[n].PerSecond)))
            );

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;
}
