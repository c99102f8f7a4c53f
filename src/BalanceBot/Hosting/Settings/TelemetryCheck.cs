namespace BalanceBot.Hosting.Settings;

/// <summary>Whether the settings of telemetry and of the log make sense.</summary>
internal static class TelemetryCheck
{
    public static IEnumerable<string> Mistakes(BotSettings settings)
    {
        if (settings.Telemetry.OtlpEndpoint.Length > 0 && OtlpAddress(settings.Telemetry.OtlpEndpoint) is null)
        {
            yield return "Telemetry:OtlpEndpoint must be an address such as http://127.0.0.1:4318 (OTLP over HTTP), or empty.";
        }

        if (SettingsCheck.Within("Telemetry:TracePercent", settings.Telemetry.TracePercent, 0, 100) is { } outOfRange)
        {
            yield return outOfRange;
        }

        if (settings.Telemetry.Prometheus && settings.Health.Listen.Length == 0)
        {
            yield return "Telemetry:Prometheus needs Health:Listen: /metrics answers there.";
        }

        if (settings.Log.Format is not (LogSettings.Text or LogSettings.Json))
        {
            yield return "Log:Format must be text or json.";
        }
    }

    /// <summary>Without a name and password in it: those would go to the log of whoever answers.</summary>
    public static Uri? OtlpAddress(string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? address)
        && address.Scheme is "http" or "https"
        && address.UserInfo.Length == 0
            ? address
            : null;
}
