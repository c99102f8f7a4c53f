using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>What a look at a database found, without a change in it.</summary>
/// <param name="Version">Of the tables; 0: there are none yet.</param>
/// <param name="Newest">To which this program brings them.</param>
/// <param name="Instances">Bots that work with it now.</param>
/// <param name="FreeConnections">How many more the server takes.</param>
internal sealed record DatabaseFound(
    string Server,
    int Version,
    int Newest,
    int Instances,
    long Bytes,
    int FreeConnections,
    TimeSpan Ahead
);

/// <summary>Tries a database as the bot would use it, and takes everything back.</summary>
internal static class DatabaseTrial
{
    private const string Facts = """
        select current_setting('server_version'), pg_database_size(current_database()),
            current_setting('max_connections')::int - (select count(*)::int from pg_stat_activity where backend_type = 'client backend'),
            clock_timestamp()
        """;

    private const string Alive =
        "select count(*)::int from instances where seen_at > clock_timestamp() - interval '10 s'";

    /// <summary>Throws <see cref="StoreUnusableException"/> with a sentence for the operator.</summary>
    public static async Task<DatabaseFound> Try(
        PostgreSqlSettings settings,
        KeyRing keys,
        TimeProvider time,
        ILogger log,
        CancellationToken stop
    )
    {
        await using NpgsqlDataSource source = Connections.Single(settings);
        try
        {
            await using NpgsqlConnection connection = await source.OpenConnectionAsync(stop);
            await StartChecks.Check(connection, settings.Schema, log);
            bool exists = await Ask<bool>(
                connection,
                $"select to_regclass('{settings.Schema}.schema_version') is not null"
            );
            int version = exists ? await Known(connection, settings, keys) : 0;
            await Write(connection, settings.Schema);
            int instances = exists ? await Ask<int>(connection, Alive) : 0;
            return await Found(connection, version, instances, time);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            throw broken as StoreUnusableException ?? StartChecks.Explain(broken, settings.Parsed());
        }
    }

    private static async Task<int> Known(NpgsqlConnection connection, PostgreSqlSettings settings, KeyRing keys)
    {
        int version;
        await using (NpgsqlCommand command = new(Schema.Version, connection))
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            version = reader.GetInt32(0);
            if (Schema.Refusal(version, reader.GetInt32(1), Schema.Current) is { } newer)
            {
                throw newer;
            }
        }

        if (version == Schema.Current)
        {
            KeyProbes.Check(keys, await Probes.Found(connection), $"The schema {settings.Schema} of the database");
        }

        return version;
    }

    /// <summary>Makes a table, writes and reads a row, and takes all of it back.</summary>
    private static async Task Write(NpgsqlConnection connection, string schema)
    {
        bool made = await Ask<bool>(connection, $"select to_regnamespace('{schema}') is not null");
        await using NpgsqlTransaction trial = await connection.BeginTransactionAsync();
        await using (NpgsqlBatch batch = new(connection, trial))
        {
            await batch
                .Then(made ? "select 1" : $"create schema {schema}")
                .Then($"create table {schema}.balancebot_check (n int)")
                .Then($"insert into {schema}.balancebot_check values (1)")
                .Then($"select n from {schema}.balancebot_check")
                .Run();
        }

        await trial.RollbackAsync();
    }

    private static async Task<DatabaseFound> Found(
        NpgsqlConnection connection,
        int version,
        int instances,
        TimeProvider time
    )
    {
        DateTimeOffset asked = time.GetUtcNow();
        await using NpgsqlCommand command = new(Facts, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        DateTimeOffset answered = time.GetUtcNow();
        DateTimeOffset theirs = new DateTimeOffset(reader.GetDateTime(3), TimeSpan.Zero);
        TimeSpan ahead =
            asked > theirs ? asked - theirs
            : answered < theirs ? answered - theirs
            : TimeSpan.Zero;
        return new(
            reader.GetString(0),
            version,
            Schema.Current,
            instances,
            reader.GetInt64(1),
            reader.GetInt32(2),
            ahead
        );
    }

    private static async Task<T> Ask<T>(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
