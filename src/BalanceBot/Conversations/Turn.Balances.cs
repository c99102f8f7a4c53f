using BalanceBot.Billing;
using BalanceBot.Replies;
using BalanceBot.Subscribers;

namespace BalanceBot.Conversations;

/// <summary>The balance of one contract, where the billing tells one only to who signs in for it.</summary>
internal sealed partial class Turn
{
    private async Task AskBalance(Heard heard, Voice voice, CancellationToken stop)
    {
        if (Asked(heard) is { } link)
        {
            SignInWish wish = new(SignInPurpose.Balance, link.ContractKey);
            Heard wanted = new(Trigger.SignInWanted) { SignIn = wish };
            await Do(
                link.IsSuspended ? Told(BalancesOf([ContractBalance.Suspended(link.ContractNumber)], voice)) : wanted,
                voice,
                stop
            );
        }
    }

    private async Task BalanceBy(SignIn by, Link link, SignInWish wish, Voice voice, CancellationToken stop)
    {
        if (link.IsSuspended)
        {
            await Do(Told(BalancesOf([ContractBalance.Suspended(link.ContractNumber)], voice)), voice, stop);
            return;
        }

        ContractKey key = new(link.ContractKey);
        BillingAnswer<ContractSnapshot>? answer = await TriedBy(
            key,
            by,
            tried => work.Billing.Snapshot(key, tried, stop)
        );
        if (answer is null)
        {
            await Do(new Heard(Trigger.SignInRefused) { SignIn = wish }, voice, stop);
            return;
        }

        await Do(Told(BalancesOf([Seen(link, answer)], voice)), voice, stop);
    }
}
