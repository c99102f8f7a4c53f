using System.Diagnostics;

namespace BalanceBot.Outbox;

/// <summary>One try to send, timed and traced. Null, and so without any cost, while nobody listens.</summary>
internal sealed class SendWatch
{
    private static readonly ActivitySource Source = new("BalanceBot");
    private readonly OutgoingClass @class;
    private readonly TimeProvider time;
    private readonly long begun;
    private readonly Activity? span;

    private SendWatch(Job job, TimeProvider time)
    {
        @class = job.Message.Class;
        this.time = time;
        begun = time.GetTimestamp();
        // Whoever happened to pump the queue is not who wrote the message.
        Activity.Current = null;
        span = Source.StartActivity("send message", ActivityKind.Producer, job.WrittenIn?.Context ?? default);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("messaging.system", "telegram");
            span.SetTag("messaging.operation.name", "send");
            span.SetTag("balancebot.message.class", OutboxMeter.NameOf(@class));
        }
    }

    public static SendWatch? Begin(Job job, TimeProvider time) =>
        OutboxMeter.IsTiming || Source.HasListeners() ? new SendWatch(job, time) : null;

    public void Ended(SendOutcome became)
    {
        string outcome = NameOf(became);
        OutboxMeter.Sent(time.GetElapsedTime(begun).TotalSeconds, @class, outcome);
        if (span is { IsAllDataRequested: true } && became is not SendOutcome.Sent)
        {
            span.SetStatus(ActivityStatusCode.Error);
            span.SetTag("error.type", outcome);
        }

        span?.SetTag("balancebot.outcome", outcome);
        span?.Dispose();
    }

    private static string NameOf(SendOutcome outcome) =>
        outcome switch
        {
            SendOutcome.Sent => "sent",
            SendOutcome.NotDelivered => "not_delivered",
            SendOutcome.TooMany => "too_many",
            SendOutcome.Unreachable => "unreachable",
            SendOutcome.Moved => "moved",
            SendOutcome.Refused => "refused",
            SendOutcome.Unauthorized => "unauthorized",
            _ => "unknown",
        };
}
