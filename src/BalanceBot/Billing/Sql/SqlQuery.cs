using System.Text.RegularExpressions;

namespace BalanceBot.Billing.Sql;

/// <summary>What a column is for, and so what types it may have.</summary>
internal enum ColumnKind
{
    Key,
    Text,
    Word,
    Sum,
    Date,
    Time,
}

internal readonly record struct Column(string Name, ColumnKind Kind, bool IsNeeded = false);

/// <summary>One of the operator's queries: what it must ask by, and what it gives.</summary>
internal sealed partial class SqlQuery
{
    private static readonly Column Key = new("contract_key", ColumnKind.Key, IsNeeded: true);
    private static readonly Column Number = new("number", ColumnKind.Text, IsNeeded: true);

    /// <summary>Whose the contract is: given by each query of a contract or by none, else every other answer is a change.</summary>
    public static readonly IReadOnlyList<Column> OfHolder =
    [
        new("holder", ColumnKind.Text),
        new("document", ColumnKind.Text),
    ];

    private static readonly Column[] OfContract =
    [
        Key,
        Number,
        new("balance", ColumnKind.Sum, IsNeeded: true),
        new("currency", ColumnKind.Text),
        new("credit", ColumnKind.Sum),
        new("credit_until", ColumnKind.Date),
        new("state", ColumnKind.Word),
        new("tariff", ColumnKind.Text),
        new("price", ColumnKind.Sum),
        new("period", ColumnKind.Word),
        new("next_charge", ColumnKind.Date),
        new("autopay", ColumnKind.Word),
        new("services", ColumnKind.Text),
        new("next_tariff", ColumnKind.Text),
        new("next_price", ColumnKind.Sum),
        new("next_tariff_from", ColumnKind.Date),
        new("as_of", ColumnKind.Time),
        .. OfHolder,
    ];

    private static readonly Column[] OfMovement =
    [
        new("happened_at", ColumnKind.Time, IsNeeded: true),
        new("amount", ColumnKind.Sum, IsNeeded: true),
        new("note", ColumnKind.Text),
    ];

    private static readonly Column[] OfLogin = [Key, Number, new("login", ColumnKind.Text, IsNeeded: true)];

    private SqlQuery(
        SqlSettings settings,
        string name,
        IReadOnlyList<string> lines,
        string[] parameters,
        Column[] columns,
        params string[] allowed
    )
    {
        Name = $"{settings.Section}:{name}";
        Text = string.Join('\n', lines);
        Parameters = parameters;
        Columns = columns;
        Allowed = allowed;
    }

    public string Name { get; }
    public string Text { get; }
    public IReadOnlyList<string> Parameters { get; }
    public IReadOnlyList<string> Allowed { get; }
    public IReadOnlyList<Column> Columns { get; }
    public bool IsSet => Text.Length > 0;

    public static SqlQuery FindByNumber(SqlSettings s) =>
        s.FindByNumber.Count == 0 && s.VerifyDocument.Count > 0
            ? VerifyDocument(s)
            : new(s, nameof(s.FindByNumber), s.FindByNumber, ["number"], [Key, Number], "typed");

    public static SqlQuery FindByLogin(SqlSettings s) =>
        s.FindByLogin.Count == 0 && s.VerifyPassword.Count > 0
            ? VerifyPassword(s)
            : new(s, nameof(s.FindByLogin), s.FindByLogin, ["login"], OfLogin);

    public static SqlQuery VerifyDocument(SqlSettings s) =>
        new(
            s,
            nameof(s.VerifyDocument),
            s.VerifyDocument,
            ["number"],
            [Key, Number, new("document", ColumnKind.Text, IsNeeded: true)],
            "typed"
        );

    public static SqlQuery VerifyPassword(SqlSettings s) =>
        new(
            s,
            nameof(s.VerifyPassword),
            s.VerifyPassword,
            ["login"],
            [.. OfLogin, new("secret", ColumnKind.Text, IsNeeded: true), new("salt", ColumnKind.Text)]
        );

    public static SqlQuery Snapshot(SqlSettings s) => new(s, nameof(s.Snapshot), s.Snapshot, ["key"], OfContract);

    public static SqlQuery Snapshots(SqlSettings s) =>
        new(s, nameof(s.Snapshots), s.Snapshots, ["after", "size"], OfContract);

    public static SqlQuery SnapshotsOf(SqlSettings s) =>
        new(s, nameof(s.SnapshotsOf), s.SnapshotsOf, ["keys"], OfContract);

    public static SqlQuery Payments(SqlSettings s) =>
        new(s, nameof(s.Payments), s.Payments, ["key"], OfMovement, "from", "to");

    public static SqlQuery Charges(SqlSettings s) =>
        new(s, nameof(s.Charges), s.Charges, ["key"], OfMovement, "from", "to");

    /// <summary>Those that are set, each once.</summary>
    public static IReadOnlyList<SqlQuery> Of(SqlSettings s) =>
        [
            .. new[]
            {
                FindByNumber(s),
                FindByLogin(s),
                VerifyDocument(s),
                VerifyPassword(s),
                Snapshot(s),
                Snapshots(s),
                SnapshotsOf(s),
                Payments(s),
                Charges(s),
            }
                .Where(query => query.IsSet)
                .DistinctBy(query => query.Name, StringComparer.Ordinal),
        ];

    /// <summary>A query that does not ask by what it should gives somebody else's contract.</summary>
    public IEnumerable<string> Mistakes()
    {
        HashSet<string> named = [.. Named().Matches(Text).Select(match => match.Groups["name"].Value)];
        return Parameters
            .Where(name => !named.Contains(name))
            .Select(name => $"{Name}: the query does not ask by @{name}.")
            .Concat(
                named
                    .Except(Parameters.Concat(Allowed), StringComparer.Ordinal)
                    .Select(name => $"{Name}: there is no @{name} to ask by.")
            );
    }

    // Not in an address (a@b) and not a variable of the server (@@sql_mode).
    [GeneratedRegex(
        @"(?<![\w@])@(?<name>\w+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Named();
}
