using System.Net.Sockets;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>What a failure of the database means for whoever asked.</summary>
internal enum Failure
{
    /// <summary>It will fail again in the same way: a bug, or something only an operator can put right.</summary>
    Lasting,

    /// <summary>The database does not answer, or not as it should: wait for it.</summary>
    Away,

    /// <summary>Two were in each other's way: once more, at once.</summary>
    Collision,
}

internal static class Failures
{
    private const string IdleInTransaction = "25P03";

    public static Failure Of(Exception failure) =>
        failure switch
        {
            PostgresException told => Of(told.SqlState),
            NpgsqlException or SocketException or IOException or TimeoutException => Failure.Away,
            _ => Failure.Lasting,
        };

    /// <summary>A word for the log: a code or a kind, never a text that may quote what was asked.</summary>
    public static string Word(Exception failure) =>
        failure switch
        {
            PostgresException told => told.SqlState,
            NpgsqlException { InnerException: { } inner } => inner.GetType().Name,
            _ => failure.GetType().Name,
        };

    /// <summary>https://www.postgresql.org/docs/current/errcodes-appendix.html</summary>
    private static Failure Of(string state) =>
        state switch
        {
            PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.LockNotAvailable => Failure.Collision,
            PostgresErrorCodes.ReadOnlySqlTransaction
            or IdleInTransaction
            or PostgresErrorCodes.InvalidPassword
            or PostgresErrorCodes.InvalidAuthorizationSpecification
            or PostgresErrorCodes.InvalidCatalogName
            or PostgresErrorCodes.ObjectInUse => Failure.Away,
            // Connection, resources (disk, memory, too many connections), a time-out or an operator's intervention, system error.
            _ when state[..2] is "08" or "53" or "57" or "58" => Failure.Away,
            _ => Failure.Lasting,
        };
}
