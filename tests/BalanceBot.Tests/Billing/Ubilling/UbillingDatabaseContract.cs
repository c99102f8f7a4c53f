using BalanceBot.Billing;
using BalanceBot.Billing.Ubilling;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>The suite of every adapter, with the database alone.</summary>
public sealed class UbillingDatabaseContract : BillingContract, IAsyncLifetime
{
    private readonly UbillingGround ground = new();

    private protected override async Task<IBilling> Billing(IReadOnlyList<Sample> contracts)
    {
        // In Ubilling no login is there twice. Somebody who took the key away has one.
        ground.Run("alter table users drop primary key, add key (login)");
        for (int i = 0; i < contracts.Count; i++)
        {
            Sample sample = contracts[i];
            ground.Add(
                sample.Login ?? $"sub{i * 7919 % 100_000}",
                sample.Balance,
                sample.Number,
                sample.Password,
                sample.Document
            );
        }

        UbillingBilling billing = ground.Billing();
        Assert.Empty(await billing.Begin(TestContext.Current.CancellationToken));
        return billing;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ground.DisposeAsync();
}
