using System.Diagnostics;

namespace BalanceBot.Inbox;

/// <summary>One try of a turn, timed and traced. Null, and so without any cost, while nobody listens.</summary>
internal sealed class TurnWatch : IDisposable
{
    private static readonly ActivitySource Source = new("BalanceBot");
    private readonly string kind;
    private readonly TimeProvider time;
    private readonly long begun;
    private readonly Activity? span;
    private string outcome = "stopped";

    private TurnWatch(string kind, int attempt, TimeProvider time)
    {
        this.kind = kind;
        this.time = time;
        begun = time.GetTimestamp();
        // A trace of its own: a webhook's request, if there is one, ends when the update is kept.
        Activity.Current = null;
        span = Source.StartActivity("process update", ActivityKind.Consumer);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("messaging.system", "telegram");
            span.SetTag("messaging.operation.name", "process");
            span.SetTag("balancebot.update.kind", kind);
            span.SetTag("balancebot.attempt", attempt);
        }
    }

    public static TurnWatch? Begin(Update update, int attempt, TimeProvider time) =>
        InboxMeter.IsTiming || Source.HasListeners() ? new TurnWatch(KindOf(update), attempt, time) : null;

    public void Ended(TurnEnd end) => outcome = end == TurnEnd.Committed ? "committed" : "quiet";

    /// <param name="error">The kind of an exception, or a word of ours.</param>
    public void Failed(string error)
    {
        outcome = "failed";
        span?.SetStatus(ActivityStatusCode.Error);
        span?.SetTag("error.type", error);
    }

    public void Dispose()
    {
        InboxMeter.Turn(time.GetElapsedTime(begun).TotalSeconds, kind, outcome);
        span?.SetTag("balancebot.outcome", outcome);
        span?.Dispose();
    }

    private static string KindOf(Update update) =>
        update switch
        {
            Update.Text => "text",
            Update.Press => "press",
            Update.Contact => "contact",
            Update.Edited => "edited",
            Update.Membership => "membership",
            Update.Silent => "silent",
            _ => "other",
        };
}
