using BalanceBot.Billing;
using BalanceBot.Billing.Splynx;
using BalanceBot.Tests.Billing.Web;

namespace BalanceBot.Tests.Billing.Splynx;

/// <summary>The adapter, and the Splynx that it asks, at noon of one day.</summary>
internal sealed class SplynxGround : WebGround
{
    public SplynxGround() => Server = new SplynxServer(Time);

    public static CancellationToken Stop => TestContext.Current.CancellationToken;
    public SplynxServer Server { get; }
    protected override StandIn StandIn => Server.StandIn;

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
        return Kept(new SplynxBilling(settings, Time, Logs, Holders));
    }

    public static ContractKey KeyOf(long id) => new CustomerId(id).Key;
}
