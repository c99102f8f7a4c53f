using BalanceBot.Billing;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;

namespace BalanceBot.Conversations;

/// <summary>
/// Suspends a link whose contract is not the one that was proved any more: its chat is told, without a sound, and shown
/// nothing of the contract until it is proved again.
/// </summary>
internal sealed class Suspender(ITurnStore store, TurnWork work, string owner) : ISuspending
{
    private const int MostRuns = 5;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    public async Task<bool> Must(ChatId chat, ContractSnapshot contract) =>
        MustProveAgain((await store.Load(chat)).Subscriber, contract) is not null;

    private static Link? MustProveAgain(Subscriber subscriber, ContractSnapshot contract) =>
        subscriber.LinkTo(contract.Key.Value) is { IsSuspended: false } link
        && Standing.HasChanged(link.Choices.Standing, contract)
            ? link
            : null;

    /// <summary>By whoever has seen the contract outside of a turn. Once more is harmless.</summary>
    public async Task Suspend(ChatId chat, ContractSnapshot contract)
    {
        for (int run = 1; run <= MostRuns; run++)
        {
            Subscriber subscriber = (await store.Load(chat)).Subscriber;
            if (MustProveAgain(subscriber, contract) is not { } link)
            {
                return;
            }

            Body.Text told = work.VoiceOf(subscriber, subscriber.HeardLanguage).Suspended(link.ContractNumber);
            TurnChanges changes = new(null, work.Now)
            {
                Subscriber = subscriber.With(link with { IsSuspended = true }),
                Outgoing = subscriber.Reachable ? [Devices.Notice(chat, told with { Silent = true })] : [],
                Audit = [EntryOf(chat, link, work.Now)],
                Owner = owner,
                ClaimedUntil = work.Now + Lease,
            };
            if (await store.Commit(changes) is CommitOutcome.Committed(var outgoing))
            {
                work.Outbox.Dispatch(outgoing);
                return;
            }
        }
    }

    public static AuditEntry EntryOf(ChatId chat, Link link, DateTimeOffset now) =>
        new(now, AuditKind.Suspended)
        {
            Chat = chat,
            ContractKey = link.ContractKey,
            Way = link.Way,
        };
}
