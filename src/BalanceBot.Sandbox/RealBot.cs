using BalanceBot.Hosting;
using BalanceBot.Hosting.Settings;

namespace BalanceBot.Sandbox;

/// <summary>What the bot beside the page is started with.</summary>
internal sealed record RealBotSettings(string Token, Uri BotApi, string BillingFile, string StoreFile, bool Verbose)
{
    /// <summary>The product's own settings, under its own names; no health port, for nobody watches a sandbox.</summary>
    public IReadOnlyDictionary<string, string?> AsConfiguration() =>
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Telegram:Token"] = Token,
            ["Telegram:BaseUrl"] = BotApi.ToString().TrimEnd('/'),
            ["Billing:Kind"] = "Csv",
            ["Billing:Csv:File"] = BillingFile,
            ["Storage:LiteDb:File"] = StoreFile,
            ["Health:Listen"] = "",
        };
}

/// <summary>The real bot in this process.</summary>
internal static class RealBot
{
    /// <summary>Returns when the bot is started; disposing stops it.</summary>
    public static Task<BotHost> Start(RealBotSettings settings, CancellationToken stop)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.AsConfiguration())
            .Build();
        SettingsReading reading = SettingsReader.Read(configuration);
        return reading.Mistakes.Count == 0
            ? BotHost.Start(reading.Settings, TimeProvider.System, logging => Log(logging, settings.Verbose), stop)
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
