namespace BalanceBot.Outbox;

/// <summary>How sending stands at one moment.</summary>
/// <param name="UnderWay">Messages that are with Telegram.</param>
/// <param name="Oldest">How long the oldest stored message of this process has waited here.</param>
/// <param name="Stuck">
/// How long a message could go by its own time and by every pause, and Telegram has answered none. One chat that is told
/// very much waits long for its pace, and nothing is stuck.
/// </param>
/// <param name="PauseLeft">How long nothing may go to private chats.</param>
internal sealed record OutboxState(
    int UnderWay,
    TimeSpan Oldest,
    TimeSpan Stuck,
    TimeSpan PauseLeft,
    double BulkPerSecond
);

internal sealed partial class Dispatcher
{
    private long answeredAt;

    public OutboxState Look()
    {
        lock (gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            DateTimeOffset oldest = now;
            DateTimeOffset stuckSince = now;
            DateTimeOffset answered = new(Math.Min(Volatile.Read(ref answeredAt), now.UtcTicks), TimeSpan.Zero);
            foreach (Job job in inHand.Values)
            {
                // Its own time, and not job.NotBefore: that moves on with each try that fails.
                DateTimeOffset wished = Max(job.EnteredAt, job.Message.NotBefore ?? job.EnteredAt);
                DateTimeOffset could = Max(wished, pace.PauseOf(job.Message.Chat));
                oldest = job.EnteredAt < oldest ? job.EnteredAt : oldest;
                stuckSince = could < stuckSince ? could : stuckSince;
            }

            return new OutboxState(
                underWay,
                now - oldest,
                now - Max(stuckSince, answered),
                Max(pace.PausedUntil, now) - now,
                pace.BulkPerSecond
            );
        }
    }

    /// <summary>Whatever Telegram says, it is there.</summary>
    private void Note(SendOutcome outcome, DateTimeOffset now)
    {
        if (outcome is not (SendOutcome.NotDelivered or SendOutcome.Unknown))
        {
            Volatile.Write(ref answeredAt, now.UtcTicks);
        }
    }
}
