using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BalanceBot.Billing.Sql;

/// <summary>
/// A SQLite file, opened anew for each question and only to read: a file that was replaced is seen at once.
/// </summary>
internal sealed class SqliteEngine(SqlSettings settings) : SqlEngine
{
    private readonly string connectionString = Own(settings).ConnectionString;

    public static SqliteConnectionStringBuilder Parse(string connectionString) => new(connectionString);

    public override async Task<DbConnection> Open(CancellationToken stop)
    {
        SqliteConnection connection = new(connectionString);
        try
        {
            await connection.OpenAsync(stop);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override Task<DbCommand> Command(
        DbConnection connection,
        string text,
        IReadOnlyDictionary<string, SqlValue> values,
        CancellationToken stop
    )
    {
        SqliteCommand command = ((SqliteConnection)connection).CreateCommand();
        command.CommandText = text;
        foreach ((string name, SqlValue value) in values)
        {
            if (value is SqlValue.Numbers { Values.Count: var numbers })
            {
                command.CommandText = Spread(command.CommandText, name, numbers);
            }

            if (value is SqlValue.Texts { Values.Count: var texts })
            {
                command.CommandText = Spread(command.CommandText, name, texts);
            }

            foreach ((string single, object one) in Singles(name, value))
            {
                command.Parameters.AddWithValue("@" + single, one);
            }
        }

        return Task.FromResult<DbCommand>(command);
    }

    /// <summary>The library listens to no token while a statement runs.</summary>
    public override CancellationTokenRegistration StopWith(DbConnection connection, CancellationToken stop) =>
        stop.Register(() =>
        {
            if (((SqliteConnection)connection).Handle is { IsClosed: false } handle)
            {
                raw.sqlite3_interrupt(handle);
            }
        });

    public override SqlFailure? Explain(Exception failure) =>
        failure is not SqliteException told
            ? null
            : told.SqliteErrorCode switch
            {
                raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new(FailureKind.TooSlow, "the database file is locked"),
                raw.SQLITE_INTERRUPT => new(FailureKind.TooSlow, "the database does not answer in time"),
                raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR or raw.SQLITE_PERM => new(
                    FailureKind.Away,
                    "the database file is not there or cannot be read"
                ),
                raw.SQLITE_NOTADB => new(FailureKind.Refused, "the file is no SQLite database"),
                raw.SQLITE_READONLY => new(FailureKind.Mistake, "the query writes"),
                // Of what stands in the query, and never of what stands in a row.
                raw.SQLITE_ERROR => new(FailureKind.Mistake, Bare(told.Message)),
                int code => new(FailureKind.Mistake, $"the database refuses the query ({code})"),
            };

    /// <summary>The library writes "SQLite Error 1: 'no such table: x'."</summary>
    private static string Bare(string message) =>
        message.IndexOf('\'', StringComparison.Ordinal) is >= 0 and var from
            ? message[(from + 1)..].TrimEnd('.', '\'')
            : message;

    private static SqliteConnectionStringBuilder Own(SqlSettings settings)
    {
        SqliteConnectionStringBuilder own = Parse(settings.SecretString() ?? "");
        own.Mode = SqliteOpenMode.ReadOnly;
        own.Pooling = false;
        own.DefaultTimeout = SecondsOf(settings.QueryTimeout);
        return own;
    }
}
