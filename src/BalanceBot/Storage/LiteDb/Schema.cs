using BalanceBot.Conversations;
using BalanceBot.Subscribers;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>What the file's layout is, and how an older one becomes it. Steps go forward only.</summary>
internal static class Schema
{
    private const string Id = "schema";

    /// <summary>The step at index n brings a file of version n + 1 to n + 2.</summary>
    private static readonly IReadOnlyList<Action<LiteDatabase>> Steps =
    [
        WatchWhoIsLinked,
        KnowInvitations,
        KnowSealing,
    ];

    public static int Current => Steps.Count + 1;

    public static void Prepare(LiteDatabase db, string path)
    {
        Migrate(db, path, Steps);
        MakeAll(db);
        Index(db);
        FreeLeases(db);
    }

    /// <summary>Each step and the version it leads to are one transaction: whoever dies between two goes on with the next.</summary>
    public static void Migrate(LiteDatabase db, string path, IReadOnlyList<Action<LiteDatabase>> steps)
    {
        int current = steps.Count + 1;
        int version = db.Meta().FindById(Id) is { } row ? row["version"].AsInt32 : Begin(db, path, current);
        if (version > current)
        {
            throw new StoreUnusableException(
                $"The data file {path} was written by a newer version of BalanceBot (schema {version}, this one knows {current}): start that version, or put an older backup there."
            );
        }

        for (int from = version; from < current; from++)
        {
            db.BeginTrans();
            steps[from - 1](db);
            SetVersion(db, from + 1);
            db.Commit();
        }
    }

    private static int Begin(LiteDatabase db, string path, int current)
    {
        if (db.GetCollectionNames().Any())
        {
            throw new StoreUnusableException(
                $"The file {path} is a LiteDB file, but not of BalanceBot: set Storage:LiteDb:File to another file."
            );
        }

        SetVersion(db, current);
        return current;
    }

    private static void SetVersion(LiteDatabase db, int version) =>
        db.Meta().Upsert(new BsonDocument { ["_id"] = Id, ["version"] = version });

    /// <summary>
    /// Every collection before anybody reads: one that is made by its first row while somebody reads of it breaks the
    /// reader ("page type must be collection page", LiteDB 5.0.20), and with it the engine.
    /// </summary>
    private static void MakeAll(LiteDatabase db)
    {
        foreach (ILiteCollection<BsonDocument> table in db.All().Where(table => !db.CollectionExists(table.Name)))
        {
            table.Insert(new BsonDocument { ["_id"] = ObjectId.Empty });
            table.Delete(ObjectId.Empty);
        }
    }

    private static void Index(LiteDatabase db)
    {
        db.Done().EnsureIndex("at");
        db.Quarantine().EnsureIndex("at");
        db.Inbox().EnsureIndex("kept");
        db.Inbox().EnsureIndex("chat");
        db.Attempts().EnsureIndex("lastAt");
        db.Invitations().EnsureIndex("expires");
        db.Sessions().EnsureIndex("ends");
        db.Outbox().EnsureIndex("seq", unique: true);
        db.Outbox().EnsureIndex("chat");
        db.Due().EnsureIndex("wake");
        db.Due().EnsureIndex("rank");
        db.Due().EnsureIndex("chat");
        db.Decisions().EnsureIndex("at");
        db.Dedupe().EnsureIndex("at");
        db.Audit().EnsureIndex("at");
        db.Audit().EnsureIndex("chat");
    }

    /// <summary>1 to 2: warnings. Whoever was linked is watched, in the language last heard.</summary>
    private static void WatchWhoIsLinked(LiteDatabase db)
    {
        // Older than any sealing.
        SubscriberRows people = new(new KeyRing());
        foreach (BsonDocument row in db.Subscribers().FindAll().ToList())
        {
            ChatId chat = new(row["_id"]);
            row["heard"] = db.Sessions().FindById(chat.Value) is { } session ? session["language"] : BsonValue.Null;
            db.Subscribers().Update(row);
            WatchSync.Follow(db, new Subscriber(chat), people.Subscriber(db, chat), TurnChanges.ShownNothing);
        }
    }

    /// <summary>
    /// 2 to 3: invitations. Nothing is to be changed; but a session may now wait for a yes to one, which a program before
    /// does not know.
    /// </summary>
    private static void KnowInvitations(LiteDatabase db) { }

    /// <summary>3 to 4: sealed numbers. Nothing is to be changed; but a program before would not find the number of a link.</summary>
    private static void KnowSealing(LiteDatabase db) { }

    /// <summary>One file, one process: whoever held a lease before is gone.</summary>
    private static void FreeLeases(LiteDatabase db)
    {
        foreach (ILiteCollection<BsonDocument> table in new[] { db.Inbox(), db.Outbox() })
        {
            foreach (BsonDocument row in table.FindAll().ToList())
            {
                row["until"] = 0L;
                table.Update(row);
            }
        }
    }
}
