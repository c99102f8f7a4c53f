namespace BalanceBot.Sandbox.BotApi;

/// <summary>Telegram's rules, all on; a test switches one off to show that it is the one that bites.</summary>
internal sealed record Rules
{
    /// <summary>An offset forgets everything below it.</summary>
    public bool OffsetForgets { get; init; } = true;

    /// <summary>A second poller ends the first with 409.</summary>
    public bool OnePoller { get; init; } = true;

    /// <summary>getUpdates answers 409 while a webhook is set.</summary>
    public bool WebhookExcludesPolling { get; init; } = true;

    /// <summary>The same offset again within 3 s waits at least 3 s; within 0.5 s it gets one update.</summary>
    public bool SlowsHammering { get; init; } = true;

    /// <summary>Messages are kept for 24 hours, callback queries for 150 s.</summary>
    public bool UpdatesExpire { get; init; } = true;

    /// <summary>A callback query can be answered for 150 s.</summary>
    public bool QueriesExpire { get; init; } = true;

    public bool StrictHtml { get; init; } = true;

    /// <summary>Lengths and emptiness of texts, callback data and so on.</summary>
    public bool ChecksFields { get; init; } = true;

    /// <summary>A bot can only write to a person who has written first and not blocked it.</summary>
    public bool NeedsContact { get; init; } = true;

    /// <summary>Only messages younger than 48 hours can be deleted.</summary>
    public bool DeletesOnlyYoung { get; init; } = true;

    /// <summary>New messages per second over all chats.</summary>
    public int? PerSecond { get; init; } = 30;

    /// <summary>A private chat takes so many at once, then one a second.</summary>
    public int? PerChatBurst { get; init; } = 10;

    public int? PerGroupPerMinute { get; init; } = 20;

    public static Rules WithoutLimits { get; } =
        new()
        {
            PerSecond = null,
            PerChatBurst = null,
            PerGroupPerMinute = null,
        };
}
