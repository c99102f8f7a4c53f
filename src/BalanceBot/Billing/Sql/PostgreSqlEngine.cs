using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;
using NpgsqlTypes;

namespace BalanceBot.Billing.Sql;

/// <summary>PostgreSQL. Each session is read-only and ends its own queries; a pooler before it must let "options" pass.</summary>
internal sealed class PostgreSqlEngine(SqlSettings settings) : SqlEngine
{
    private readonly NpgsqlDataSource source = Source(settings);

    public static NpgsqlConnectionStringBuilder Parse(string connectionString) => new(connectionString);

    public override async Task<DbConnection> Open(CancellationToken stop) => await source.OpenConnectionAsync(stop);

    public override Task<DbCommand> Command(
        DbConnection connection,
        string text,
        IReadOnlyDictionary<string, SqlValue> values,
        CancellationToken stop
    )
    {
        NpgsqlCommand command = new(text, (NpgsqlConnection)connection);
        foreach ((string name, SqlValue value) in values)
        {
            command.Parameters.Add(Parameter(name, value));
        }

        return Task.FromResult<DbCommand>(command);
    }

    public override void Forget(DbConnection connection) => source.Clear();

    public override SqlFailure? Explain(Exception failure) =>
        failure switch
        {
            PostgresException told => Explain(told),
            NpgsqlException { InnerException: TimeoutException } or TimeoutException => new(
                FailureKind.TooSlow,
                "the database does not answer in time"
            ),
            NpgsqlException { InnerException: SocketException refused } => Unreachable(refused),
            SocketException refused => Unreachable(refused),
            NpgsqlException or IOException => new(FailureKind.Broken, "the connection to the database broke"),
            _ => null,
        };

    public override async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await base.DisposeAsync();
    }

    private SqlFailure Unreachable(SocketException refused)
    {
        if (refused.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            return new(FailureKind.Broken, "the connection to the database broke");
        }

        NpgsqlConnectionStringBuilder where = Parse(settings.SecretString() ?? "");
        return new(
            FailureKind.Away,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the database server {where.Host}:{where.Port} cannot be reached ({refused.SocketErrorCode})"
            )
        );
    }

    /// <summary>https://www.postgresql.org/docs/current/errcodes-appendix.html</summary>
    private static SqlFailure Explain(PostgresException told) =>
        told.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new(
                FailureKind.Refused,
                "the database server refuses the user or the password"
            ),
            PostgresErrorCodes.InvalidCatalogName => new(FailureKind.Refused, "there is no such database"),
            PostgresErrorCodes.ReadOnlySqlTransaction => new(FailureKind.Mistake, "the query writes"),
            PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable => new(
                FailureKind.TooSlow,
                "the database does not answer in time"
            ),
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => new(
                FailureKind.Broken,
                "the connection to the database broke"
            ),
            _ when told.SqlState[..2] is "08" or "53" or "57" or "58" or "40" => new(
                FailureKind.Away,
                $"the database takes no questions now ({told.SqlState})"
            ),
            // Of what stands in the query, and never of what stands in a row.
            _ when told.SqlState.StartsWith("42", StringComparison.Ordinal) => new(
                FailureKind.Mistake,
                $"{told.MessageText} ({told.SqlState})"
            ),
            _ => new(FailureKind.Mistake, $"the database refuses the query ({told.SqlState})"),
        };

    private static NpgsqlParameter Parameter(string name, SqlValue value) =>
        value switch
        {
            SqlValue.Number number => new NpgsqlParameter<long>(name, NpgsqlDbType.Bigint)
            {
                TypedValue = number.Value,
            },
            SqlValue.Time time => new NpgsqlParameter<DateTime>(name, NpgsqlDbType.Timestamp)
            {
                TypedValue = time.Value,
            },
            SqlValue.Numbers many => new(name, NpgsqlDbType.Array | NpgsqlDbType.Bigint)
            {
                Value = many.Values.ToArray(),
            },
            SqlValue.Texts many => new(name, NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = many.Values.ToArray() },
            SqlValue.Text text => new NpgsqlParameter<string>(name, NpgsqlDbType.Text) { TypedValue = text.Value },
            _ => throw new InvalidOperationException("A value of no kind."),
        };

    private static NpgsqlDataSource Source(SqlSettings settings)
    {
        NpgsqlConnectionStringBuilder own = Parse(settings.SecretString() ?? "");
        int limit = (int)settings.QueryTimeout.TotalMilliseconds;
        // To compile a query of a thousand rows takes longer than to run it.
        own.Options = string.Create(
            CultureInfo.InvariantCulture,
            $"{own.Options} -c default_transaction_read_only=on -c jit=off -c statement_timeout={limit} -c lock_timeout={limit}"
        );
        own.Timezone = settings.TimeZone;
        own.MaxPoolSize = settings.MostConnections;
        own.MinPoolSize = 0;
        own.ConnectionIdleLifetime = 60;
        own.Timeout = SecondsOf(settings.QueryTimeout);
        // Ours comes first; this one is for a server that hears nothing any more.
        own.CommandTimeout = SecondsOf(settings.QueryTimeout) + 1;
        own.CancellationTimeout = 500;
        own.ApplicationName = "balancebot";
        own.IncludeErrorDetail = false;
        return new NpgsqlDataSourceBuilder(own.ConnectionString).Build();
    }
}
