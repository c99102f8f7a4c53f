using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

internal sealed class OutboxTable(LiteDatabase file, Writer writer, ISeal seal) : IOutboxStore
{
    private const string PauseId = "pause";

    public Task<IReadOnlyList<ClaimedOutgoing>> ClaimOutgoing(
        string owner,
        int most,
        DateTimeOffset now,
        DateTimeOffset until
    ) =>
        writer.Write<IReadOnlyList<ClaimedOutgoing>>(db =>
        {
            List<ClaimedOutgoing> claimed = [];
            foreach (BsonDocument row in Due(db, now).Take(most))
            {
                Guid claim = Guid.NewGuid();
                if (Message(row) is { } message)
                {
                    row["claim"] = claim;
                    row["owner"] = owner;
                    row["until"] = until.UtcTicks;
                    db.Outbox().Update(row);
                    claimed.Add(new ClaimedOutgoing(message, claim));
                }
                else
                {
                    // Sealed with another token: nobody can read it any more.
                    db.Outbox().Delete(row["_id"]);
                }
            }

            return claimed;
        });

    public Task<bool> Settle(Guid messageId, Guid claimId, Settlement settlement, DateTimeOffset now)
    {
        byte[]? follow = settlement is Settlement.Finished { Follow: { } next }
            ? seal.Close(StoredBody.Write(next.Body))
            : null;
        return writer.Write(db =>
        {
            if (Held(db, messageId, claimId) is not { } row)
            {
                return false;
            }

            Settle(db, row, settlement, follow, now);
            return true;
        });
    }

    public Task<bool> MarkBegun(Guid messageId, Guid claimId, bool begun) =>
        writer.Write(db =>
        {
            if (Held(db, messageId, claimId) is not { } row)
            {
                return false;
            }

            Tables.Set(row, "begun", begun ? true : BsonValue.Null);
            return db.Outbox().Update(row);
        });

    public Task<int> SettleUnknown(DateTimeOffset now)
    {
        // Looked at without the writer first: nearly always there is none.
        return file.Outbox().Count() == 0
            ? Task.FromResult(0)
            : writer.Write(db =>
            {
                List<BsonDocument> unknown =
                [
                    .. db.Outbox()
                        .FindAll()
                        .ToList()
                        .Where(row => !row["begun"].IsNull && row["until"].AsInt64 <= now.UtcTicks),
                ];
                unknown.ForEach(row => Settle(db, row, new Settlement.Undelivered(), null, now));
                return unknown.Count;
            });
    }

    public Task<bool> Renew(Guid messageId, Guid claimId, DateTimeOffset until) =>
        writer.Write(db =>
        {
            if (Held(db, messageId, claimId) is not { } row)
            {
                return false;
            }

            row["until"] = until.UtcTicks;
            return db.Outbox().Update(row);
        });

    public Task Pause(DateTimeOffset until) =>
        writer.Write(db =>
        {
            DateTimeOffset later = PauseOf(db) is { } known && known > until ? known : until;
            return db.Meta().Upsert(new BsonDocument { ["_id"] = PauseId, ["until"] = later.UtcTicks });
        });

    public Task<DateTimeOffset?> PausedUntil() => Task.FromResult(PauseOf(file));

    public Task<int> Waiting() => Task.FromResult(file.Outbox().Count());

    /// <summary>Null: a message with this dedupe key was stored before. An empty owner leaves it free to be claimed.</summary>
    public static Guid? Add(
        LiteDatabase db,
        Outgoing message,
        byte[] body,
        string owner,
        DateTimeOffset until,
        DateTimeOffset now
    )
    {
        if (message.DedupeKey is { } key)
        {
            if (db.Dedupe().FindById(key) is not null)
            {
                return null;
            }

            db.Dedupe().Insert(new BsonDocument { ["_id"] = key, ["at"] = now.UtcTicks });
        }

        Guid claim = Guid.NewGuid();
        db.Outbox()
            .Insert(
                new BsonDocument
                {
                    ["_id"] = message.Id,
                    ["seq"] = Sequence(db) + 1,
                    ["chat"] = message.Chat.Value,
                    ["class"] = (int)message.Class,
                    ["body"] = body,
                    ["dedupe"] = Tables.Text(message.DedupeKey),
                    ["about"] = new BsonArray(message.About.Select(key => new BsonValue(key))),
                    ["notBefore"] = Tables.Ticks(message.NotBefore),
                    ["expires"] = Tables.Ticks(message.Expires),
                    ["tries"] = message.Attempts,
                    ["claim"] = claim,
                    ["owner"] = owner,
                    ["until"] = owner.Length == 0 ? 0L : until.UtcTicks,
                }
            );
        return claim;
    }

    private static DateTimeOffset? PauseOf(LiteDatabase db) =>
        db.Meta().FindById(PauseId) is { } row ? Tables.Time(row["until"]) : null;

    private static long Sequence(LiteDatabase db) =>
        db.Outbox().Find(Query.All("seq", Query.Descending), limit: 1).ToList() is [BsonDocument last]
            ? last["seq"].AsInt64
            : 0;

