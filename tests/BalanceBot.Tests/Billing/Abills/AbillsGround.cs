using BalanceBot.Billing;
using BalanceBot.Billing.Abills;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>The adapter, and the ABillS that it asks, at noon of one day.</summary>
internal sealed class AbillsGround : IAsyncDisposable
{
    public static readonly Subscriber Ivan = new(101, "ivan_p")
    {
        Contract = "1000101",
        Deposit = "87.654321",
        Password = "Correct-Horse",
        Passport = "КЕ123456",
    };

    public static readonly Subscriber Olena = new(102, "olena") { Contract = "1000102", Password = "two" };

    private readonly List<AbillsBilling> billings = [];

    public AbillsGround() => Server = new AbillsServer(Time);

    public static CancellationToken Stop => TestContext.Current.CancellationToken;
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    public List<string> Log { get; } = [];
    public AbillsServer Server { get; }

    public AbillsBilling Billing(params IReadOnlyList<Subscriber> subscribers)
    {
        Server.Subscribers.AddRange(subscribers);
        return Asking(Server.Url, _ => { });
    }

    public AbillsBilling Asking(string url, Action<AbillsSettings> set)
    {
        AbillsSettings settings = new()
        {
            Url = url,
            Key = AbillsServer.Key,
            Currency = "UAH",
            TimeZone = "Europe/Kyiv",
        };
        set(settings);
        ILoggerFactory logs = LoggerFactory.Create(logging =>
            logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(Log))
        );
        HolderMark holders = new(text => Convert.ToHexString(Typed.Digest("a key"u8.ToArray(), text)));
        AbillsBilling billing = new(settings, Time, logs, holders);
        billings.Add(billing);
        return billing;
    }

    public Task<T> Through<T>(Task<T> answer) => Server.StandIn.Through(answer, Time);

    public static ContractKey KeyOf(long uid) => new Uid(uid).Key;

    public async ValueTask DisposeAsync()
    {
        foreach (AbillsBilling billing in billings)
        {
            billing.Dispose();
        }

        await Server.DisposeAsync();
    }
}
