using BalanceBot.Billing;
using BalanceBot.Replies;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Scanning;

/// <summary>For the operators: why somebody was or was not told. Writes nothing.</summary>
internal sealed class Explainer(IBilling billing, IScanStore store, WatchJudge judge, TimeProvider time)
{
    private const int MostDecisions = 50;
    private const int MostPerChat = 8;

    /// <param name="typed">A contract number as people write it, or the billing's own key.</param>
    public async Task<WhyPage> Why(string typed, CancellationToken stop)
    {
        BillingAnswer<ContractKey> number = await billing.FindByNumber(typed, stop);
        ContractKey key = number is BillingAnswer<ContractKey>.Found(var found) ? found : new ContractKey(typed.Trim());
        IReadOnlyList<Watch> watches = await store.WatchesOf(key.Value);
        BillingAnswer<ContractSnapshot> balance = await billing.Snapshot(key, stop);
        if (number is BillingAnswer<ContractKey>.Ambiguous)
        {
            // Its chats are those that linked it while it was one; but what is typed may be the key of yet another.
            watches = balance is BillingAnswer<ContractSnapshot>.Found ? [] : watches;
            balance = new BillingAnswer<ContractSnapshot>.Ambiguous();
        }

        ContractSnapshot? contract = (balance as BillingAnswer<ContractSnapshot>.Found)?.Value;
        IReadOnlyList<(ChatId Chat, Recorded Decision)> decisions = await store.Decisions(key.Value, MostDecisions);
        return new WhyPage(
            contract?.Number ?? typed.Trim(),
            balance is BillingAnswer<ContractSnapshot>.NotFound ? null : balance,
            [.. watches.Select(watch => ChatOf(watch, contract, decisions))],
            (await store.Run()).CompletedAt
        );
    }

    private WhyChat ChatOf(
        Watch watch,
        ContractSnapshot? contract,
        IReadOnlyList<(ChatId Chat, Recorded Decision)> decisions
    )
    {
        DateTimeOffset now = time.GetUtcNow();
        Recorded? judgedNow = contract is null
            ? null
            : Recorded.Of(judge.Of(watch, contract, now).Judgement.Decision, contract.Balance.Amount, now);
        return new WhyChat(
            watch.Chat,
            judgedNow,
            watch.Episode.Unsure,
            watch.DueAt,
            [.. decisions.Where(entry => entry.Chat == watch.Chat).Select(entry => entry.Decision).Take(MostPerChat)]
        );
    }
}
