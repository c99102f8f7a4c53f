using BalanceBot.Billing;
using BalanceBot.Billing.Splynx;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Billing.Splynx;

/// <summary>The adapter, and the Splynx that it asks, at noon of one day.</summary>
internal sealed class SplynxGround : IAsyncDisposable
{
    private readonly List<SplynxBilling> billings = [];

    public SplynxGround() => Server = new SplynxServer(Time);

    public static CancellationToken Stop => TestContext.Current.CancellationToken;
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    public List<string> Log { get; } = [];
    public SplynxServer Server { get; }

    public SplynxBilling Billing(params IReadOnlyList<Customer> customers)
    {
        Server.Customers.AddRange(customers);
        return Asking(_ => { });
    }

    public SplynxBilling Asking(Action<SplynxSettings> set)
    {
        SplynxSettings settings = new()
        {
            Url = Server.StandIn.Address.ToString(),
            Key = SplynxServer.Key,
            Secret = SplynxServer.Secret,
            NumberField = "contract",
            DocumentField = "passport",
            Currency = "EUR",
            TimeZone = "Europe/Prague",
        };
        set(settings);
        ILoggerFactory logs = LoggerFactory.Create(logging =>
            logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(Log))
        );
        HolderMark holders = new(text => Convert.ToHexString(Typed.Digest("a key"u8.ToArray(), text)));
        SplynxBilling billing = new(settings, Time, logs, holders);
        billings.Add(billing);
        return billing;
    }

    public Task<T> Through<T>(Task<T> answer) => Server.StandIn.Through(answer, Time);

    public static ContractKey KeyOf(long id) => new CustomerId(id).Key;

    public async ValueTask DisposeAsync()
    {
        foreach (SplynxBilling billing in billings)
        {
            billing.Dispose();
        }

        await Server.DisposeAsync();
    }
}
