using BalanceBot.Subscribers;
using BalanceBot.Warnings;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>
/// Keeps the watches of a chat in step with its subscriber, within the transaction that writes the subscriber: who is
/// linked is watched, who is not is forgotten.
/// </summary>
internal static class WatchSync
{
    public static void Follow(
        LiteDatabase db,
        Subscriber before,
        Subscriber after,
        IReadOnlyDictionary<string, Reached> shown
    )
    {
        foreach (Link gone in before.Links.Where(link => after.LinkTo(link.ContractKey) is null))
        {
            Remove(db, WatchId.Of(gone.ContractKey, after.Chat));
        }

        foreach (Link link in after.Links)
        {
            Reached? reached = shown.TryGetValue(link.ContractKey, out Reached known) ? known : null;
            Keep(db, after, link, reached);
        }
    }

    /// <summary>
    /// A message about these contracts did not arrive, or nobody knows: what it told may be told once more. What is no
    /// longer linked is passed over.
    /// </summary>
    public static void MarkUnsure(LiteDatabase db, ChatId chat, IEnumerable<string> contractKeys)
    {
        foreach (string key in contractKeys)
        {
            if (db.Watches().FindById(WatchId.Of(key, chat)) is { } row)
            {
                row["unsure"] = true;
                Update(db, row);
            }
        }
    }

    public static void Update(LiteDatabase db, BsonDocument row)
    {
        row["version"] = row["version"].AsInt64 + 1;
        db.Watches().Update(row);
    }

    private static void Keep(LiteDatabase db, Subscriber subscriber, Link link, Reached? shown)
    {
        byte[] id = WatchId.Of(link.ContractKey, subscriber.Chat);
        BsonDocument? row = db.Watches().FindById(id);
        BsonDocument kept = row is null ? new BsonDocument { ["_id"] = id, ["version"] = 0L } : new BsonDocument(row);
        ChoiceRows.Write(kept, subscriber.Warnings);
        ChoiceRows.Write(kept, link.Choices);
        bool isTold = subscriber.Reachable && !link.IsSuspended;
        Tables.Set(kept, "gone", isTold ? BsonValue.Null : true);
        if (shown is { } reached)
        {
            WatchRows.Write(kept, WatchRows.Episode(kept).Shown(reached));
        }

        if (!isTold)
        {
            // Nothing is due to whom nothing can be sent, or may be; the next scan after that finds what is.
            Tables.Set(kept, "due", BsonValue.Null);
            db.Due().Delete(id);
        }

        if (row is null)
        {
            db.Watches().Insert(kept);
        }
        else if (!kept.Equals(row))
        {
            Update(db, kept);
        }
    }

    private static void Remove(LiteDatabase db, byte[] id)
    {
        db.Watches().Delete(id);
        db.Due().Delete(id);
        db.Decisions().DeleteMany(Where.Between("_id", id, WatchId.LastOf(id)));
    }
}
