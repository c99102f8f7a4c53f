namespace BalanceBot.Storage;

/// <summary>A store whose sealed fields are sealed anew with the current key, page by page.</summary>
internal interface IResealing
{
    Task<long> Count(SealedTable table);

    /// <summary>
    /// The next rows, in one commit: what lies in clear or under an older key lies under the current one afterwards. What
    /// somebody changes meanwhile is looked at again.
    /// </summary>
    /// <param name="after">Where the page before ended; null: from the beginning.</param>
    Task<ResealedPage> Reseal(SealedTable table, long? after, int most);

    /// <summary>What speaks against beginning, or against having ended: others at this store that seal with another key.</summary>
    Task<string?> Obstacle();

    /// <summary>The older keys that the store says it may need.</summary>
    Task<IReadOnlyList<OldKey>> OldKeys();

    /// <summary>They are needed no more. False: one has come back since it was listed, and stays.</summary>
    Task<bool> Retire(IReadOnlyList<OldKey> keys);
}

internal enum SealedTable
{
    Subscribers,
    Audit,
}

/// <param name="Rows">Looked at.</param>
/// <param name="Last">Where it ends; null: there was nothing more.</param>
internal sealed record ResealedPage(int Rows, int Resealed, long? Last);

/// <param name="Row">The id of its probe's row.</param>
/// <param name="Probe">As it was when it was listed: each start with that key writes another.</param>
internal sealed record OldKey(string Row, byte[] Probe)
{
    public string Id => Row[KeyProbes.Prefix.Length..];
}
