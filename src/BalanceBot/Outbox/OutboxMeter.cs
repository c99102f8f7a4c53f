using System.Diagnostics.Metrics;
using BalanceBot.Subscribers;

namespace BalanceBot.Outbox;

/// <summary>
/// What is counted of sending. Every label is a word of the source. Names:
/// https://opentelemetry.io/docs/specs/semconv/messaging/messaging-metrics/.
/// </summary>
internal static class OutboxMeter
{
    private static readonly Meter Meter = new("BalanceBot");

    private static readonly Counter<long> Sends = Meter.CreateCounter<long>(
        "messaging.client.sent.messages",
        "{message}",
        "Tries to send a message, by class and by what Telegram said."
    );

    private static readonly Histogram<double> Durations = Meter.CreateHistogram(
        "messaging.client.operation.duration",
        "s",
        "Time that Telegram took for one try to send.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 15],
        }
    );

    private static readonly Counter<long> Pauses = Meter.CreateCounter<long>(
        "balancebot.outbox.pauses",
        "{pause}",
        "How often Telegram asked to wait (429): all private chats, or one group."
    );

    private static readonly Counter<long> Losses = Meter.CreateCounter<long>(
        "balancebot.outbox.lost",
        "{message}",
        "Messages that were given up: expired, refused, unreachable, or unknown whether they arrived."
    );

    /// <summary>A counter that was never seen at 0 is not seen to rise to 1: an alert on it would sleep through the first.</summary>
    public static void Zero()
    {
        Pauses.Add(0, Is("balancebot.scope", "all"));
        Pauses.Add(0, Is("balancebot.scope", "group"));
        foreach (OutgoingClass @class in Enum.GetValues<OutgoingClass>())
        {
            Losses.Add(0, Is("balancebot.message.class", NameOf(@class)));
        }
    }

    public static bool IsTiming => Durations.Enabled || Sends.Enabled;

    public static void Sent(double seconds, OutgoingClass @class, string outcome)
    {
        Durations.Record(
            seconds,
            Is("messaging.system", "telegram"),
            Is("messaging.operation.name", "send"),
            Is("balancebot.outcome", outcome)
        );
        Sends.Add(
            1,
            Is("messaging.system", "telegram"),
            Is("balancebot.message.class", NameOf(@class)),
            Is("balancebot.outcome", outcome)
        );
    }

    public static void Paused(ChatId chat) => Pauses.Add(1, Is("balancebot.scope", chat.IsPrivate ? "all" : "group"));

    public static void Lost(OutgoingClass @class) => Losses.Add(1, Is("balancebot.message.class", NameOf(@class)));

    public static string NameOf(OutgoingClass @class) =>
        @class switch
        {
            OutgoingClass.Answer => "answer",
            OutgoingClass.Notice => "notice",
            _ => "bulk",
        };

    private static KeyValuePair<string, object?> Is(string label, string value) => new(label, value);
}
