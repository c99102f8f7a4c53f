namespace BalanceBot.Billing.Sql;

/// <summary>Contracts as they are now, alone and many, and what was paid and charged.</summary>
internal sealed partial class SqlBilling
{
    /// <summary>Fewer than any engine takes parameters.</summary>
    private const int KeysAtOnce = 1000;

    private const int MostMovements = 10_000;
    private readonly SqlQuery snapshot;
    private readonly SqlQuery page;
    private readonly SqlQuery many;
    private readonly SqlQuery payments;
    private readonly SqlQuery charges;

    public async Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop)
    {
        if (keys.Value(key) is not { } value)
        {
            return new BillingAnswer<ContractSnapshot>.NotFound();
        }

        DateTimeOffset asked = time.GetUtcNow();
        SqlAnswer<ContractSnapshot> answer = await Ask(
            snapshot,
            With("key", value),
            row => snapshots.Of(row, asked),
            MostCandidates,
            stop
        );
        return One(
            answer is SqlAnswer<ContractSnapshot>.Rows rows
                ? rows with
                {
                    Found = [.. rows.Found.Where(one => one.Key == key)],
                }
                : answer
        );
    }

    public async Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keysAsked,
        CancellationToken stop
    )
    {
        List<ContractSnapshot> all = [];
        foreach (ContractKey[] some in keysAsked.Distinct().Where(key => keys.Value(key) is not null).Chunk(KeysAtOnce))
        {
            switch (many.IsSet ? await Together(some, stop) : await OneByOne(some, stop))
            {
                case SqlAnswer<ContractSnapshot>.Rows { Found: var found }:
                    HashSet<ContractKey> asked = [.. some];
                    all.AddRange(
                        found
                            .GroupBy(one => one.Key)
                            .Where(same => same.Count() == 1 && asked.Contains(same.Key))
                            .Select(same => same.First())
                    );
                    break;
                case SqlAnswer<ContractSnapshot>.Failed { Why: var why }:
                    return new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Unavailable(why.Words);
            }
        }

        return new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found(all);
    }

    /// <summary>
    /// One row more than is needed tells whether there are others. The last key's rows may not all be there then: they are
    /// the next page's, for a key of two rows is no contract and must not look like one.
    /// </summary>
    public async Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop)
    {
        if ((after is { } key ? keys.Value(key) : keys.First) is not { } from)
        {
            // A key of another billing, which was asked before this one: nothing here lies behind it.
            return new BillingAnswer<SnapshotPage>.Found(new SnapshotPage([], null));
        }

        DateTimeOffset asked = time.GetUtcNow();
        Dictionary<string, SqlValue> values = new(StringComparer.Ordinal)
        {
            ["after"] = from,
            ["size"] = new SqlValue.Number(size + 1),
        };
        return await Ask(
            page,
            values,
            row => PageRow.Of(keys.Of(row), () => snapshots.Of(row, asked)),
            size + 1,
            stop
        ) switch
        {
            SqlAnswer<PageRow>.Rows rows => Page(rows, after, size),
            SqlAnswer<PageRow>.Failed { Why: var why } => new BillingAnswer<SnapshotPage>.Unavailable(why.Words),
            _ => throw new InvalidOperationException("An answer of no kind."),
        };
    }

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Payments(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => Movements(payments, key, period, stop);

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Charges(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => Movements(charges, key, period, stop);

    private BillingAnswer<SnapshotPage> Page(SqlAnswer<PageRow>.Rows rows, ContractKey? after, int size)
    {
        if (rows.IsCut || PageRow.Disorder(rows.Found, after))
        {
            SqlFailure why = new(
                FailureKind.Mistake,
                rows.IsCut
                    ? "the query gives more rows than @size"
                    : "the rows are not in the order of contract_key above @after: order texts by their bytes"
            );
            watch.Failed(page.Name, why);
            return new BillingAnswer<SnapshotPage>.Unavailable($"{page.Name}: {why.Words}");
        }

        PageRow.Cut cut = PageRow.CutAt(rows.Found, size);
        if (cut.Fault is { } fault)
        {
            watch.Failed(page.Name, new SqlFailure(FailureKind.BadRow, fault));
        }

        return cut.Fault is not null && cut.Next is null
            ? new BillingAnswer<SnapshotPage>.Unavailable($"{page.Name}: {cut.Fault}")
            : new BillingAnswer<SnapshotPage>.Found(new SnapshotPage(cut.Contracts, cut.Next));
    }

    private Task<SqlAnswer<ContractSnapshot>> Together(ContractKey[] some, CancellationToken stop)
    {
        DateTimeOffset asked = time.GetUtcNow();
        return Ask(
            many,
            With("keys", keys.Values(some)),
            row => snapshots.Of(row, asked),
            // A key of two rows is none; a query that forgets its keys is cut off.
            (some.Length * 2) + MostCandidates,
            stop
        );
    }

    private async Task<SqlAnswer<ContractSnapshot>> OneByOne(ContractKey[] some, CancellationToken stop)
    {
        List<ContractSnapshot> found = [];
        foreach (ContractKey key in some)
        {
            switch (await Snapshot(key, stop))
            {
                case BillingAnswer<ContractSnapshot>.Found(var one):
                    found.Add(one);
                    break;
                case BillingAnswer<ContractSnapshot>.Unavailable(var reason):
                    return new SqlAnswer<ContractSnapshot>.Failed(new SqlFailure(FailureKind.Away, reason));
            }
        }

        return new SqlAnswer<ContractSnapshot>.Rows(found, IsCut: false);
    }

    private async Task<BillingAnswer<IReadOnlyList<Movement>>> Movements(
        SqlQuery query,
        ContractKey key,
        Period period,
        CancellationToken stop
    )
    {
        if (keys.Value(key) is not { } value)
        {
            return new BillingAnswer<IReadOnlyList<Movement>>.NotFound();
        }

        Dictionary<string, SqlValue> values = With("key", value);
        values["from"] = new SqlValue.Time(line.Local(period.From));
        values["to"] = new SqlValue.Time(line.Local(period.To));
        return await Ask(query, values, MovementOf, MostMovements, stop) switch
        {
            SqlAnswer<Movement>.Rows { Found: var found } => new BillingAnswer<IReadOnlyList<Movement>>.Found([
                .. found.Where(one => one.At >= period.From && one.At < period.To).OrderByDescending(one => one.At),
            ]),
            SqlAnswer<Movement>.Failed { Why: var why } => new BillingAnswer<IReadOnlyList<Movement>>.Unavailable(
                why.Words
            ),
            _ => throw new InvalidOperationException("An answer of no kind."),
        };
    }

    private static Movement MovementOf(SqlRow row) =>
        new(
            row.Time("happened_at") ?? throw new BadCellException("happened_at", "is empty"),
            row.Sum("amount") ?? throw new BadCellException("amount", "is empty"),
            row.Text("note")?.Trim() is { Length: > 0 } note ? note : null
        );

    private static Dictionary<string, SqlValue> With(string name, SqlValue value) =>
        new(StringComparer.Ordinal) { [name] = value };
}
