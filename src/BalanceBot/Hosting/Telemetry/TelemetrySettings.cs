namespace BalanceBot.Hosting.Telemetry;

/// <summary>Where metrics and traces go. All off by default: then the libraries for it are not even loaded.</summary>
internal sealed class TelemetrySettings
{
    /// <summary>A collector that speaks OTLP over HTTP, such as http://127.0.0.1:4318; empty: none.</summary>
    public string OtlpEndpoint { get; set; } = "";

    /// <summary>Of a hundred turns, scans and announcements so many are traced to the collector. Range 0-100.</summary>
    public int TracePercent { get; set; } = 10;

    /// <summary>/metrics for Prometheus at Health:Listen.</summary>
    public bool Prometheus { get; set; }

    internal bool IsOn => Prometheus || OtlpEndpoint.Length > 0;
}
