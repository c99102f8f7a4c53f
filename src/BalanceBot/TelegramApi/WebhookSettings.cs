namespace BalanceBot.TelegramApi;

/// <summary>Where Telegram delivers updates, and where they arrive here.</summary>
internal sealed class WebhookSettings
{
    /// <summary>The public https address that Telegram calls; a proxy before us may end the TLS.</summary>
    public string Url { get; set; } = "";

    /// <summary>Where we listen for it: plain http, for the proxy only.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:8081";

    /// <summary>1-256 of A-Z, a-z, 0-9, _ and -. Empty: a random one that the store keeps. A secret.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Path of a file that holds the secret.</summary>
    public string SecretFile { get; set; } = "";

    /// <summary>Deliveries at the same time. Range 1-100.</summary>
    public int MostConnections { get; set; } = 100;
}
