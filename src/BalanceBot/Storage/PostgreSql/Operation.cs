using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// "Commit failed" is "unknown": what must not be done twice leaves its name in its own transaction. Whoever repeats it
/// waits here for a first try that the server may still be at, and finds the name if that one was committed.
/// </summary>
internal static class Operation
{
    private const string Mark = """
        with fresh as (insert into operations (id) values ($1) on conflict (id) do nothing returning id)
        select exists (select from fresh)
        """;

    /// <summary>An update is done once, by whoever is first: its own mark bears the name.</summary>
    private const string MarkDone = """
        with fresh as (
            insert into done (update_id, at, by) values ($1, $2, $3) on conflict (update_id) do nothing returning update_id
        )
        select exists (select from fresh)
        """;

    private const string DoneBy = "select by from done where update_id = $1";

    public static NpgsqlBatch Begin(this NpgsqlBatch batch, Guid name) => batch.Then(Mark, Values.Of(name));

    public static NpgsqlBatch Begin(this NpgsqlBatch batch, Guid name, long updateId, DateTimeOffset now) =>
        batch.Then(MarkDone, Values.Of(updateId), Values.Of(now), Values.Of(name));

    public static async Task<bool> IsFirst(NpgsqlDataReader reader) => (await reader.Rows(row => row.GetBoolean(0)))[0];

    /// <summary>Of an update that is done: whether this operation did it.</summary>
    public static async Task<bool> DidIt(NpgsqlConnection connection, Guid name, long updateId)
    {
        await using NpgsqlCommand command = new(DoneBy, connection);
        command.Parameters.Add(Values.Of(updateId));
        return await command.ExecuteScalarAsync() is Guid by && by == name;
    }
}
