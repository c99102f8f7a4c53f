namespace BalanceBot.Storage.Moving;

/// <summary>
/// Copies a store into an empty one, page by page, and compares both at the end. Whoever is stopped in the middle goes on
/// where the mark in the target says; until the check is passed the target keeps its mark, and no bot starts on it.
/// </summary>
/// <param name="told">After each page.</param>
internal sealed class Move(IMovable source, IMovable target, Action<MoveStep> told)
{
    private static readonly MovedTable[] Tables = Enum.GetValues<MovedTable>();

    /// <summary>As many as LiteDB reads at once without holding half of its file in memory.</summary>
    private const int MostAtOnce = 250;

    public async Task<MoveReport> Run(CancellationToken stop)
    {
        MoveMark mark = await Begin();
        foreach (MovedTable table in Tables.Where(table => table >= mark.Table))
        {
            mark = await Copy(table, table == mark.Table ? mark : mark with { Table = table, After = null }, stop);
        }

        List<TableCheck> checks = [];
        foreach (MovedTable table in Tables)
        {
            TableSum there = await Sum(source, table, MovePhase.CheckingSource, stop);
            checks.Add(new TableCheck(table, there, await Sum(target, table, MovePhase.CheckingTarget, stop)));
        }

        MoveReport report = new(checks);
        if (report.IsSame)
        {
            await target.Complete();
        }

        return report;
    }

    private async Task<MoveMark> Begin()
    {
        if (await source.Mark() is not null)
        {
            throw new StoreUnusableException(
                $"{source.Place} is itself incomplete: a move into it was stopped. Run that move again first."
            );
        }

        string fingerprint = MoveMark.FingerprintOf(source.Place);
        if (await target.Mark() is { } mark)
        {
            return mark.Source == fingerprint
                ? mark
                : throw new StoreUnusableException(
                    $"{target.Place} is half filled by a move from another store: finish that move, or empty it and begin again."
                );
        }

        if (!await target.IsEmpty())
        {
            throw new StoreUnusableException(
                $"{target.Place} is not empty: move into an empty one, so that nothing is written over."
            );
        }

        MoveMark first = new(fingerprint, Tables[0], null);
        await target.Write(Tables[0], [], first);
        return first;
    }

    private async Task<MoveMark> Copy(MovedTable table, MoveMark mark, CancellationToken stop)
    {
        long all = await source.Count(table);
        long rows = 0;
        while (await source.Read(table, mark.After, MostAtOnce) is { Last: { } last } page)
        {
            stop.ThrowIfCancellationRequested();
            mark = mark with { After = last };
            await target.Write(table, page.Rows, mark);
            rows += page.Rows.Count;
            told(new MoveStep(MovePhase.Copying, table, rows, all));
        }

        return mark;
    }

    private async Task<TableSum> Sum(IMovable store, MovedTable table, MovePhase phase, CancellationToken stop)
    {
        long all = await store.Count(table);
        TableSum sum = default;
        string? after = null;
        while (await store.Read(table, after, MostAtOnce) is { Last: { } last } page)
        {
            stop.ThrowIfCancellationRequested();
            after = last;
            sum = page.Rows.Aggregate(sum, (s, row) => s.With(row));
            told(new MoveStep(phase, table, sum.Rows, all));
        }

        return sum;
    }
}

internal enum MovePhase
{
    Copying,
    CheckingSource,
    CheckingTarget,
}

/// <param name="Rows">So far, of <paramref name="All"/>; a move that goes on counts from where it goes on.</param>
internal sealed record MoveStep(MovePhase Phase, MovedTable Table, long Rows, long All);

internal sealed record TableCheck(MovedTable Table, TableSum Source, TableSum Target)
{
    public bool IsSame => Source == Target;
}

internal sealed record MoveReport(IReadOnlyList<TableCheck> Tables)
{
    public bool IsSame => Tables.All(table => table.IsSame);
}
