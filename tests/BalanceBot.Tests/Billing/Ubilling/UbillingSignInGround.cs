using BalanceBot.Billing;
using BalanceBot.Billing.Ubilling;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>Ubilling's agent alone: no database, no API of its own, and a clock that stands at noon.</summary>
public abstract class UbillingSignInGround : IAsyncDisposable
{
    private protected static readonly DateTimeOffset Noon = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private protected static readonly ContractKey Key = new("sub1001");
    private protected static readonly SignIn Right = new("k7h2mZ9q");

    private protected readonly FakeTimeProvider time = new(Noon);
    private protected readonly UbillingWorld world = new(
        new Resident("sub1001", "k7h2mZ9q", "10.9.0.11")
        {
            Cash = 137.46m,
            Contract = "2024/0001",
            Credit = 50,
            CreditExpire = "31-12-2026",
            NextTariff = "Unlim-5",
            Services = [7, 1, 14, 30],
        },
        new Resident("sub1002", "pw-two", "10.9.0.12") { Cash = -42.35m, Contract = "2024/0002" },
        new Resident("sub1004", "pw-four") { Cash = 77m },
        new Resident("sub1005", "pw-five") { Cash = 5m },
        new Resident("Bo", "pw-bo", "10.9.0.13") { Cash = 3m },
        new Resident("none", "*", "10.9.0.14")
    );

    private protected UbillingSignInGround() => world.Settings.ApiUrl = "";

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return world.DisposeAsync();
    }

    private protected UbillingBilling Billing() => world.Billing(time);
}
