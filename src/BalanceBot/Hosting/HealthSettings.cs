namespace BalanceBot.Hosting;

/// <summary>The address at which the process tells how it is.</summary>
internal sealed class HealthSettings
{
    /// <summary>http://host:port with an IP address or localhost; empty switches it off. Loopback by default: it says nothing secret, but is nobody's business.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:8080";
}
