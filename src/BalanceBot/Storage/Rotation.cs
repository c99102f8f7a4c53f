namespace BalanceBot.Storage;

/// <summary>
/// Seals everything with the current key. Whoever is stopped in the middle runs it again: what is done is passed over.
/// </summary>
/// <param name="told">After each page.</param>
internal sealed class Rotation(IResealing store, Action<RotationStep> told)
{
    private const int MostAtOnce = 200;

    public async Task<RotationReport> Run(CancellationToken stop)
    {
        await Demand();
        // Listed before the first page: a key that comes back while we work has another probe then.
        IReadOnlyList<OldKey> old = await store.OldKeys();
        List<RotatedTable> tables = [];
        foreach (SealedTable table in Enum.GetValues<SealedTable>())
        {
            tables.Add(await Through(table, stop));
        }

        await Demand();
        return await store.Retire(old)
            ? new RotationReport(tables, [.. old.Select(key => key.Id)])
            : throw new StoreUnusableException(
                "An instance was started with an older key meanwhile: give all instances the new Storage:Key or Storage:KeyFile, and run BalanceBot rotate-key again."
            );
    }

    private async Task Demand()
    {
        if (await store.Obstacle() is { } sentence)
        {
            throw new StoreUnusableException(sentence);
        }
    }

    private async Task<RotatedTable> Through(SealedTable table, CancellationToken stop)
    {
        long all = await store.Count(table);
        long rows = 0;
        long resealed = 0;
        long? after = null;
        while (await Reseal(table, after) is { Last: { } last } page)
        {
            after = last;
            rows += page.Rows;
            resealed += page.Resealed;
            told(new RotationStep(table, rows, Math.Max(all, rows)));
            stop.ThrowIfCancellationRequested();
        }

        return new RotatedTable(table, rows, resealed);
    }

    private async Task<ResealedPage> Reseal(SealedTable table, long? after)
    {
        try
        {
            return await store.Reseal(table, after, MostAtOnce);
        }
        catch (SealBrokenException broken)
        {
            throw new StoreUnusableException(
                $"A sealed field of {table} was altered, or moved from another row: nothing more is sealed anew. Put a backup in place, or take that row out, and run BalanceBot rotate-key again.",
                broken
            );
        }
    }
}

/// <param name="Rows">So far, of <paramref name="All"/>.</param>
internal sealed record RotationStep(SealedTable Table, long Rows, long All);

/// <param name="Resealed">Of the rows: those that lay in clear or under an older key.</param>
internal sealed record RotatedTable(SealedTable Table, long Rows, long Resealed);

/// <param name="Retired">Ids of keys that the store needs no more.</param>
internal sealed record RotationReport(IReadOnlyList<RotatedTable> Tables, IReadOnlyList<string> Retired);
