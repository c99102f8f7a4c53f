namespace BalanceBot.TelegramApi;

/// <summary>The bot's account, and how it is reached.</summary>
internal sealed class TelegramSettings
{
    /// <summary>The token from @BotFather. Either this or <see cref="TokenFile"/>. A secret.</summary>
    public string Token { get; set; } = "";

    /// <summary>Path of a file that holds the token, as containers hand secrets in.</summary>
    public string TokenFile { get; set; } = "";

    /// <summary>Where the Bot API answers; a server of one's own or an imitation may stand here.</summary>
    public string BaseUrl { get; set; } = "https://api.telegram.org";

    /// <summary>How updates come: Polling (we ask), or Webhook (Telegram calls an address of ours).</summary>
    public string Mode { get; set; } = "Polling";

    /// <summary>How long one poll waits for the first update, in seconds. Range 0-50.</summary>
    public int PollSeconds { get; set; } = 50;
}
