namespace BalanceBot.Linking;

/// <summary>How many attempts one key may make, and how long it is locked then. Pure.</summary>
/// <param name="MostWrong">This many attempts without a success lock the key.</param>
/// <param name="Locks">First, second, ... lock; the last one repeats.</param>
/// <param name="ForgetAfter">Quiet for so long: the count and the escalation start again.</param>
internal sealed record AttemptPolicy(int MostWrong, IReadOnlyList<TimeSpan> Locks, TimeSpan ForgetAfter)
{
    /// <summary>Of all chats together: counted anew with each hour, so that one lock lasts to its end.</summary>
    public static AttemptPolicy OverAll(int most) => new(most, [TimeSpan.FromHours(1)], TimeSpan.FromHours(1));

    public static bool IsLocked(AttemptRecord record, DateTimeOffset now) => record.LockedUntil > now;

    /// <summary>
    /// One attempt against several keys, in their order. What comes after a locked key is not counted, so that a chat that is
    /// locked cannot lock other people's contracts by going on; its record is written all the same, for equal work.
    /// </summary>
    /// <param name="before">The record of a key as it is stored.</param>
    public Reservation Count(
        IReadOnlyList<string> keys,
        Func<string, AttemptRecord?> before,
        long updateId,
        DateTimeOffset now
    )
    {
        AttemptVerdict verdict = AttemptVerdict.Allowed;
        List<AttemptRecord> after = [];
        foreach (string key in keys)
        {
            AttemptRecord? known = before(key);
            AttemptRecord record =
                known?.LastUpdate == updateId ? known
                : verdict == AttemptVerdict.Locked ? Refuse(Current(known, key, now), updateId, now)
                : Count(known, key, updateId, now);
            after.Add(record);
            verdict = record.LastVerdict == AttemptVerdict.Locked ? AttemptVerdict.Locked : verdict;
        }

        return new Reservation(verdict, after);
    }

    /// <summary>The record after one more attempt that is not known to be right yet.</summary>
    public AttemptRecord Count(AttemptRecord? before, string key, long updateId, DateTimeOffset now)
    {
        AttemptRecord record = Current(before, key, now);
        if (IsLocked(record, now))
        {
            return Refuse(record, updateId, now);
        }

        AttemptRecord counted = record with
        {
            Wrong = record.Wrong + 1,
            LockedUntil = null,
            LastAt = now,
            LastUpdate = updateId,
            LastVerdict = AttemptVerdict.Allowed,
        };
        return counted.Wrong < MostWrong ? counted : Lock(counted, now);
    }

    /// <summary>
    /// The record of a chat without its last attempt, which has turned out to be right: what it guessed wrong before stays
    /// counted, or who owns a contract could guess at others for ever. Null: nothing is left.
    /// </summary>
    public AttemptRecord? TakeBack(AttemptRecord record)
    {
        // An attempt that is let through leaves a lock only when it has made it.
        bool madeALock = record.LockedUntil is not null;
        AttemptRecord left = record with
        {
            Wrong = madeALock ? MostWrong - 1 : Math.Max(0, record.Wrong - 1),
            Locks = madeALock ? record.Locks - 1 : record.Locks,
            LockedUntil = null,
        };
        return left is { Wrong: 0, Locks: 0 } ? null : left;
    }

    /// <summary>
    /// Not counted. Its time is written all the same: it stands in an index, and a refusal that spares it is measurably
    /// quicker than the others.
    /// </summary>
    private static AttemptRecord Refuse(AttemptRecord record, long updateId, DateTimeOffset now) =>
        record with
        {
            LastAt = now,
            LastUpdate = updateId,
            LastVerdict = AttemptVerdict.Locked,
        };

    private AttemptRecord Lock(AttemptRecord record, DateTimeOffset now) =>
        record with
        {
            Wrong = 0,
            Locks = record.Locks + 1,
            LockedUntil = now + Locks[Math.Min(record.Locks, Locks.Count - 1)],
        };

    private AttemptRecord Current(AttemptRecord? before, string key, DateTimeOffset now) =>
        before is null || (now - before.LastAt > ForgetAfter && !IsLocked(before, now))
            ? new AttemptRecord(key, 0, 0, null, now)
            : before;
}
