using System.Collections.ObjectModel;
using BalanceBot.Hosting;
using BalanceBot.Hosting.Settings;

namespace BalanceBot.Sandbox;

/// <summary>What the bot beside the page is started with.</summary>
internal sealed record RealBotSettings(string Token, Uri BotApi, string BillingFile, string StoreFile, bool Verbose)
{
    /// <summary>Where the page's clock stands: quiet hours are those that a person at the page sees.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>Payments and charges; empty: none.</summary>
    public string HistoryFile { get; init; } = "";

    /// <summary>Further settings, under the product's names; they win over those below.</summary>
    public IReadOnlyDictionary<string, string?>? More { get; init; }

    /// <summary>The product's own settings, under its own names; no health port, for nobody watches a sandbox.</summary>
    public IReadOnlyDictionary<string, string?> AsConfiguration()
    {
        Dictionary<string, string?> all = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Telegram:Token"] = Token,
            ["Telegram:BaseUrl"] = BotApi.ToString().TrimEnd('/'),
            ["Billing:Kind"] = "Csv",
            ["Billing:Csv:File"] = BillingFile,
            ["Billing:Csv:HistoryFile"] = HistoryFile,
            ["Storage:LiteDb:File"] = StoreFile,
            ["Health:Listen"] = "",
            ["Conversations:TimeZone"] = Zone,
            ["Scanning:Every"] = "00:01:00",
            ["Billing:TopUpUrl"] = "https://pay.example.com/?contract={contract}&sum={amount}",
        };
        foreach (KeyValuePair<string, string?> more in More ?? ReadOnlyDictionary<string, string?>.Empty)
        {
            all[more.Key] = more.Value;
        }

        return all;
    }
}

/// <summary>The real bot in this process.</summary>
internal static class RealBot
{
    /// <summary>Returns when the bot is started; disposing stops it.</summary>
    public static Task<BotHost> Start(RealBotSettings settings, TimeProvider time, CancellationToken stop)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.AsConfiguration())
            .Build();
        SettingsReading reading = SettingsReader.Read(configuration);
        return reading.Mistakes.Count == 0
            ? BotHost.Start(reading.Settings, time, logging => Log(logging, settings.Verbose), stop)
            : throw new UnusableException(string.Join(' ', reading.Mistakes));
    }

    private static void Log(ILoggingBuilder logging, bool verbose)
    {
        if (verbose)
        {
            logging.AddSimpleConsole(console => console.SingleLine = true);
        }
    }
}
