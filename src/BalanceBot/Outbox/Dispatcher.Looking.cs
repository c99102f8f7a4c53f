namespace BalanceBot.Outbox;

/// <summary>How sending stands at one moment.</summary>
/// <param name="UnderWay">Messages that are with Telegram.</param>
/// <param name="Oldest">How long the oldest stored message of this process has waited here.</param>
/// <param name="Stuck">The longest that one has waited beyond its own time and every pause that Telegram asked for.</param>
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
    public OutboxState Look()
    {
        lock (gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            DateTimeOffset oldest = now;
            DateTimeOffset stuck = now;
            foreach (Job job in inHand.Values)
            {
                DateTimeOffset could = Max(job.EnteredAt, Max(job.NotBefore, pace.PauseOf(job.Message.Chat)));
                oldest = job.EnteredAt < oldest ? job.EnteredAt : oldest;
                stuck = could < stuck ? could : stuck;
            }

            return new OutboxState(
                underWay,
                now - oldest,
                now - stuck,
                Max(pace.PausedUntil, now) - now,
                pace.BulkPerSecond
            );
        }
    }
}
