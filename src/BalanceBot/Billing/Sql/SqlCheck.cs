namespace BalanceBot.Billing.Sql;

/// <summary>Runs each query with values that are nobody's, and looks at the columns.</summary>
internal sealed class SqlCheck(SqlLine line, SqlSettings settings)
{
    private static readonly DateTime LongAgo = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    private readonly SqlKeys keys = new(settings.KeyKind);

    public async Task<FirstLook> Run(CancellationToken stop)
    {
        List<string> mistakes = [];
        Dictionary<string, HashSet<string>> given = new(StringComparer.Ordinal);
        foreach (SqlQuery query in SqlQuery.Of(settings))
        {
            switch (await line.Describe(query, Harmless(), stop))
            {
                case SqlAnswer<(string, Type, string)>.Failed { Why: { Kind: FailureKind.Refused } why }:
                    return new FirstLook.Wrong([$"{settings.Section}:ConnectionString: {why.Words}."]);
                case SqlAnswer<(string, Type, string)>.Failed { Why: { Kind: FailureKind.Mistake } why }:
                    mistakes.Add($"{query.Name}: {why.Words}.");
                    break;
                case SqlAnswer<(string, Type, string)>.Failed { Why: var why }:
                    return mistakes.Count > 0
                        ? new FirstLook.Wrong(mistakes)
                        : new FirstLook.Away($"{query.Name}: {why.Words}");
                case SqlAnswer<(string Name, Type Type, string Word)>.Rows(var columns, _):
                    mistakes.AddRange(Mistakes(query, columns));
                    given[query.Name] = columns.Select(c => c.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
                    break;
            }
        }

        mistakes.AddRange(Unlike(given));
        return mistakes.Count == 0 ? new FirstLook.Well() : new FirstLook.Wrong(mistakes);
    }

    /// <summary>Holders are compared between answers of all queries of a contract.</summary>
    private IEnumerable<string> Unlike(Dictionary<string, HashSet<string>> given)
    {
        string[] ofContract =
        [
            .. new[] { SqlQuery.Snapshot(settings), SqlQuery.Snapshots(settings), SqlQuery.SnapshotsOf(settings) }
                .Select(query => query.Name)
                // One that tells nothing of the holder marks nobody, and so contradicts no other.
                .Where(name =>
                    given.TryGetValue(name, out HashSet<string>? of) && SqlQuery.OfHolder.Any(c => of.Contains(c.Name))
                ),
        ];
        foreach (string column in SqlQuery.OfHolder.Select(column => column.Name))
        {
            string[] without = [.. ofContract.Where(name => !given[name].Contains(column))];
            if (without.Length > 0 && without.Length < ofContract.Length)
            {
                yield return $"{without[0]}: the query gives no column '{column}', and others of a contract do: give the same in each that tells the holder.";
            }
        }
    }

    private Dictionary<string, SqlValue> Harmless() =>
        new(StringComparer.Ordinal)
        {
            ["number"] = new SqlValue.Text(""),
            ["typed"] = new SqlValue.Text(""),
            ["login"] = new SqlValue.Text(""),
            ["key"] = keys.Nobody,
            ["keys"] = keys.NobodyOfMany,
            ["after"] = keys.First,
            ["size"] = new SqlValue.Number(1),
            ["from"] = new SqlValue.Time(LongAgo),
            ["to"] = new SqlValue.Time(LongAgo),
        };

    private IEnumerable<string> Mistakes(SqlQuery query, IReadOnlyList<(string Name, Type Type, string Word)> given)
    {
        foreach (Column column in query.Columns)
        {
            (string Name, Type Type, string Word)[] found =
            [
                .. given.Where(one => string.Equals(one.Name, column.Name, StringComparison.OrdinalIgnoreCase)),
            ];
            string? mistake = found switch
            {
                [] when column.IsNeeded => $"the query gives no column '{column.Name}'",
                [] => null,
                // SQLite has no types of columns, but of values: each is looked at when it is read.
                [var one] => settings.Engine == SqlEngineKind.Sqlite || Fits(column.Kind, one.Type)
                    ? null
                    : $"the column '{column.Name}' is {one.Word}: {Needed(column.Kind)} is needed",
                _ => $"the query gives the column '{column.Name}' twice",
            };
            if (mistake is not null)
            {
                yield return $"{query.Name}: {mistake}.";
            }
        }
    }

    private bool Fits(ColumnKind kind, Type type) =>
        kind switch
        {
            ColumnKind.Key when settings.KeyKind == KeyKind.Number => IsWhole(type),
            ColumnKind.Key => type == typeof(string) || type == typeof(byte[]),
            ColumnKind.Sum => IsWhole(type)
                || IsText(type)
                || type == typeof(decimal)
                || type == typeof(double)
                || type == typeof(float),
            ColumnKind.Date or ColumnKind.Time => IsWhole(type)
                || IsText(type)
                || type == typeof(DateTime)
                || type == typeof(DateOnly)
                || type == typeof(DateTimeOffset),
            ColumnKind.Word => IsWhole(type) || IsText(type) || type == typeof(bool) || type == typeof(decimal),
            _ => IsWhole(type) || IsText(type) || type == typeof(Guid) || type == typeof(decimal),
        };

    private static string Needed(ColumnKind kind) =>
        kind switch
        {
            ColumnKind.Key => "what Billing:Sql:KeyKind says",
            ColumnKind.Sum => "a number",
            ColumnKind.Date => "a date",
            ColumnKind.Time => "a date with a time",
            ColumnKind.Word => "a text or a whole number",
            _ => "a text",
        };

    private static bool IsText(Type type) => type == typeof(string) || type == typeof(byte[]) || type == typeof(char);

    private static bool IsWhole(Type type) =>
        Type.GetTypeCode(type)
            is TypeCode.Int64
                or TypeCode.Int32
                or TypeCode.Int16
                or TypeCode.SByte
                or TypeCode.Byte
                or TypeCode.UInt64
                or TypeCode.UInt32
                or TypeCode.UInt16;
}
