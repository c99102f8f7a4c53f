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
    public static Task<IAsyncDisposable> Start(RealBotSettings settings, CancellationToken stop)
    {
        // LEAD: fill in. BotHost.Build([], c => c.AddInMemoryCollection(settings.AsConfiguration()), ...), StartAsync(stop),
        // return the WebApplication (dispose must StopAsync first). Logging to the console only when settings.Verbose.
        _ = settings;
        _ = stop;
        throw new NotSupportedException("The bot is not part of this build of the sandbox yet; run with --no-bot.");
    }
}
