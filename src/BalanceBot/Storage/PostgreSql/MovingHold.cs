using BalanceBot.Storage.Moving;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>Bots and moves keep off each other: a move holds a lock as long as its session lives, and leaves a mark in its target.</summary>
internal static class MovingHold
{
    private const string Ask = $"""
        select exists (select from meta where id = '{MoveMark.Id}'), pg_try_advisory_xact_lock_shared($1)
        """;

    private const string Alive =
        "select exists (select from instances where seen_at > clock_timestamp() - interval '10 s')";

    /// <summary>For a bot; null: it may work here.</summary>
    public static async Task<StoreUnusableException?> Refusal(NpgsqlConnection connection, string schema)
    {
        await using NpgsqlCommand command = new(Ask, connection);
        command.Parameters.Add(Values.Of(Key(schema)));
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return reader.GetBoolean(0)
                ? new StoreUnusableException(
                    $"The schema {schema} of the database is being moved into and incomplete: run BalanceBot move-store until it is complete, or drop the schema."
                )
            : !reader.GetBoolean(1)
                ? new StoreUnusableException(
                    $"The schema {schema} of the database is being moved just now: start the bot on the store that it is moved to, when that is complete."
                )
            : null;
    }

    /// <summary>For a move: until its session ends.</summary>
    public static async Task Take(NpgsqlConnection connection, string schema, string place)
    {
        try
        {
            // Waited for a moment: a bot that is refused has it for as long as it looks.
            await Is(connection, "select pg_advisory_lock($1) is null", Values.Of(Key(schema)));
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new StoreUnusableException($"{place} is in use by another move: wait until that one ends.");
        }

        if (await Is(connection, Alive))
        {
            throw new StoreUnusableException($"{place} is in use by a running bot: stop all its instances first.");
        }
    }

    /// <summary>At once: the server may see the end of a session a little later than whoever comes next.</summary>
    public static async Task Leave(NpgsqlConnection connection)
    {
        try
        {
            await Is(connection, "select pg_advisory_unlock_all() is null");
        }
        catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException or IOException)
        {
            // So is the lock.
        }
    }

    public static async Task<bool> Is(NpgsqlConnection connection, string sql, params NpgsqlParameter[] values)
    {
        await using NpgsqlCommand command = new(sql, connection);
        command.Parameters.AddRange(values);
        return await command.ExecuteScalarAsync() is true;
    }

    private static long Key(string schema) => Locks.Named(schema, "moving");
}
