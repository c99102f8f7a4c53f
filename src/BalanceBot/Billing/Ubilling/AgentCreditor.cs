using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Ubilling;

/// <summary>
/// Promised payments by the agent's creditor, for whoever brings the subscriber's credential. It tells no login, so who it
/// would act for is asked right before. Refused: the agent does not take the credential.
/// </summary>
internal sealed class AgentCreditor(AgentQuestions agent)
{
    private const string NoCreditor = "the agent's creditor answers with what is no answer";

    /// <param name="contract">How the contract stands when a promise runs.</param>
    public Task<BillingAnswer<PromisedPayment>> Promise(
        AgentCredential who,
        Func<Task<BillingAnswer<ContractSnapshot>>> contract,
        CancellationToken stop
    ) => As(who, async () => await Told(await agent.CheckCredit(who, stop), isTaken: false, contract), stop);

    public Task<BillingAnswer<PromisedPayment>> Take(
        AgentCredential who,
        PromisedPayment.Offered offer,
        Func<Task<BillingAnswer<ContractSnapshot>>> contract,
        CancellationToken stop
    ) =>
        As(
            who,
            async () =>
            {
                BillingAnswer<PromisedPayment> now = await Told(
                    await agent.CheckCredit(who, stop),
                    isTaken: false,
                    contract
                );
                bool isAsTold =
                    now is BillingAnswer<PromisedPayment>.Found { Value: PromisedPayment.Offered still }
                    && still.Price == offer.Price;
                return isAsTold ? await Told(await agent.TakeCredit(who, stop), isTaken: true, contract) : now;
            },
            stop
        );

    private async Task<BillingAnswer<PromisedPayment>> As(
        AgentCredential who,
        Func<Task<BillingAnswer<PromisedPayment>>> act,
        CancellationToken stop
    ) =>
        await agent.Identity(who, stop) switch
        {
            BillingAnswer<AgentSubscriber>.Found => await act(),
            BillingAnswer<AgentSubscriber>.Unavailable { IsOfOne: false } away => Away(away.Reason),
            BillingAnswer<AgentSubscriber>.Refused => new BillingAnswer<PromisedPayment>.Refused(),
            // It would give somebody else the credit, today and tomorrow.
            _ => Found(new PromisedPayment.Denied(PromiseDenial.Unsaid)),
        };

    private static async Task<BillingAnswer<PromisedPayment>> Told(
        WebAnswer answer,
        bool isTaken,
        Func<Task<BillingAnswer<ContractSnapshot>>> contract
    )
    {
        try
        {
            return answer is WebAnswer.Json { Status: 200 } json && JsonRow.Of(json.Root) is { } row
                ? row.Whole("status") switch
                {
                    0 when !isTaken => Found(Offer(row)),
                    // 3: one is taken already.
                    0 or 3 => Found(Running(await contract())),
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

    private static PromisedPayment.Running Running(BillingAnswer<ContractSnapshot> contract) =>
        contract is BillingAnswer<ContractSnapshot>.Found({ Credit: > 0 } told)
            ? new PromisedPayment.Running(told.Credit, told.CreditUntil)
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
