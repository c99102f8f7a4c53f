using System.Net.Sockets;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>What must be so before anything is kept in a database, and every way it can be otherwise in one sentence.</summary>
internal static partial class StartChecks
{
    private const int OldestServer = 14;

    public static async Task Check(NpgsqlConnection connection, string schema, ILogger log)
    {
        if (connection.PostgreSqlVersion.Major < OldestServer)
        {
            throw new StoreUnusableException(
                $"The database server is PostgreSQL {connection.PostgreSqlVersion.Major}: BalanceBot needs {OldestServer} or newer."
            );
        }

        await using NpgsqlCommand ask = new(
            """
            select getdatabaseencoding(), pg_is_in_recovery() or current_setting('default_transaction_read_only')::bool,
                current_setting('fsync')::bool, current_setting('synchronous_commit'),
                has_database_privilege(current_database(), 'CREATE') or to_regnamespace($1) is not null
            """,
            connection
        );
        ask.Parameters.Add(Values.Of(schema));
        await using NpgsqlDataReader found = await ask.ExecuteReaderAsync();
        await found.ReadAsync();
        Demand(
            found.GetString(0) == "UTF8",
            $"The database's encoding is {found.GetString(0)}: make one with encoding UTF8."
        );
        Demand(
            !found.GetBoolean(1),
            "The database is read-only (a standby?): point Storage:PostgreSql to the primary, with Target Session Attributes=primary if there are several hosts."
        );
        Demand(
            found.GetBoolean(4),
            $"The database's user may not create the schema {schema}: run \"create schema {schema} authorization <user>\" once, or set Storage:PostgreSql:Schema."
        );
        if (!found.GetBoolean(2) || found.GetString(3) == "off")
        {
            Log.Careless(log);
        }
    }

    /// <summary>Fail-over of a duty whose holder's machine vanished within a query hangs on it; it is not to be had everywhere.</summary>
    public static async Task CheckInterval(NpgsqlConnection connection, ILogger log)
    {
        try
        {
            await using NpgsqlCommand command = new("set client_connection_check_interval = '2s'", connection);
            await command.ExecuteNonQueryAsync();
        }
        catch (PostgresException refused)
            when (refused.SqlState is PostgresErrorCodes.InvalidParameterValue or PostgresErrorCodes.UndefinedObject)
        {
            Log.NoCheckInterval(log);
        }
    }

    public static StoreUnusableException Explain(Exception failure, NpgsqlConnectionStringBuilder? where)
    {
        string server = $"{where?.Host}:{where?.Port}";
        string sentence = failure switch
        {
            PostgresException
            {
                SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
            } =>
                $"The database server {server} refuses the user or the password: set them in the connection string of Storage:PostgreSql.",
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
                $"The database {where?.Database} does not exist on {server}: create it (createdb), with encoding UTF8.",
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
                $"The database's user lacks a right on {where?.Database} (42501): make it the owner of the schema.",
            PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } =>
                $"The database server {server} takes no more connections: raise its max_connections, or lower Storage:PostgreSql:MostConnections.",
            PostgresException told =>
                $"The database server {server} refuses to work (SQLSTATE {told.SqlState}): look into its log.",
            NpgsqlException { InnerException: SocketException or TimeoutException or IOException }
            or SocketException
            or TimeoutException
            or IOException =>
                $"The database server {server} cannot be reached ({Failures.Word(failure)}): check that it runs, and the host and port in the connection string of Storage:PostgreSql.",
            _ =>
                $"The database {where?.Database} on {server} cannot be used ({Failures.Word(failure)}): check the connection string of Storage:PostgreSql.",
        };
        return new StoreUnusableException(sentence, failure);
    }

    private static void Demand(bool met, string otherwise)
    {
        if (!met)
        {
            throw new StoreUnusableException(otherwise);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            8202,
            LogLevel.Warning,
            "The database server runs with fsync or synchronous_commit off: a power cut loses what was confirmed",
            EventName = "DatabaseNotDurable"
        )]
        public static partial void Careless(ILogger log);

        [LoggerMessage(
            8203,
            LogLevel.Warning,
            "The database server cannot look after clients within a query (client_connection_check_interval): a duty may fail over late",
            EventName = "DatabaseKeepsDeadClients"
        )]
        public static partial void NoCheckInterval(ILogger log);
    }
}
