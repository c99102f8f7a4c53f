namespace BalanceBot.Linking;

/// <summary>
/// Wrong guesses, kept across restarts. Keys are keyed hashes: neither a chat, a contract nor anything typed can be read
/// from them.
/// </summary>
internal interface IAttemptStore
{
    /// <summary>
    /// Counts one attempt against every key *before* it is checked, so that a hundred guesses at once are a hundred, and
    /// a crash cannot give a guess back. Reads, judges by <see cref="AttemptPolicy"/> and writes in one step. The same
    /// <paramref name="updateId"/> again is counted once and gets its first verdict. What is told is what this very
    /// attempt came to: a moment later another may have been counted.
    /// </summary>
    /// <param name="keys">In the order of judging: what comes after a locked one is written, but not counted.</param>
    Task<Reservation> Reserve(long updateId, IReadOnlyList<string> keys, AttemptPolicy policy, DateTimeOffset now);

    /// <summary>The counts of these keys; a key never seen is left out.</summary>
    Task<IReadOnlyList<AttemptRecord>> Attempts(IReadOnlyList<string> keys);

    /// <summary>Forgets the counts of keys last tried before <paramref name="before"/> and not locked at <paramref name="now"/>; returns how many.</summary>
    Task<int> ForgetAttempts(DateTimeOffset before, DateTimeOffset now);
}

internal enum AttemptVerdict
{
    Allowed = 1,
    Locked = 2,
}

/// <summary>What one attempt came to, and how it leaves the records of its keys.</summary>
internal sealed record Reservation(AttemptVerdict Verdict, IReadOnlyList<AttemptRecord> After);

/// <param name="Wrong">Attempts since the last success or lock.</param>
/// <param name="Locks">Locks since the last success: the escalation step.</param>
internal sealed record AttemptRecord(
    string Key,
    int Wrong,
    int Locks,
    DateTimeOffset? LockedUntil,
    DateTimeOffset LastAt
)
{
    /// <summary>The update whose attempt was counted last, and what it was told: a redelivery is not a second guess.</summary>
    public long LastUpdate { get; init; }

    public AttemptVerdict LastVerdict { get; init; } = AttemptVerdict.Allowed;
}
