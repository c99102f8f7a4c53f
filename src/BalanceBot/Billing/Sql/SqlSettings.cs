using BalanceBot.Billing.Sql.Secrets;

namespace BalanceBot.Billing.Sql;

internal enum SqlEngineKind
{
    PostgreSql,
    MySql,
    Sqlite,
}

/// <summary>What the contracts' keys are in the database.</summary>
internal enum KeyKind
{
    /// <summary>A whole number that is not negative, such as a uid.</summary>
    Number,

    /// <summary>A text, such as a login.</summary>
    Text,
}

/// <summary>
/// A database that is asked by the operator's own queries; docs/billing-sql.md tells their parameters and columns. Each
/// query is a list of lines.
/// </summary>
internal sealed class SqlSettings
{
    /// <summary>PostgreSql, MySql (MariaDB too) or Sqlite.</summary>
    public SqlEngineKind Engine { get; set; } = SqlEngineKind.PostgreSql;

    /// <summary>As the engine's library reads it, with its password: a secret, never printed.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>A file that holds it instead (a mounted secret).</summary>
    public string ConnectionStringFile { get; set; } = "";

    /// <summary>Where an operator finds them; not one of them. An adapter with queries of its own has its own section.</summary>
    internal string Section { get; init; } = "Billing:Sql";

    public KeyKind KeyKind { get; set; } = KeyKind.Number;

    /// <summary>Whose a contract number is; empty: VerifyDocument tells it too.</summary>
    public IReadOnlyList<string> FindByNumber { get; set; } = [];

    /// <summary>Whose a login is; empty: VerifyPassword tells it too.</summary>
    public IReadOnlyList<string> FindByLogin { get; set; } = [];

    /// <summary>The document on file; empty: nobody links by contract number and document.</summary>
    public IReadOnlyList<string> VerifyDocument { get; set; } = [];

    /// <summary>The stored password; empty: nobody links by login and password.</summary>
    public IReadOnlyList<string> VerifyPassword { get; set; } = [];

    /// <summary>One contract by its key.</summary>
    public IReadOnlyList<string> Snapshot { get; set; } = [];

    /// <summary>A page of contracts in the order of their keys.</summary>
    public IReadOnlyList<string> Snapshots { get; set; } = [];

    /// <summary>Contracts of a list of keys; empty: each is asked alone.</summary>
    public IReadOnlyList<string> SnapshotsOf { get; set; } = [];

    /// <summary>What a contract paid; empty: the billing is not asked.</summary>
    public IReadOnlyList<string> Payments { get; set; } = [];

    /// <summary>What a contract was charged; empty: the billing is not asked.</summary>
    public IReadOnlyList<string> Charges { get; set; } = [];

    public SecretKind SecretKind { get; set; } = SecretKind.Detect;
    public SaltPlace SecretSalt { get; set; } = SaltPlace.Before;

    /// <summary>Currency (ISO 4217) where the query gives none.</summary>
    public string Currency { get; set; } = "NOK";

    /// <summary>The billing's words or numbers for states, each "its word=ours".</summary>
    public IReadOnlyList<string> States { get; set; } = [];

    /// <summary>The same for charge periods.</summary>
    public IReadOnlyList<string> Periods { get; set; } = [];

    /// <summary>Of dates and times without a zone.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>One query may take so long. Range 0.5 s - 60 s.</summary>
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections, and so queries, at the same time. Range 1-100.</summary>
    public int MostConnections { get; set; } = 8;

    /// <summary>Null: the file cannot be read.</summary>
    public string? SecretString()
    {
        if (ConnectionStringFile.Length == 0)
        {
            return ConnectionString;
        }

        try
        {
            return File.ReadAllText(ConnectionStringFile).Trim();
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
