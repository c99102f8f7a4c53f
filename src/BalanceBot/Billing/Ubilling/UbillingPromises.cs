using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Ubilling;

/// <summary>
/// Promised payments by the agent's creditor. It wants the subscriber's credential, which nobody here keeps: it is read from
/// the billing for one question. And it tells no login, so who it would act for is asked right before.
/// </summary>
internal sealed class UbillingPromises(
    UbillingAgent agent,
    Func<ContractKey, CancellationToken, Task<BillingAnswer<string>>> passwordOf,
    Func<ContractKey, CancellationToken, Task<BillingAnswer<ContractSnapshot>>> snapshotOf
)
{
    private const string NoCreditor = "the agent's creditor answers with what is no answer";

    public Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, CancellationToken stop) =>
        As(key, async who => await Told(key, await agent.CheckCredit(who, stop), isTaken: false, stop), stop);

    public Task<BillingAnswer<PromisedPayment>> Take(
        ContractKey key,
        PromisedPayment.Offered offer,
        CancellationToken stop
    ) =>
        As(
            key,
            async who =>
            {
                BillingAnswer<PromisedPayment> now = await Told(
                    key,
                    await agent.CheckCredit(who, stop),
                    isTaken: false,
                    stop
                );
                bool isAsTold =
                    now is BillingAnswer<PromisedPayment>.Found { Value: PromisedPayment.Offered still }
                    && still.Price == offer.Price;
                return isAsTold ? await Told(key, await agent.TakeCredit(who, stop), isTaken: true, stop) : now;
            },
            stop
        );

    private async Task<BillingAnswer<PromisedPayment>> As(
        ContractKey key,
        Func<AgentCredential, Task<BillingAnswer<PromisedPayment>>> act,
        CancellationToken stop
    )
    {
        switch (await passwordOf(key, stop))
        {
            case BillingAnswer<string>.Found(var password)
                when AgentCredential.IsLogin(key.Value) && AgentCredential.IsPassword(password):
                AgentCredential who = new(key.Value, password);
                return await agent.Identity(who, stop) switch
                {
                    BillingAnswer<AgentSubscriber>.Found => await act(who),
                    BillingAnswer<AgentSubscriber>.Unavailable { IsOfOne: false } away => Away(away.Reason),
                    BillingAnswer<AgentSubscriber>.Refused => Away(
                        "the agent refuses the password that the billing tells"
                    ),
                    // It would give somebody else the credit, today and tomorrow.
                    _ => Found(new PromisedPayment.Denied(PromiseDenial.Unsaid)),
                };
            case BillingAnswer<string>.Unavailable(var reason):
                return Away(reason);
            case BillingAnswer<string>.NotFound:
                return new BillingAnswer<PromisedPayment>.NotFound();
            default:
                return Found(new PromisedPayment.Denied(PromiseDenial.Unsaid));
        }
    }

    private async Task<BillingAnswer<PromisedPayment>> Told(
        ContractKey key,
        WebAnswer answer,
        bool isTaken,
        CancellationToken stop
    )
    {
        try
        {
            return answer is WebAnswer.Json { Status: 200 } json && JsonRow.Of(json.Root) is { } row
                ? row.Whole("status") switch
                {
                    0 when !isTaken => Found(Offer(row)),
                    // 3: one is taken already.
                    0 or 3 => Found(await Running(key, stop)),
                    { } status and (1 or 2 or (>= 4 and <= 10 and not 7)) => Found(
                        new PromisedPayment.Denied(Why(status))
                    ),
                    _ => Away(NoCreditor),
                }
                : Away(answer is WebAnswer.Unavailable away ? $"the agent's creditor: {away.Reason}" : NoCreditor);
        }
        catch (BadCellException bad)
        {
            return Away($"the agent's creditor: '{bad.Column}' {bad.Message}");
        }
    }

    /// <summary>It tells neither the sum nor the day: what it calls the term is, in this answer, the last day it may be taken on.</summary>
    private static PromisedPayment.Offered Offer(JsonRow row) => new(Amount: null, row.Sum("creditprice"), Until: null);

    private async Task<PromisedPayment> Running(ContractKey key, CancellationToken stop) =>
        await snapshotOf(key, stop) is BillingAnswer<ContractSnapshot>.Found({ Credit: > 0 } contract)
            ? new PromisedPayment.Running(contract.Credit, contract.CreditUntil)
            : new PromisedPayment.Running(Amount: null, Until: null);

    private static PromiseDenial Why(long status) =>
        status switch
        {
            4 => PromiseDenial.Frozen,
            5 => PromiseDenial.EnoughMoney,
            6 => PromiseDenial.TooMuchDebt,
            8 => PromiseDenial.TariffWithout,
            9 => PromiseDenial.TakenThisMonth,
            10 => PromiseDenial.PreviousUnpaid,
            // 1: switched off; 2: on some days of the month only.
            _ => PromiseDenial.Unsaid,
        };

    private static BillingAnswer<PromisedPayment>.Found Found(PromisedPayment told) => new(told);

    private static BillingAnswer<PromisedPayment>.Unavailable Away(string reason) => new(reason);
}
