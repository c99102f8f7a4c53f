using System.Globalization;
using BalanceBot.Billing;
using BalanceBot.Billing.Abills;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>The suite of every adapter, against an ABillS that reads a choice as the real one does.</summary>
public sealed class AbillsBillingContract : BillingContract, IAsyncDisposable
{
    private readonly AbillsGround ground = new();

    private protected override async Task<IBilling> Billing(IReadOnlyList<Sample> contracts)
    {
        ground.Server.CreditRules.Add(new CreditRule(300m, 5, 10m, 1));
        AbillsBilling billing = ground.Billing([.. contracts.Select(Of)]);
        Assert.Empty(await billing.Begin(AbillsGround.Stop));
        return billing;
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();

    /// <summary>In another order than their numbers, and with uids of several lengths.</summary>
    private static Subscriber Of(Sample sample, int index)
    {
        long uid = (index * 7919L % 100_000) + 1;
        return new Subscriber(uid, sample.Login ?? $"user{uid}")
        {
            Contract = sample.Number,
            Deposit = sample.Balance.ToString(CultureInfo.InvariantCulture),
            Password = sample.Password ?? "",
            Passport = sample.Document ?? "",
        };
    }
}
