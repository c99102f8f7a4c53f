namespace BalanceBot.Hosting.Inviting;

/// <summary>POST /api/links for the provider's cabinet: off until it has a key.</summary>
internal sealed class LinksApiSettings
{
    /// <summary>http://host:port with an IP address or localhost. Loopback by default: a proxy of yours ends the TLS.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:8082";

    /// <summary>What the cabinet shows as its right to ask: at least 32 letters. A secret. Empty, as is KeyFile: off.</summary>
    public string Key { get; set; } = "";

    /// <summary>A file that holds nothing but the key.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>So many requests are answered in a minute, by all instances together. Range 1-6000.</summary>
    public int MostPerMinute { get; set; } = 60;

    public bool IsOn() => Key.Length > 0 || KeyFile.Length > 0;
}
