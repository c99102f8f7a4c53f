namespace BalanceBot.Billing.Ubilling;

/// <summary>
/// Promised payments for a bot that can read the subscriber's password, which nobody here keeps: it is read from the billing
/// for one question.
/// </summary>
internal sealed class UbillingPromises(
    UbillingAgent agent,
    Func<ContractKey, CancellationToken, Task<BillingAnswer<string>>> passwordOf,
    Func<ContractKey, CancellationToken, Task<BillingAnswer<ContractSnapshot>>> snapshotOf
)
{
    public Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, CancellationToken stop) =>
        As(key, who => agent.Creditor.Promise(who, () => snapshotOf(key, stop), stop), stop);

    public Task<BillingAnswer<PromisedPayment>> Take(
        ContractKey key,
        PromisedPayment.Offered offer,
        CancellationToken stop
    ) => As(key, who => agent.Creditor.Take(who, offer, () => snapshotOf(key, stop), stop), stop);

    private async Task<BillingAnswer<PromisedPayment>> As(
        ContractKey key,
        Func<AgentCredential, Task<BillingAnswer<PromisedPayment>>> act,
        CancellationToken stop
    )
    {
        if (await agent.Trouble(stop) is { } trouble)
        {
            return Away(trouble);
        }

        return await passwordOf(key, stop) switch
        {
            BillingAnswer<string>.Found(var password)
                when AgentCredential.IsLogin(key.Value) && AgentCredential.IsPassword(password) => await act(
                new AgentCredential(key.Value, password)
            ) switch
            {
                BillingAnswer<PromisedPayment>.Refused => Away("the agent refuses the password that the billing tells"),
                var told => told,
            },
            BillingAnswer<string>.Unavailable(var reason) => Away(reason),
            BillingAnswer<string>.NotFound => new BillingAnswer<PromisedPayment>.NotFound(),
            _ => new BillingAnswer<PromisedPayment>.Found(new PromisedPayment.Denied(PromiseDenial.Unsaid)),
        };
    }

    private static BillingAnswer<PromisedPayment>.Unavailable Away(string reason) => new(reason);
}
