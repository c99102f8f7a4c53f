using System.Diagnostics.Metrics;

namespace BalanceBot.Inbox;

/// <summary>
/// What is counted of receiving and of turns. Every label is a word of the source: never a chat, a person, a text or an id.
/// Names: https://opentelemetry.io/docs/specs/semconv/messaging/messaging-metrics/.
/// </summary>
internal static class InboxMeter
{
    private const string System = "telegram";
    private static readonly Meter Meter = new("BalanceBot");

    private static readonly Counter<long> Received = Meter.CreateCounter<long>(
        "messaging.client.consumed.messages",
        "{message}",
        "Updates received from Telegram, repeated ones too."
    );

    private static readonly Counter<long> Quarantines = Meter.CreateCounter<long>(
        "balancebot.inbox.quarantined",
        "{update}",
        "Updates that could not be read or handled and were put into the quarantine."
    );

    private static readonly Histogram<double> Turns = Meter.CreateHistogram(
        "messaging.process.duration",
        "s",
        "Time that one try of a turn took, from the update's own start to its end.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
        }
    );

    /// <summary>A counter that was never seen at 0 is not seen to rise to 1: an alert on it would sleep through the first.</summary>
    public static void Zero() => Quarantines.Add(0);

    public static bool IsTiming => Turns.Enabled;

    public static void Took(int updates) => Received.Add(updates, Is("messaging.system", System));

    public static void Quarantined() => Quarantines.Add(1);

    public static void Turn(double seconds, string kind, string outcome) =>
        Turns.Record(
            seconds,
            Is("messaging.system", System),
            Is("balancebot.update.kind", kind),
            Is("balancebot.outcome", outcome)
        );

    private static KeyValuePair<string, object?> Is(string label, string value) => new(label, value);
}
