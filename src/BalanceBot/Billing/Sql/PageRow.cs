namespace BalanceBot.Billing.Sql;

/// <summary>A row of a page: a contract, or what is wrong with it. Pure.</summary>
internal sealed record PageRow(ContractKey Key, ContractSnapshot? Contract, string? Fault)
{
    /// <param name="Next">Null: the end, or nothing before the fault.</param>
    internal sealed record Cut(IReadOnlyList<ContractSnapshot> Contracts, ContractKey? Next, string? Fault);

    public static PageRow Of(ContractKey key, Func<ContractSnapshot> read)
    {
        try
        {
            return new PageRow(key, read(), null);
        }
        catch (BadCellException bad)
        {
            return new PageRow(key, null, $"the column '{bad.Column}' {bad.Message}");
        }
    }

    /// <summary>A scan goes by the order of keys: out of it, contracts would be passed over or seen for ever.</summary>
    public static bool Disorder(IReadOnlyList<PageRow> rows, ContractKey? after)
    {
        string before = after?.Value ?? "";
        for (int i = 0; i < rows.Count; i++)
        {
            int order = string.CompareOrdinal(rows[i].Key.Value, before);
            if (order < 0 || (order == 0 && i == 0))
            {
                return true;
            }

            before = rows[i].Key.Value;
        }

        return false;
    }

    /// <summary>
    /// Up to so many contracts, each of one row; and only those before a row that cannot be understood, so that whoever
    /// asks for it alone next is asked about little else.
    /// </summary>
    public static Cut CutAt(IReadOnlyList<PageRow> rows, int size)
    {
        int end = rows.Count;
        if (rows.Count > size)
        {
            ContractKey last = rows[^1].Key;
            while (end > 0 && rows[end - 1].Key == last)
            {
                end--;
            }

            if (end == 0)
            {
                // Nothing but rows of one key: it is no contract, and there may be more behind it.
                return new Cut([], last, null);
            }
        }

        PageRow? bad = rows.Take(end).FirstOrDefault(row => row.Fault is not null);
        PageRow[] whole = [.. rows.Take(end).TakeWhile(row => bad is null || row.Key != bad.Key)];
        ContractSnapshot[] contracts =
        [
            .. whole.GroupBy(row => row.Key).Where(same => same.Count() == 1).Select(same => same.First().Contract!),
        ];
        ContractKey? next = (bad is not null || rows.Count > size) && whole.Length > 0 ? whole[^1].Key : null;
        return new Cut(contracts, next, bad?.Fault);
    }
}
