namespace BalanceBot.Inbox;

/// <summary>What health asks of the receiving side.</summary>
internal sealed class ReceiverStatus
{
    private long lastGoodPoll;

    /// <summary>When Telegram last answered a poll; null before the first time.</summary>
    public DateTimeOffset? LastGoodPoll =>
        Interlocked.Read(ref lastGoodPoll) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Why the last poll brought nothing to rely on; null after a good one.</summary>
    public string? Trouble { get; private set; }

    public void Good(DateTimeOffset now)
    {
        Interlocked.Exchange(ref lastGoodPoll, now.UtcTicks);
        Trouble = null;
    }

    public void Bad(string trouble) => Trouble = trouble;
}
