namespace BalanceBot.Outbox;

/// <summary>How fast messages leave. Telegram's own limits: about 30 a second in bulk, 1 a second per chat, 20 a minute per group.</summary>
internal sealed class OutboxSettings
{
    /// <summary>Messages that nobody asked for, per second over all chats. Range 1-30; with paid broadcast 1-1000.</summary>
    public int BulkPerSecond { get; set; } = 25;

    /// <summary>
    /// Pay Telegram 0.1 Star for each message beyond 30 a second (https://core.telegram.org/bots/faq#how-can-i-message-all-of-my-bot-39s-subscribers-at-once).
    /// </summary>
    public bool PaidBroadcast { get; set; }

    /// <summary>Messages to one private chat that may go at once before one a second counts. Range 1-20.</summary>
    public int PerChatBurst { get; set; } = 5;

    /// <summary>Messages to one group per minute. Range 1-20.</summary>
    public int PerGroupPerMinute { get; set; } = 20;

    /// <summary>Requests to Telegram under way at the same time. Range 1-256; beyond about 1,000 Telegram locks us out.</summary>
    public int MostAtOnce { get; set; } = 64;
}
