using BalanceBot.Subscribers;

namespace BalanceBot.Outbox;

/// <summary>A stored message and the lease under which it is being sent.</summary>
internal sealed record ClaimedOutgoing(Outgoing Message, Guid ClaimId);

/// <summary>How a stored message leaves the store or stays in it: a closed family.</summary>
internal abstract record Settlement
{
    private Settlement() { }

    /// <summary>It is finished: sent, refused or expired. The row goes; <paramref name="Follow"/>, if any, is stored in the same commit.</summary>
    public sealed record Finished(Outgoing? Follow = null) : Settlement;

    /// <summary>
    /// It did not arrive, or nobody knows (expired, time-out, reset): the row goes, and the contracts that it was about are
    /// judged again, after their cool-down.
    /// </summary>
    public sealed record Undelivered : Settlement;

    /// <summary>The chat cannot be reached: the row and every other waiting row of the chat go, the subscriber is marked.</summary>
    public sealed record ChatUnreachable : Settlement;

    /// <summary>The row stays, free to be claimed from <paramref name="NotBefore"/> on.</summary>
    public sealed record Later(DateTimeOffset NotBefore, int Attempts) : Settlement;

    /// <summary>The chat has a new id: every waiting row of it and its subscriber are re-keyed; the row is free at once.</summary>
    public sealed record ChatMoved(ChatId NewChat) : Settlement;
}

/// <summary>
/// Where messages wait that are committed but not settled. They are added by a turn's commit (or a scan's), born claimed
/// by the process that will send them. Writes are durable when the task completes.
/// </summary>
internal interface IOutboxStore
{
    /// <summary>
    /// Claims up to <paramref name="most"/> rows that nobody holds and whose time has come: by class, then in order of
    /// writing. A row waits while an earlier row of its chat is unsettled and not in the same claim. A row marked as begun is
    /// never handed out again: see <see cref="SettleUnknown"/>. Without <paramref name="bulk"/> only what is more urgent:
    /// one process of many sends the rest.
    /// </summary>
    Task<IReadOnlyList<ClaimedOutgoing>> ClaimOutgoing(
        string owner,
        int most,
        DateTimeOffset now,
        DateTimeOffset until,
        bool bulk = true
    );

    /// <summary>False, and nothing is changed, when the claim is no longer the row's.</summary>
    Task<bool> Settle(Guid messageId, Guid claimId, Settlement settlement, DateTimeOffset now);

    /// <summary>
    /// Durable before a message that must not go twice (<see cref="Outgoing.IsOnce"/>) is on its way, and taken back when it
    /// surely did not arrive. False, and it must not be sent, when the claim is no longer the row's.
    /// </summary>
    Task<bool> MarkBegun(Guid messageId, Guid claimId, bool begun);

    /// <summary>
    /// Rows that nobody holds any more and that were on their way when their process died: settled as
    /// <see cref="Settlement.Undelivered"/>, for they may have arrived. How many.
    /// </summary>
    Task<int> SettleUnknown(DateTimeOffset now);

    /// <summary>Lengthens a lease; false when it is no longer the row's.</summary>
    Task<bool> Renew(Guid messageId, Guid claimId, DateTimeOffset until);

    /// <summary>
    /// Telegram's 429, for whoever sends after us: nothing to private chats before this time. A later time is never cut
    /// short.
    /// </summary>
    Task Pause(DateTimeOffset until);

    /// <summary>Null: there never was a pause.</summary>
    Task<DateTimeOffset?> PausedUntil();

    /// <summary>What is not settled of one chat, in order of writing.</summary>
    Task<IReadOnlyList<Outgoing>> WaitingFor(ChatId chat);

    /// <summary>How many rows are not settled.</summary>
    Task<int> Waiting();
}
