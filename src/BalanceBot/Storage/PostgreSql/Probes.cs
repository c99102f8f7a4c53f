using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>The probes of keys, as rows of "meta".</summary>
internal static class Probes
{
    public const string All = $"""
        select id, sealed from meta where starts_with(id, '{KeyProbes.Prefix}') order by id
        """;

    private const string Write =
        "insert into meta (id, sealed) values ($1, $2) on conflict (id) do update set sealed = excluded.sealed";

    /// <summary>From now on only programs that open sealed fields may work here.</summary>
    private static readonly string Close = $"""
        update schema_version set oldest_reader = {SchemaSteps.SealingVersion}
        where oldest_reader < {SchemaSteps.SealingVersion} and version = (select max(version) from schema_version)
        """;

    /// <summary>
    /// Before anything is read or written: all keys that may be needed are there, and the current one has its probe. Looked
    /// at after writing, too: of two that begin with different keys at once one sees the other's.
    /// </summary>
    public static async Task Check(NpgsqlConnection connection, KeyRing keys, string place)
    {
        KeyProbes.Check(keys, await Found(connection), place);
        if (KeyProbes.New(keys) is { } probe)
        {
            await using NpgsqlBatch batch = new(connection);
            await batch
                .Then("begin")
                .Then(Close)
                .Then(Write, Values.Of(KeyProbes.RowOf(keys.CurrentId!)), Values.Of(probe))
                .Then("commit")
                .Run();
            KeyProbes.Check(keys, await Found(connection), place);
        }
    }

    public static async Task<List<(string, byte[])>> Found(NpgsqlConnection connection)
    {
        await using NpgsqlCommand command = new(All, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        return await reader.Rows(row => (row.GetString(0), row.Bytes(1)));
    }
}
