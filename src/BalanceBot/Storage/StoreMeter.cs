using System.Diagnostics.Metrics;

namespace BalanceBot.Storage;

/// <summary>How long writing takes. Names: https://opentelemetry.io/docs/specs/semconv/database/database-metrics/.</summary>
internal static class StoreMeter
{
    private static readonly Meter Meter = new("BalanceBot");

    private static readonly Histogram<double> Commits = Meter.CreateHistogram(
        "db.client.operation.duration",
        "s",
        "Time of one commit until it is durable (LiteDB), or of one call until it is answered (PostgreSQL); one may hold the work of many turns.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        }
    );

    /// <summary>When it begins; 0 while nobody listens.</summary>
    public static long Begin() => Commits.Enabled ? TimeProvider.System.GetTimestamp() : 0;

    /// <param name="system">The engine's name in the conventions: litedb, postgresql.</param>
    public static void Committed(long begun, string system) => Ended(begun, system, "commit");

    /// <summary>A call, whatever it reads or writes, with all its tries.</summary>
    public static void Answered(long begun, string system) => Ended(begun, system, "call");

    private static void Ended(long begun, string system, string operation)
    {
        if (begun != 0)
        {
            Commits.Record(
                TimeProvider.System.GetElapsedTime(begun).TotalSeconds,
                new("db.system.name", system),
                new("db.operation.name", operation)
            );
        }
    }
}
