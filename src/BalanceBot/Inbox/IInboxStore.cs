using BalanceBot.Subscribers;

namespace BalanceBot.Inbox;

/// <summary>A lease on a stored row: it ends by itself, and finishing the row checks its id.</summary>
internal sealed record Claim(Guid Id, string Owner, DateTimeOffset Until);

/// <summary>An update that could be read, on its way into the store.</summary>
internal sealed record Incoming(RawUpdate Raw, ChatId Chat);

internal sealed record ClaimedUpdate(RawUpdate Raw, DateTimeOffset KeptAt, Claim Claim);

/// <summary>An update that could not be read or handled; kept for the operator, without its content.</summary>
/// <param name="Reason">Names fields, kinds and exception types, never values.</param>
internal sealed record QuarantinedUpdate(long Id, string Reason, int Bytes, int Attempts, DateTimeOffset At);

/// <summary>
/// Where updates wait that were accepted but not finished. Raw updates are sealed before they are written. All writes
/// are durable when the task completes, and happen in the order in which they were called.
/// </summary>
internal interface IInboxStore
{
    /// <summary>
    /// Keeps all of them in one commit. One that is kept, done or quarantined already is passed over. Returned are the ids
    /// of those that are born claimed by <paramref name="owner"/> until <paramref name="until"/>: all but those behind an
    /// earlier update of their chat that <paramref name="owner"/> does not hold.
    /// </summary>
    Task<IReadOnlyList<long>> Keep(
        IReadOnlyList<Incoming> updates,
        string owner,
        DateTimeOffset now,
        DateTimeOffset until
    );

    /// <summary>
    /// Claims up to <paramref name="most"/> rows that nobody holds at <paramref name="now"/>, lowest update id first. A row
    /// waits while somebody else holds an earlier one of its chat.
    /// </summary>
    Task<IReadOnlyList<ClaimedUpdate>> ClaimUpdates(string owner, int most, DateTimeOffset now, DateTimeOffset until);

    /// <summary>Marks an update as done, kept or not, and removes its row. Doing it twice is harmless.</summary>
    Task Complete(long updateId, DateTimeOffset now);

    /// <summary>Moves an update to the quarantine, kept or not; it counts as done.</summary>
    Task Quarantine(QuarantinedUpdate update);

    /// <summary>Ids of updates done, quarantined or kept since <paramref name="since"/>: what a redelivery is recognised by.</summary>
    Task<IReadOnlyCollection<long>> Known(DateTimeOffset since);

    Task<IReadOnlyList<QuarantinedUpdate>> Quarantined(int most);

    /// <summary>When the oldest kept update was kept, or null when none waits.</summary>
    Task<DateTimeOffset?> OldestKept();

    /// <summary>Forgets the marks of updates done before one time, and what was quarantined before the other; returns how many.</summary>
    Task<int> ForgetDone(DateTimeOffset doneBefore, DateTimeOffset quarantinedBefore);

    /// <summary>The secret of the webhook: the one that is kept, else <paramref name="fresh"/>, which is kept from now on.</summary>
    Task<string> WebhookSecret(string fresh);

    /// <summary>
    /// Null while the store answers. Else it ends when the store answers again: whatever fails meanwhile is not to blame.
    /// </summary>
    Task? Away { get; }
}
