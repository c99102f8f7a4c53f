using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>How a row leaves the outbox or stays in it, within the transaction of its settling.</summary>
internal static class OutboxSettling
{
    public static void Settle(
        LiteDatabase db,
        BsonDocument row,
        Settlement settlement,
        byte[]? follow,
        DateTimeOffset now,
        SubscriberRows people
    )
    {
        switch (settlement)
        {
            case Settlement.Finished finished:
                db.Outbox().Delete(row["_id"]);
                if (finished.Follow is { } next && db.Outbox().FindById(next.Id) is null)
                {
                    OutboxTable.Add(db, next, follow!, "", now, now);
                }

                break;
            case Settlement.Undelivered:
                db.Outbox().Delete(row["_id"]);
                WatchSync.MarkUnsure(db, new ChatId(row["chat"]), About(row));
                break;
            case Settlement.ChatUnreachable:
                EndChat(db, row["chat"], people);
                break;
            case Settlement.Later later:
                row["notBefore"] = later.NotBefore.UtcTicks;
                row["tries"] = later.Attempts;
                row["until"] = 0L;
                db.Outbox().Update(row);
                break;
            case Settlement.ChatMoved moved:
                Move(db, row["chat"], moved.NewChat, people);
                row = db.Outbox().FindById(row["_id"]);
                row["until"] = 0L;
                db.Outbox().Update(row);
                break;
        }
    }

    private static void EndChat(LiteDatabase db, long chat, SubscriberRows people)
    {
        ChatId id = new(chat);
        List<BsonDocument> waiting = db.Outbox().Find(Where.Is("chat", chat)).ToList();
        WatchSync.MarkUnsure(db, id, waiting.SelectMany(About).Distinct(StringComparer.Ordinal));
        db.Outbox().DeleteMany(Where.Is("chat", chat));
        Subscriber before = people.Subscriber(db, id);
        if (before.RowVersion == 0)
        {
            // Never kept, or forgotten: not to be kept for being gone.
            return;
        }

        Subscriber gone = before with { Reachable = false, RowVersion = before.RowVersion + 1 };
        db.Subscribers().Upsert(people.Row(gone));
        WatchSync.Follow(db, before, gone, TurnChanges.ShownNothing);
    }

    /// <summary>Rows of an older version have no such field.</summary>
    public static IEnumerable<string> About(BsonDocument row) =>
        row["about"].IsNull ? [] : row["about"].AsArray.Select(key => key.AsString);

    private static void Move(LiteDatabase db, long from, ChatId to, SubscriberRows people)
    {
        foreach (BsonDocument row in db.Outbox().Find(Where.Is("chat", from)).ToList())
        {
            row["chat"] = to.Value;
            db.Outbox().Update(row);
        }

        if (db.Subscribers().FindById(from) is { } subscriber)
        {
            // Sealed for the old chat, it would not open in the new one.
            Subscriber moved = people.Subscriber(subscriber) with
            {
                Chat = to,
            };
            db.Subscribers().Delete(from);
            db.Subscribers().Upsert(people.Row(moved));
        }
    }
}
