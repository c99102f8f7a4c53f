using System.Collections.Frozen;
using System.Security.Cryptography;

namespace BalanceBot.Billing.Csv;

/// <summary>A row as it is kept: the secrets only as digests under a key of this load, so that not even memory tells them.</summary>
internal sealed record CsvContract(
    ContractSnapshot Snapshot,
    string? Login,
    byte[]? Password,
    IReadOnlyList<byte[]> Documents
);

/// <summary>
/// A row or file that could not be taken. Columns count from 1; 0: the whole row, or a column with a name that the file
/// lacks.
/// </summary>
internal sealed record CsvFault(long Line, int Column, string Name, string Reason)
{
    public override string ToString() =>
        Column > 0 ? $"line {Line}, column {Column} ({Name}): {Reason}"
        : Name.Length > 0 ? $"line {Line}, no column {Name}: {Reason}"
        : $"line {Line}: {Reason}";
}

/// <summary>The contracts of one load; never changed.</summary>
internal sealed class CsvIndex
{
    private static readonly byte[] Nobody = new byte[HMACSHA256.HashSizeInBytes];
    private readonly FrozenDictionary<string, CsvContract> byKey;
    private readonly FrozenDictionary<string, CsvContract> byLogin;
    private readonly FrozenSet<string> ambiguousKeys;
    private readonly FrozenSet<string> ambiguousLogins;
    private readonly string[] keys;
    private readonly byte[] secret;
    private readonly IHashing hashing;

    public CsvIndex(IReadOnlyList<CsvContract> rows, byte[] secret, IReadOnlyList<CsvFault> faults, IHashing hashing)
    {
        this.secret = secret;
        this.hashing = hashing;
        Faults = faults;
        (byKey, ambiguousKeys) = Unique(rows, row => row.Snapshot.Key.Value);
        (byLogin, ambiguousLogins) = Unique(rows.Where(row => row.Login is not null), row => row.Login!);
        keys = [.. byKey.Keys.Order(StringComparer.Ordinal)];
        Abilities =
            (rows.Any(row => row.Documents.Count > 0) ? BillingAbilities.VerifyDocument : BillingAbilities.None)
            | (
                rows.Any(row => row is { Login: not null, Password: not null })
                    ? BillingAbilities.VerifyPassword
                    : BillingAbilities.None
            );
    }

    public IReadOnlyList<CsvFault> Faults { get; }
    public BillingAbilities Abilities { get; }
    public int Count => keys.Length;

    public BillingAnswer<CsvContract> ByKey(string key) => Find(byKey, ambiguousKeys, key);

    public BillingAnswer<CsvContract> ByLogin(string login) => Find(byLogin, ambiguousLogins, login);

    /// <summary>
    /// Compares with every form on file, and with nobody's for those that there are not: the time tells nothing of them.
    /// </summary>
    public bool Proves(string? typed, IReadOnlyList<byte[]> onFile)
    {
        byte[] digest = hashing.Digest(secret, typed ?? "");
        bool same = false;
        for (int i = 0; i < Document.MostForms; i++)
        {
            same |= hashing.AreSame(digest, i < onFile.Count ? onFile[i] : Nobody);
        }

        return same && typed is not null;
    }

    public IReadOnlyList<ContractSnapshot> Of(IEnumerable<ContractKey> asked) =>
        [.. asked.Distinct().Select(key => byKey.GetValueOrDefault(key.Value)?.Snapshot).OfType<ContractSnapshot>()];

    public SnapshotPage Page(ContractKey? after, int size)
    {
        int from = after is { } key ? Array.BinarySearch(keys, key.Value, StringComparer.Ordinal) : -1;
        from =
            from >= 0 ? from + 1
            : after is null ? 0
            : ~from;
        ContractSnapshot[] page = [.. keys.Skip(from).Take(size).Select(k => byKey[k].Snapshot)];
        bool isLast = from + page.Length >= keys.Length;
        return new SnapshotPage(page, isLast || page.Length == 0 ? null : page[^1].Key);
    }

    private static BillingAnswer<CsvContract> Find(
        FrozenDictionary<string, CsvContract> rows,
        FrozenSet<string> ambiguous,
        string key
    ) =>
        ambiguous.Contains(key) ? new BillingAnswer<CsvContract>.Ambiguous()
        : rows.TryGetValue(key, out CsvContract? row) ? new BillingAnswer<CsvContract>.Found(row)
        : new BillingAnswer<CsvContract>.NotFound();

    private static (FrozenDictionary<string, CsvContract>, FrozenSet<string>) Unique(
        IEnumerable<CsvContract> rows,
        Func<CsvContract, string> key
    )
    {
        Dictionary<string, CsvContract> unique = new(StringComparer.Ordinal);
        HashSet<string> twice = new(StringComparer.Ordinal);
        foreach (CsvContract row in rows)
        {
            if (!unique.TryAdd(key(row), row))
            {
                twice.Add(key(row));
            }
        }

        foreach (string ambiguous in twice)
        {
            unique.Remove(ambiguous);
        }

        return (unique.ToFrozenDictionary(StringComparer.Ordinal), twice.ToFrozenSet(StringComparer.Ordinal));
    }
}
