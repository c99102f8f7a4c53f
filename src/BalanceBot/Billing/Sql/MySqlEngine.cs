using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using MySqlConnector;

namespace BalanceBot.Billing.Sql;

/// <summary>MySQL and MariaDB. Each question has a read-only transaction of its own.</summary>
internal sealed class MySqlEngine(SqlSettings settings) : SqlEngine
{
    // https://mariadb.com/kb/en/mariadb-error-codes/: those that the library has no names for.
    private const MySqlErrorCode AmbiguousColumn = (MySqlErrorCode)1052;
    private const MySqlErrorCode CollationsDiffer = (MySqlErrorCode)1267;
    private const MySqlErrorCode AccessDeniedByPlugin = (MySqlErrorCode)1698;

    private readonly MySqlDataSource source = new MySqlDataSourceBuilder(Own(settings).ConnectionString).Build();

    public static MySqlConnectionStringBuilder Parse(string connectionString) => new(connectionString);

    public override async Task<DbConnection> Open(CancellationToken stop) => await source.OpenConnectionAsync(stop);

    public override async Task<DbCommand> Command(
        DbConnection connection,
        string text,
        IReadOnlyDictionary<string, SqlValue> values,
        CancellationToken stop
    )
    {
        MySqlConnection own = (MySqlConnection)connection;
        MySqlCommand command = own.CreateCommand();
        command.Transaction = await own.BeginTransactionAsync(IsolationLevel.ReadCommitted, isReadOnly: true, stop);
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
                command.Parameters.AddWithValue(single, one);
            }
        }

        return command;
    }

    public override void Forget(DbConnection connection) => MySqlConnection.ClearPool((MySqlConnection)connection);

    public override bool IsNoDate(object value) => value is DateTime time && time == DateTime.MinValue;

    public override SqlFailure? Explain(Exception failure) =>
        failure switch
        {
            MySqlException told => Explain(told),
            TimeoutException => new(FailureKind.TooSlow, "the database does not answer in time"),
            SocketException or IOException or EndOfStreamException => new(
                FailureKind.Broken,
                "the connection to the database broke"
            ),
            _ => null,
        };

    public override async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await base.DisposeAsync();
    }

    private SqlFailure Explain(MySqlException told) =>
        told.ErrorCode switch
        {
            MySqlErrorCode.AccessDenied or AccessDeniedByPlugin => new(
                FailureKind.Refused,
                "the database server refuses the user or the password"
            ),
            MySqlErrorCode.UnknownDatabase => new(FailureKind.Refused, "there is no such database"),
            MySqlErrorCode.DatabaseAccessDenied => new(FailureKind.Refused, "the user has no right to the database"),
            MySqlErrorCode.UnableToConnectToHost => Unreachable(told),
            MySqlErrorCode.CannotExecuteInReadOnlyTransaction => new(FailureKind.Mistake, "the query writes"),
            MySqlErrorCode.CommandTimeoutExpired
            or MySqlErrorCode.QueryInterrupted
            or MySqlErrorCode.QueryTimeout
            or MySqlErrorCode.LockWaitTimeout => new(FailureKind.TooSlow, "the database does not answer in time"),
            MySqlErrorCode.TooManyUserConnections
            or MySqlErrorCode.ConnectionCountError
            or MySqlErrorCode.ServerShutdown => new(
                FailureKind.Away,
                $"the database takes no questions now ({(int)told.ErrorCode})"
            ),
            // Of what stands in the query, and never of what stands in a row.
            MySqlErrorCode.NoSuchTable
            or MySqlErrorCode.BadFieldError
            or MySqlErrorCode.ParseError
            or MySqlErrorCode.SyntaxError
            or MySqlErrorCode.TableAccessDenied
            or MySqlErrorCode.ColumnAccessDenied
            or MySqlErrorCode.StoredProcedureDoesNotExist
            or AmbiguousColumn
            or CollationsDiffer => new(FailureKind.Mistake, $"{told.Message} ({(int)told.ErrorCode})"),
            _ when told.InnerException is SocketException or IOException || told.ErrorCode == MySqlErrorCode.None =>
                new(FailureKind.Broken, "the connection to the database broke"),
            _ => new(FailureKind.Mistake, $"the database refuses the query ({(int)told.ErrorCode})"),
        };

    private SqlFailure Unreachable(MySqlException told)
    {
        MySqlConnectionStringBuilder where = Parse(settings.SecretString() ?? "");
        string why = told.GetBaseException() is SocketException socket
            ? socket.SocketErrorCode.ToString()
            : "no answer";
        return new(
            FailureKind.Away,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the database server {where.Server}:{where.Port} cannot be reached ({why})"
            )
        );
    }

    private static MySqlConnectionStringBuilder Own(SqlSettings settings)
    {
        MySqlConnectionStringBuilder own = Parse(settings.SecretString() ?? "");
        // '0000-00-00' is a date there.
        own.ConvertZeroDateTime = true;
        // A tinyint(1) that is 3 means something else than one that is 1.
        own.TreatTinyAsBoolean = false;
        own.GuidFormat = MySqlGuidFormat.None;
        own.AllowUserVariables = false;
        own.AllowLoadLocalInfile = false;
        own.MaximumPoolSize = (uint)settings.MostConnections;
        own.MinimumPoolSize = 0;
        own.ConnectionIdleTimeout = 60;
        own.ConnectionTimeout = (uint)SecondsOf(settings.QueryTimeout);
        own.DefaultCommandTimeout = (uint)SecondsOf(settings.QueryTimeout) + 1;
        own.CancellationTimeout = 1;
        own.ApplicationName = "balancebot";
        return own;
    }
}
