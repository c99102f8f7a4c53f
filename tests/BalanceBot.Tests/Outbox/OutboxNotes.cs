using BalanceBot.Outbox;

namespace BalanceBot.Tests.Outbox;

/// <summary>An outbox that notes what was marked as begun and taken back, once it is durable.</summary>
internal sealed class OutboxNotes(IOutboxStore store) : IOutboxStore
{
    private readonly Lock gate = new();
    private readonly HashSet<Guid> begun = [];
    private readonly List<string> notes = [];

    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (gate)
            {
                return [.. notes];
            }
        }
    }

    public bool HasBegun(Guid message)
    {
        lock (gate)
        {
            return begun.Contains(message);
        }
    }

    public async Task<bool> MarkBegun(Guid messageId, Guid claimId, bool begun)
    {
        bool held = await store.MarkBegun(messageId, claimId, begun);
        lock (gate)
        {
            notes.Add(
                !held ? "lost"
                : begun ? "begun"
                : "taken back"
            );
            _ = held && begun ? this.begun.Add(messageId) : this.begun.Remove(messageId);
        }

        return held;
    }

    public Task<IReadOnlyList<ClaimedOutgoing>> ClaimOutgoing(
        string owner,
        int most,
        DateTimeOffset now,
        DateTimeOffset until,
        bool bulk = true
    ) => store.ClaimOutgoing(owner, most, now, until, bulk);

    public Task<bool> Settle(Guid messageId, Guid claimId, Settlement settlement, DateTimeOffset now) =>
        store.Settle(messageId, claimId, settlement, now);

    public Task<int> SettleUnknown(DateTimeOffset now) => store.SettleUnknown(now);

    public Task<bool> Renew(Guid messageId, Guid claimId, DateTimeOffset until) =>
        store.Renew(messageId, claimId, until);

    public Task Pause(DateTimeOffset until) => store.Pause(until);

    public Task<DateTimeOffset?> PausedUntil() => store.PausedUntil();

    public Task<IReadOnlyList<Outgoing>> WaitingFor(BalanceBot.Subscribers.ChatId chat) => store.WaitingFor(chat);

    public Task<int> Waiting() => store.Waiting();
}
