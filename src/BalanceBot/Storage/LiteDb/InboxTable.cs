using BalanceBot.Inbox;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

internal sealed class InboxTable(LiteDatabase file, Writer writer, ISeal seal) : IInboxStore
{
    private const string SecretId = "webhook";

    public Task<IReadOnlyList<long>> Keep(
        IReadOnlyList<Incoming> updates,
        string owner,
        DateTimeOffset now,
        DateTimeOffset until
    )
    {
        (long Id, long Chat, byte[] Closed)[] rows =
        [
            .. updates.Select(update => (update.Raw.Id, update.Chat.Value, seal.Close(update.Raw.Json))),
        ];
        return writer.Write<IReadOnlyList<long>>(db =>
        {
            List<long> claimed = [];
            foreach ((long id, long chat, byte[] closed) in rows.Where(row => !IsKnown(db, row.Id)))
            {
                bool free = !IsBehind(db, id, chat, owner, now);
                BsonDocument row = new()
                {
                    ["_id"] = id,
                    ["chat"] = chat,
                    ["raw"] = closed,
                    ["kept"] = now.UtcTicks,
                };
                db.Inbox().Insert(Claimed(row, Guid.NewGuid(), owner, free ? until : DateTimeOffset.MinValue));
                if (free)
                {
                    claimed.Add(id);
                }
            }

            return claimed;
        });
    }

    public Task<IReadOnlyList<ClaimedUpdate>> ClaimUpdates(
        string owner,
        int most,
        DateTimeOffset now,
        DateTimeOffset until
    ) =>
        writer.Write<IReadOnlyList<ClaimedUpdate>>(db =>
        {
            List<BsonDocument> free = Free(db, owner, now, most);
            List<ClaimedUpdate> claimed = [];
            foreach (BsonDocument row in free)
            {
                Claim claim = new(Guid.NewGuid(), owner, until);
                if (seal.Open(row["raw"].AsBinary) is { } json)
                {
                    db.Inbox().Update(Claimed(row, claim.Id, owner, until));
                    claimed.Add(new ClaimedUpdate(new RawUpdate(row["_id"], json), Tables.Time(row["kept"]), claim));
                }
                else
                {
                    Quarantine(db, Unopened(row, now));
                }
            }

            return claimed;
        });

    public Task<string> WebhookSecret(string fresh)
    {
        byte[] closed = seal.Close(fresh);
        return writer.Write(db =>
        {
            if (db.Meta().FindById(SecretId) is { } row && seal.Open(row["secret"].AsBinary) is { } kept)
            {
                return kept;
            }

            db.Meta().Upsert(new BsonDocument { ["_id"] = SecretId, ["secret"] = closed });
            return fresh;
        });
    }

    /// <summary>A file is there or the process ends.</summary>
    public Task? Away => null;

    public Task Complete(long updateId, DateTimeOffset now) =>
        writer.Write(db =>
        {
            MarkDone(db, updateId, now);
            return true;
        });

    public Task Quarantine(QuarantinedUpdate update) =>
        writer.Write(db =>
        {
            Quarantine(db, update);
            return true;
        });

    public Task<IReadOnlyCollection<long>> Known(DateTimeOffset since)
    {
        IEnumerable<long> kept = file.Inbox().FindAll().ToList().Select(row => row["_id"].AsInt64);
        IEnumerable<long> done = file.Done()
            .Find(Where.From("at", since.UtcTicks))
            .ToList()
            .Select(row => row["_id"].AsInt64);
        return Task.FromResult<IReadOnlyCollection<long>>([.. done, .. kept]);
    }

    public Task<IReadOnlyList<QuarantinedUpdate>> Quarantined(int most) =>
        Task.FromResult<IReadOnlyList<QuarantinedUpdate>>([
            .. file.Quarantine().Find(Query.All("at", Query.Descending), limit: most).ToList().Select(Quarantined),
        ]);

    public Task<DateTimeOffset?> OldestKept() =>
        Task.FromResult(
            file.Inbox().Find(Query.All("kept"), limit: 1).ToList() is [BsonDocument row]
                ? Tables.Time(row["kept"])
                : (DateTimeOffset?)null
        );

    public Task<int> ForgetDone(DateTimeOffset doneBefore, DateTimeOffset quarantinedBefore) =>
        writer.Write(db =>
            db.Done().DeleteMany(Where.Below("at", doneBefore.UtcTicks))
            + db.Quarantine().DeleteMany(Where.Below("at", quarantinedBefore.UtcTicks))
        );

    /// <summary>Also removes the row, if there is one.</summary>
    public static void MarkDone(LiteDatabase db, long updateId, DateTimeOffset now)
    {
        db.Done().Upsert(new BsonDocument { ["_id"] = updateId, ["at"] = now.UtcTicks });
        db.Inbox().Delete(updateId);
    }

    public static bool IsDone(LiteDatabase db, long updateId) => db.Done().FindById(updateId) is not null;

    public static QuarantinedUpdate Quarantined(BsonDocument row) =>
        new(row["_id"], row["reason"], row["bytes"], row["attempts"], Tables.Time(row["at"]));

    public static BsonDocument Row(QuarantinedUpdate update) =>
        new()
        {
            ["_id"] = update.Id,
            ["reason"] = update.Reason,
            ["bytes"] = update.Bytes,
            ["attempts"] = update.Attempts,
            ["at"] = update.At.UtcTicks,
        };

    private static bool IsBehind(LiteDatabase db, long id, long chat, string owner, DateTimeOffset now) =>
        db.Inbox()
            .Find(Where.Is("chat", chat))
            .ToList()
            .Exists(row => row["_id"].AsInt64 < id && !IsHeldBy(row, owner, now));

    private static bool IsHeldBy(BsonDocument row, string owner, DateTimeOffset now) =>
        row["owner"].AsString == owner && row["until"].AsInt64 > now.UtcTicks;

    private static List<BsonDocument> Free(LiteDatabase db, string owner, DateTimeOffset now, int most)
    {
        HashSet<long> heldByOthers = [];
        List<BsonDocument> free = [];
        foreach (BsonDocument row in db.Inbox().Find(Query.All("_id")))
        {
            if (row["until"].AsInt64 > now.UtcTicks)
            {
                heldByOthers.UnionWith(row["owner"].AsString == owner ? [] : ChatOf(row));
            }
            else if (!heldByOthers.Overlaps(ChatOf(row)))
            {
                free.Add(row);
            }

            if (free.Count == most)
            {
                break;
            }
        }

        return free;
    }

    /// <summary>Rows of an older version have none: they wait for nobody.</summary>
    private static long[] ChatOf(BsonDocument row) => row["chat"].IsNull ? [] : [row["chat"].AsInt64];

    private static bool IsKnown(LiteDatabase db, long updateId) =>
        IsDone(db, updateId) || db.Inbox().FindById(updateId) is not null;

    private static void Quarantine(LiteDatabase db, QuarantinedUpdate update)
    {
        db.Quarantine().Upsert(Row(update));
        MarkDone(db, update.Id, update.At);
    }

    private static QuarantinedUpdate Unopened(BsonDocument row, DateTimeOffset now) =>
        new(row["_id"], "was sealed with another token and cannot be opened", row["raw"].AsBinary.Length, 0, now);

    private static BsonDocument Claimed(BsonDocument row, Guid claim, string owner, DateTimeOffset until)
    {
        row["claim"] = claim;
        row["owner"] = owner;
        row["until"] = until.UtcTicks;
        return row;
    }
}
