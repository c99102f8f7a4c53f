using System.Globalization;
using BalanceBot.Billing;
using BalanceBot.Billing.Splynx;

namespace BalanceBot.Tests.Billing.Splynx;

/// <summary>The suite of every adapter.</summary>
public sealed class SplynxBillingContract : BillingContract, IAsyncDisposable
{
    private readonly SplynxGround ground = new();

    private protected override async Task<IBilling> Billing(IReadOnlyList<Sample> contracts)
    {
        SplynxBilling billing = ground.Billing([.. contracts.Select(Of)]);
        Assert.Empty(await billing.Begin(SplynxGround.Stop));
        return billing;
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();

    /// <summary>In another order than their numbers, and with ids of several lengths.</summary>
    private static Customer Of(Sample sample, int index)
    {
        long id = (index * 7919L % 100_000) + 1;
        return new Customer(id, sample.Login ?? $"user{id}")
        {
            Contract = sample.Number,
            Deposit = sample.Balance.ToString("F4", CultureInfo.InvariantCulture),
            Password = sample.Password ?? "",
            Passport = sample.Document ?? "",
        };
    }
}