    /// <summary>By class, then in order of writing; a row behind an earlier one of its chat that stays where it is waits too.</summary>
    private static IEnumerable<BsonDocument> Due(LiteDatabase db, DateTimeOffset now)
    {
        HashSet<long> held = [];
        List<BsonDocument> due = [];
        foreach (BsonDocument row in db.Outbox().Find(Query.All("seq")).ToList())
        {
            bool free =
                row["begun"].IsNull
                && row["until"].AsInt64 <= now.UtcTicks
                && !(Tables.TimeOrNull(row["notBefore"]) > now);
            if (!free || held.Contains(row["chat"]))
            {
                held.Add(row["chat"]);
                continue;
            }

            due.Add(row);
        }

        return InOrder(due);
    }

    /// <summary>A chat's rows are sent in their order whatever their class: each is as urgent as the most urgent behind it.</summary>
    private static IEnumerable<BsonDocument> InOrder(List<BsonDocument> due)
    {
        Dictionary<long, int> urgency = [];
        List<(int Class, long Seq, BsonDocument Row)> order = [];
        for (int i = due.Count - 1; i >= 0; i--)
        {
            long chat = due[i]["chat"];
            int best = Math.Min(due[i]["class"].AsInt32, urgency.GetValueOrDefault(chat, int.MaxValue));
            urgency[chat] = best;
            order.Add((best, due[i]["seq"], due[i]));
        }

        return order.OrderBy(o => o.Class).ThenBy(o => o.Seq).Select(o => o.Row);
    }

    private static BsonDocument? Held(LiteDatabase db, Guid messageId, Guid claimId) =>
        db.Outbox().FindById(messageId) is { } row && row["claim"].AsGuid == claimId ? row : null;

    private static void Settle(
        LiteDatabase db,
        BsonDocument row,
        Settlement settlement,
        byte[]? follow,
        DateTimeOffset now
    )
    {
        switch (settlement)
        {
            case Settlement.Finished finished:
                db.Outbox().Delete(row["_id"]);
                if (finished.Follow is { } next && db.Outbox().FindById(next.Id) is null)
                {
                    Add(db, next, follow!, "", now, now);
                }

                break;
            case Settlement.Undelivered:
                db.Outbox().Delete(row["_id"]);
                WatchSync.MarkUnsure(db, new ChatId(row["chat"]), About(row));
                break;
            case Settlement.ChatUnreachable:
                EndChat(db, row["chat"]);
                break;
            case Settlement.Later later:
                row["notBefore"] = later.NotBefore.UtcTicks;
                row["tries"] = later.Attempts;
                row["until"] = 0L;
                db.Outbox().Update(row);
                break;
            case Settlement.ChatMoved moved:
                Move(db, row["chat"], moved.NewChat);
                row = db.Outbox().FindById(row["_id"]);
                row["until"] = 0L;
                db.Outbox().Update(row);
                break;
        }
    }

    private static void EndChat(LiteDatabase db, long chat)
    {
        ChatId id = new(chat);
        List<BsonDocument> waiting = db.Outbox().Find(Where.Is("chat", chat)).ToList();
        WatchSync.MarkUnsure(db, id, waiting.SelectMany(About).Distinct(StringComparer.Ordinal));
        db.Outbox().DeleteMany(Where.Is("chat", chat));
        Subscriber before = TurnRows.Subscriber(db, id);
        Subscriber gone = before with { Reachable = false, RowVersion = before.RowVersion + 1 };
        db.Subscribers().Upsert(TurnRows.Row(gone));
        WatchSync.Follow(db, before, gone, TurnChanges.ShownNothing);
    }

    /// <summary>Rows of an older version have no such field.</summary>
    private static IEnumerable<string> About(BsonDocument row) =>
        row["about"].IsNull ? [] : row["about"].AsArray.Select(key => key.AsString);

    private static void Move(LiteDatabase db, long from, ChatId to)
    {
        foreach (BsonDocument row in db.Outbox().Find(Where.Is("chat", from)).ToList())
        {
            row["chat"] = to.Value;
            db.Outbox().Update(row);
        }

        if (db.Subscribers().FindById(from) is { } subscriber)
        {
            db.Subscribers().Delete(from);
            subscriber["_id"] = to.Value;
            db.Subscribers().Upsert(subscriber);
        }
    }

    private Outgoing? Message(BsonDocument row) =>
        seal.Open(row["body"].AsBinary) is { } json && StoredBody.Read(json) is { } body
            ? new Outgoing(row["_id"], new ChatId(row["chat"]), (OutgoingClass)row["class"].AsInt32, body)
            {
                DedupeKey = Tables.TextOrNull(row["dedupe"]),
                NotBefore = Tables.TimeOrNull(row["notBefore"]),
                Expires = Tables.TimeOrNull(row["expires"]),
                Attempts = row["tries"],
                About = [.. About(row)],
            }
            : null;
}
