using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// Statements that go together in one round trip: one transaction of their own, each with a fresh look at the data,
/// unless they open a longer one with <c>begin</c>.
/// </summary>
internal static class Script
{
    public static NpgsqlBatch Then(this NpgsqlBatch batch, string sql, params NpgsqlParameter[] values)
    {
        NpgsqlBatchCommand command = new(sql);
        command.Parameters.AddRange(values);
        batch.BatchCommands.Add(command);
        return batch;
    }

    public static async Task Run(this NpgsqlBatch batch) => await batch.ExecuteNonQueryAsync();

    /// <summary>The rows of the result at hand; then the next is at hand.</summary>
    public static async Task<List<T>> Rows<T>(this NpgsqlDataReader reader, Func<NpgsqlDataReader, T> row)
    {
        List<T> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(row(reader));
        }

        await reader.NextResultAsync();
        return rows;
    }

    /// <summary>Gives a transaction up that a script left open.</summary>
    public static async Task RollBack(NpgsqlConnection connection)
    {
        await using NpgsqlCommand command = new("rollback", connection);
        await command.ExecuteNonQueryAsync();
    }
}
