using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;

namespace BalanceBot.Billing.Sql;

/// <summary>One kind of database: how it is reached, asked and understood.</summary>
internal abstract partial class SqlEngine : IAsyncDisposable
{
    public static SqlEngine Of(SqlSettings settings) =>
        settings.Engine switch
        {
            SqlEngineKind.MySql => new MySqlEngine(settings),
            SqlEngineKind.Sqlite => new SqliteEngine(settings),
            _ => new PostgreSqlEngine(settings),
        };

    /// <summary>Whether it names a place; what a library says about it may quote it.</summary>
    public static bool CanRead(SqlEngineKind engine, string connectionString)
    {
        try
        {
            return engine switch
            {
                SqlEngineKind.MySql => MySqlEngine.Parse(connectionString).Server.Length > 0,
                SqlEngineKind.Sqlite => SqliteEngine.Parse(connectionString).DataSource.Length > 0,
                _ => PostgreSqlEngine.Parse(connectionString).Host is { Length: > 0 },
            };
        }
        catch (Exception unreadable)
            when (unreadable
                    is ArgumentException
                        or FormatException
                        or InvalidOperationException
                        or OverflowException
                        or KeyNotFoundException
            )
        {
            return false;
        }
    }

    public static string ExampleFor(SqlEngineKind engine) =>
        engine switch
        {
            SqlEngineKind.MySql => "Server=db;Database=billing;User ID=balancebot;Password=...",
            SqlEngineKind.Sqlite => "Data Source=/srv/billing/billing.db",
            _ => "Host=db;Database=billing;Username=balancebot;Password=...",
        };

    /// <summary>Ready for questions, and for nothing but questions where the engine can hold it to that.</summary>
    public abstract Task<DbConnection> Open(CancellationToken stop);

    /// <summary>A question on that connection, which the engine ends by itself if it takes too long.</summary>
    public abstract Task<DbCommand> Command(
        DbConnection connection,
        string text,
        IReadOnlyDictionary<string, SqlValue> values,
        CancellationToken stop
    );

    /// <summary>Ends what runs on the connection where a token alone does not.</summary>
    public virtual CancellationTokenRegistration StopWith(DbConnection connection, CancellationToken stop) => default;

    /// <summary>Connections that wait to be used again may be dead.</summary>
    public virtual void Forget(DbConnection connection) { }

    /// <summary>Null: no failure of a database, but a bug.</summary>
    public abstract SqlFailure? Explain(Exception failure);

    /// <summary>What the engine gives for a date that is none ('0000-00-00').</summary>
    public virtual bool IsNoDate(object value) => false;

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>For engines without lists: "in (@keys)" becomes "in (@keys0, @keys1)"; an empty list holds nothing.</summary>
    protected static string Spread(string text, string name, int count) =>
        Named()
            .Replace(
                text,
                match =>
                    match.Groups["name"].Value != name ? match.Value
                    : count == 0 ? "null"
                    : string.Join(
                        ", ",
                        Enumerable
                            .Range(0, count)
                            .Select(i => string.Create(CultureInfo.InvariantCulture, $"@{name}{i}"))
                    )
            );

    /// <summary>The values of a list by the names that <see cref="Spread"/> gives them.</summary>
    protected static IEnumerable<(string Name, object Value)> Singles(string name, SqlValue value) =>
        value switch
        {
            SqlValue.Numbers many => many.Values.Select((one, i) => (Numbered(name, i), (object)one)),
            SqlValue.Texts many => many.Values.Select((one, i) => (Numbered(name, i), (object)one)),
            SqlValue.Number one => [(name, one.Value)],
            SqlValue.Time one => [(name, one.Value)],
            SqlValue.Text one => [(name, one.Value)],
            _ => [],
        };

    protected static int SecondsOf(TimeSpan limit) => Math.Max(1, (int)Math.Ceiling(limit.TotalSeconds));

    private static string Numbered(string name, int i) => string.Create(CultureInfo.InvariantCulture, $"{name}{i}");

    [GeneratedRegex(@"@(?<name>\w+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}
