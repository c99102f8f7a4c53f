using BalanceBot.Billing;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing;

/// <summary>What is told or given only to who signs in for it.</summary>
public abstract partial class BillingContract
{
    [Fact]
    public async Task A_promise_for_who_signs_in_is_told_and_taken_by_the_right_password_of_that_contract_and_no_other()
    {
        IBilling billing = await Billing(Samples);
        ContractKey anna = Found(await billing.FindByLogin("anna", Stop));
        PromisedPayment.Offered any = new(1m, 0m, null);
        bool wantsSignIn = billing.Abilities.HasFlag(BillingAbilities.PromiseBySignIn);
        foreach (string wrong in new[] { "correct-horse", " two spaces ", "", "\0", "\uD800" })
        {
            SignIn by = new(wrong);
            Assert.Equal(wantsSignIn, await billing.Promise(anna, by, Stop) is BillingAnswer<PromisedPayment>.Refused);
            Assert.Equal(
                wantsSignIn,
                await billing.TakePromise(anna, any, by, Stop) is BillingAnswer<PromisedPayment>.Refused
            );
        }

        Assert.Equal(
            wantsSignIn,
            await billing.Promise(anna, new SignIn("Correct-Horse"), Stop) is BillingAnswer<PromisedPayment>.Found
        );
        Assert.Equal(
            wantsSignIn,
            await billing.Promise(new ContractKey("no such"), new SignIn("Correct-Horse"), Stop)
                is BillingAnswer<PromisedPayment>.NotFound
        );
        if (wantsSignIn)
        {
            Assert.IsNotType<PromisedPayment.Offered>(Found(await billing.Promise(anna, Stop)));
            Assert.IsType<BillingAnswer<PromisedPayment>.Unavailable>(await billing.TakePromise(anna, any, Stop));
        }
    }

    [Fact]
    public async Task A_balance_for_who_signs_in_is_told_for_the_right_password_of_that_contract_and_no_other()
    {
        IBilling billing = await Billing(Samples);
        ContractKey anna = Found(await billing.FindByLogin("anna", Stop));
        bool wantsSignIn = billing.Abilities.HasFlag(BillingAbilities.SnapshotBySignIn);
        foreach (string wrong in new[] { "correct-horse", " two spaces ", "" })
        {
            Assert.Equal(
                wantsSignIn,
                await billing.Snapshot(anna, new SignIn(wrong), Stop) is BillingAnswer<ContractSnapshot>.Refused
            );
        }

        Assert.Equal(
            wantsSignIn,
            await billing.Snapshot(anna, new SignIn("Correct-Horse"), Stop) is BillingAnswer<ContractSnapshot>.Found
        );
        const BillingAbilities More =
            BillingAbilities.Payments
            | BillingAbilities.Charges
            | BillingAbilities.Promise
            | BillingAbilities.PromiseBySignIn;
        Assert.False(wantsSignIn && (billing.Abilities & More) != BillingAbilities.None);
    }
}
