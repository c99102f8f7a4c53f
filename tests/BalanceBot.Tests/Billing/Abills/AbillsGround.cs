using BalanceBot.Billing;
using BalanceBot.Billing.Abills;
using BalanceBot.Tests.Billing.Web;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>The adapter, and the ABillS that it asks, at noon of one day.</summary>
internal sealed class AbillsGround : WebGround
{
    public static readonly Subscriber Ivan = new(101, "ivan_p")
    {
        Contract = "1000101",
        Deposit = "87.654321",
        Password = "Correct-Horse",
        Passport = "КЕ123456",
    };

    public static readonly Subscriber Olena = new(102, "olena") { Contract = "1000102", Password = "two" };

    public AbillsGround() => Server = new AbillsServer(Time);

    public static CancellationToken Stop => TestContext.Current.CancellationToken;
    public AbillsServer Server { get; }
    protected override StandIn StandIn => Server.StandIn;

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
        return Kept(new AbillsBilling(settings, Time, Logs, Holders));
    }

    public static ContractKey KeyOf(long uid) => new Uid(uid).Key;
}
