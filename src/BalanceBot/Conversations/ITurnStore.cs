using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Conversations;

/// <summary>What a turn changes: written in one transaction, or not at all.</summary>
/// <param name="UpdateId">Marked done in the same commit; null for a turn that no update began (a time-out).</param>
internal sealed record TurnChanges(long? UpdateId, DateTimeOffset Now)
{
    public Session? Session { get; init; }
    public Subscriber? Subscriber { get; init; }
    public IReadOnlyList<Outgoing> Outgoing { get; init; } = [];

    /// <summary>Attempt keys whose counts a success clears.</summary>
    public IReadOnlyList<string> ClearAttempts { get; init; } = [];

    /// <summary>Counts from which the attempt that was a success is taken back: written as they are here.</summary>
    public IReadOnlyList<AttemptRecord> TakenBack { get; init; } = [];

    /// <summary>Other chats that this turn changes: what one chat of a contract does to another.</summary>
    public IReadOnlyList<Subscriber> Others { get; init; } = [];

    /// <summary>The place at a contract that <see cref="Subscriber"/> takes; a conflict when there is none left.</summary>
    public ContractPlace? Place { get; init; }

    /// <summary>
    /// The hash of the token that this turn redeems: the invitation goes with the commit. When it has gone before, the
    /// commit is a <see cref="CommitOutcome.Conflict"/>.
    /// </summary>
    public string? Redeemed { get; init; }

    /// <summary>What the audit is to tell of this turn.</summary>
    public IReadOnlyList<AuditEntry> Audit { get; init; } = [];

    /// <summary>
    /// Everything of the chat goes: session, subscriber, watches, decisions, what waits in the outbox. Of the two above
    /// only chat and version count. The audit keeps hashes in place of chat and contracts; attempt counts stay, for they
    /// are hashes already, and whoever guesses could else begin anew.
    /// </summary>
    public bool Forgets { get; init; }

    /// <summary>
    /// What the answer shows the person to be reached, by contract key: it is not told again by itself.
    /// </summary>
    public IReadOnlyDictionary<string, Reached> Shown { get; init; } = ShownNothing;

    public static IReadOnlyDictionary<string, Reached> ShownNothing { get; } =
        new Dictionary<string, Reached>(StringComparer.Ordinal);

    /// <summary>Who will send the outgoing messages, and until when nobody else may.</summary>
    public string Owner { get; init; } = "";
    public DateTimeOffset ClaimedUntil { get; init; }
}

/// <param name="MostChats">Linked to the contract, this one among them.</param>
internal sealed record ContractPlace(string ContractKey, int MostChats)
{
    /// <summary>Who must prove the contract again holds no place: else a former holder could keep the new one out.</summary>
    public bool IsGone(IEnumerable<Subscriber> linked, ChatId? own) =>
        linked.Count(one => one.Chat != own && one.LinkTo(ContractKey) is { IsSuspended: false }) >= MostChats;
}

/// <summary>A chat as a turn finds it.</summary>
internal sealed record Loaded(Session Session, Subscriber Subscriber)
{
    /// <summary>
    /// Answers or notices to this chat are stored that somebody else sends or will send: what is said now must be stored
    /// behind them. Never so with one process, whose dispatcher keeps the order.
    /// </summary>
    public bool MessagesWait { get; init; }

    /// <summary>
    /// The update that was asked with is done, and the chat is as its turn has left it: another turn of it would say
    /// something false. With one process an update is never taken twice.
    /// </summary>
    public bool IsDone { get; init; }
}

internal abstract record CommitOutcome
{
    private CommitOutcome() { }

    /// <summary>
    /// Durable. The outgoing messages are claimed by the owner; those whose dedupe key was known are left out, and those
    /// behind an unsettled message to their chat that the owner does not hold, which are claimed in their turn.
    /// </summary>
    public sealed record Committed(IReadOnlyList<ClaimedOutgoing> Outgoing) : CommitOutcome;

    /// <summary>The update was done before: nothing was written.</summary>
    public sealed record AlreadyDone : CommitOutcome;

    /// <summary>
    /// A session or subscriber has changed since it was read, the last place at the contract is taken, or the invitation
    /// has been used: nothing was written; run the turn again.
    /// </summary>
    public sealed record Conflict : CommitOutcome;
}

/// <summary>What a turn reads and writes.</summary>
internal interface ITurnStore
{
    /// <summary>A chat never seen gets a new session and subscriber with row version 0.</summary>
    /// <param name="owner">Whose own messages on their way do not count as waiting.</param>
    /// <param name="updateId">The update whose turn it is; see <see cref="Loaded.IsDone"/>.</param>
    Task<Loaded> Load(ChatId chat, string owner = "", long? updateId = null);

    /// <summary>
    /// With the subscriber go the watches of their links: made, kept in step, removed.
    /// </summary>
    Task<CommitOutcome> Commit(TurnChanges changes);

    /// <summary>Everybody who is linked to a contract, in the order of chats.</summary>
    Task<IReadOnlyList<Subscriber>> LinkedTo(string contractKey);

    /// <summary>Up to <paramref name="most"/> subscribers with chats above <paramref name="after"/>, in the order of chats.</summary>
    Task<IReadOnlyList<Subscriber>> People(ChatId? after, int most);

    /// <summary>What is remembered of each linked contract, by contract key.</summary>
    Task<IReadOnlyDictionary<string, Episode>> Episodes(Subscriber subscriber);

    /// <summary>Sessions whose dialogue ended at or before <paramref name="now"/>, earliest first.</summary>
    Task<IReadOnlyList<Session>> Ended(DateTimeOffset now, int most);
}
