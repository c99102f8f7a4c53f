using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// Brings the tables to what this program knows, forward only. Any number of instances may start at once: one does it,
/// under a lock, and each step is one transaction with its version.
/// </summary>
internal static class Schema
{
    /// <summary>The highest version, and the lowest program that still works with it.</summary>
    public const string Version =
        "select coalesce(max(version), 0), coalesce(max(oldest_reader), 0) from schema_version";

    /// <summary>A step may take long, on a large table, and so may the waiting for another that takes it.</summary>
    private const string Patience =
        "select set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true)";

    public static int Current => SchemaSteps.All.Count;

    public static Task Migrate(NpgsqlConnection connection, string schema) =>
        Migrate(connection, schema, SchemaSteps.All);

    public static async Task Migrate(NpgsqlConnection connection, string schema, IReadOnlyList<SchemaStep> steps)
    {
        await Prepare(connection, schema);
        while (await Step(connection, schema, steps)) { }
    }

    /// <summary>Null: this program works with tables of this version.</summary>
    public static StoreUnusableException? Refusal(int version, int oldestReader, int known) =>
        oldestReader <= known
            ? null
            : new StoreUnusableException(
                $"The database was changed by a newer version of BalanceBot (schema {version}, this one knows {known}): start that version."
            );

    private static async Task Prepare(NpgsqlConnection connection, string schema)
    {
        if (await Is(connection, $"select to_regclass('{schema}.schema_version') is not null"))
        {
            return;
        }

        // "if not exists" is not safe for two at once; and it wants the right to create even where the schema exists.
        bool made = await Is(connection, $"select to_regnamespace('{schema}') is not null");
        await using NpgsqlBatch batch = new(connection);
        batch.Timeout = 0;
        await batch
            .Then("begin")
            .Then(Patience)
            .Then($"select pg_advisory_xact_lock({Locks.Named(schema, "schema")})")
            .Then(made ? "select 1" : $"create schema if not exists {schema}")
            .Then(
                $"""
                create table if not exists {schema}.schema_version (
                    version int primary key,
                    oldest_reader int not null,
                    at timestamptz not null default clock_timestamp()
                )
                """
            )
            .Then("commit")
            .Run();
    }

    /// <summary>False: there was nothing to do.</summary>
    private static async Task<bool> Step(NpgsqlConnection connection, string schema, IReadOnlyList<SchemaStep> steps)
    {
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await Run(connection, Patience);
        await Run(connection, $"select pg_advisory_xact_lock({Locks.Named(schema, "schema")})");
        (int version, int oldest) = await ReadVersion(connection);
        if (Refusal(version, oldest, steps.Count) is { } newer)
        {
            throw newer;
        }

        if (version >= steps.Count)
        {
            return false;
        }

        SchemaStep step = steps[version];
        await Run(connection, step.Sql);
        await Run(
            connection,
            $"insert into schema_version (version, oldest_reader) values ({version + 1}, {step.OldestReader})"
        );
        await transaction.CommitAsync();
        return true;
    }

    private static async Task<(int Version, int OldestReader)> ReadVersion(NpgsqlConnection connection)
    {
        await using NpgsqlCommand command = new(Version, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt32(0), reader.GetInt32(1));
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<bool> Is(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync() is true;
    }
}
