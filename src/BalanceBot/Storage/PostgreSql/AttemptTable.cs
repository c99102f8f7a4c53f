using BalanceBot.Linking;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

internal sealed class AttemptTable(Database database) : IAttemptStore
{
    private const string Columns = "key, wrong, locks, locked_until, last_at, last_update, last_verdict";

    private const string Question = $"select {Columns} from attempts where key = any($1)";

    private const string Upsert = $"""
        insert into attempts ({Columns}) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (key) do update
        set wrong = excluded.wrong, locks = excluded.locks, locked_until = excluded.locked_until,
            last_at = excluded.last_at, last_update = excluded.last_update, last_verdict = excluded.last_verdict
        """;

    /// <summary>Again after an answer that was lost it counts once, by the update's id.</summary>
    public Task<Reservation> Reserve(
        long updateId,
        IReadOnlyList<string> keys,
        AttemptPolicy policy,
        DateTimeOffset now
    ) =>
        database.Run(
            async (connection, _) =>
            {
                Dictionary<string, AttemptRecord> records = await Look(connection, keys);
                Reservation reserved = policy.Count(keys, key => records.GetValueOrDefault(key), updateId, now);
                await using NpgsqlBatch batch = new(connection);
                foreach (AttemptRecord record in reserved.After)
                {
                    Write(batch, record);
                }

                await batch.Then("commit").Run();
                return reserved;
            }
        );

    public async Task<IReadOnlyList<AttemptRecord>> Attempts(IReadOnlyList<string> keys) =>
        await database.Read(Question, Record, Values.Of([.. keys]));

    public Task<int> ForgetAttempts(DateTimeOffset before, DateTimeOffset now) =>
        database.Write(
            "delete from attempts where last_at < $1 and (locked_until is null or locked_until <= $2)",
            Values.Of(before),
            Values.Of(now)
        );

    private static async Task<Dictionary<string, AttemptRecord>> Look(
        NpgsqlConnection connection,
        IReadOnlyList<string> keys
    )
    {
        await using NpgsqlBatch batch = new(connection);
        batch.Then("begin").Then(Locks.OfAttempts, Values.Of([.. keys])).Then(Question, Values.Of([.. keys]));
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        return (await reader.Rows(Record)).ToDictionary(record => record.Key, StringComparer.Ordinal);
    }

    public static AttemptRecord Record(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.TimeOrNull(3), row.Time(4))
        {
            LastUpdate = row.GetInt64(5),
            LastVerdict = (AttemptVerdict)row.GetInt32(6),
        };

    public static NpgsqlParameter[] Row(AttemptRecord record) =>
        [
            Values.Of(record.Key),
            Values.Of(record.Wrong),
            Values.Of(record.Locks),
            Values.Of(record.LockedUntil),
            Values.Of(record.LastAt),
            Values.Of(record.LastUpdate),
            Values.Of((int)record.LastVerdict),
        ];

    public static void Write(NpgsqlBatch batch, AttemptRecord record) => batch.Then(Upsert, Row(record));
}
