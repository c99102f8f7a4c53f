using BalanceBot.Billing;
using BalanceBot.Billing.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Billing.Http;

/// <summary>The adapter, and what it is asked against: the reference server, or a stand-in.</summary>
internal sealed class HttpGround : IAsyncDisposable
{
    public const string Key = "0123456789abcdef0123456789abcdef";

    private readonly List<IAsyncDisposable> servers = [];
    private readonly List<HttpBilling> billings = [];

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    public List<string> Log { get; } = [];

    /// <summary>A keyed hash, as the bot's own is one.</summary>
    public static HolderMark Holders { get; } =
        new(text => Convert.ToHexString(Typed.Digest("a key"u8.ToArray(), text)));

    public async Task<ReferenceServer> Reference(params IReadOnlyList<Held> contracts)
    {
        ReferenceServer server = await ReferenceServer.Start(Key, contracts, Time);
        servers.Add(server);
        return server;
    }

    public HttpBilling Billing(string url, Action<HttpSettings>? set = null)
    {
        HttpSettings settings = new() { Url = url, Key = Key };
        set?.Invoke(settings);
        ILoggerFactory logs = LoggerFactory.Create(logging =>
            logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(Log))
        );
        HttpBilling billing = new(settings, Time, logs, Holders);
        billings.Add(billing);
        return billing;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (HttpBilling billing in billings)
        {
            billing.Dispose();
        }

        foreach (IAsyncDisposable server in servers)
        {
            await server.DisposeAsync();
        }
    }
}
