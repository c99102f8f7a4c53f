using BalanceBot.Linking;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

internal sealed class AttemptTable(LiteDatabase file, Writer writer) : IAttemptStore
{
    public Task<Reservation> Reserve(
        long updateId,
        IReadOnlyList<string> keys,
        AttemptPolicy policy,
        DateTimeOffset now
    ) =>
        writer.Write(db =>
        {
            Reservation reserved = policy.Count(keys, key => Find(db, key), updateId, now);
            foreach (AttemptRecord record in reserved.After)
            {
                Write(db, record);
            }

            return reserved;
        });

    public Task<IReadOnlyList<AttemptRecord>> Attempts(IReadOnlyList<string> keys) =>
        Task.FromResult<IReadOnlyList<AttemptRecord>>([.. keys.Select(key => Find(file, key)).OfType<AttemptRecord>()]);

    public Task<int> ForgetAttempts(DateTimeOffset before, DateTimeOffset now) =>
        writer.Write(db =>
        {
            List<BsonDocument> old =
            [
                .. db.Attempts()
                    .Find(Where.Below("lastAt", before.UtcTicks))
                    .Where(row => row["lockedUntil"].IsNull || row["lockedUntil"].AsInt64 <= now.UtcTicks),
            ];
            old.ForEach(row => db.Attempts().Delete(row["_id"]));
            return old.Count;
        });

    public static void Write(LiteDatabase db, AttemptRecord record) => db.Attempts().Upsert(Row(record));

    public static void Clear(LiteDatabase db, string key) => db.Attempts().Delete(key);

    public static AttemptRecord Record(BsonDocument row) =>
        new(row["_id"], row["wrong"], row["locks"], Tables.TimeOrNull(row["lockedUntil"]), Tables.Time(row["lastAt"]))
        {
            LastUpdate = row["lastUpdate"],
            LastVerdict = (AttemptVerdict)row["lastVerdict"].AsInt32,
        };

    private static AttemptRecord? Find(LiteDatabase db, string key) =>
        db.Attempts().FindById(key) is { } row ? Record(row) : null;

    public static BsonDocument Row(AttemptRecord record) =>
        new()
        {
            ["_id"] = record.Key,
            ["wrong"] = record.Wrong,
            ["locks"] = record.Locks,
            ["lockedUntil"] = Tables.Ticks(record.LockedUntil),
            ["lastAt"] = record.LastAt.UtcTicks,
            ["lastUpdate"] = record.LastUpdate,
            ["lastVerdict"] = (int)record.LastVerdict,
        };
}
