using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>What the file's layout is, and how an older one becomes it. Steps go forward only.</summary>
internal static class Schema
{
    public const int Current = 1;

    private const string Id = "schema";

    /// <summary>The step at index n brings a file of version n + 1 to n + 2.</summary>
    private static readonly Action<LiteDatabase>[] Steps = [];

    public static void Prepare(LiteDatabase db, string path)
    {
        int version = db.Meta().FindById(Id) is { } row ? row["version"].AsInt32 : Begin(db, path);
        if (version > Current)
        {
            throw new StoreUnusableException(
                $"The data file {path} was written by a newer version of BalanceBot (schema {version}, this one knows {Current}): start that version, or put an older backup there."
            );
        }

        for (int from = version; from < Current; from++)
        {
            db.BeginTrans();
            Steps[from - 1](db);
            SetVersion(db, from + 1);
            db.Commit();
        }

        Index(db);
        FreeLeases(db);
    }

    private static int Begin(LiteDatabase db, string path)
    {
        if (db.GetCollectionNames().Any())
        {
            throw new StoreUnusableException(
                $"The file {path} is a LiteDB file, but not of BalanceBot: set Storage:LiteDb:File to another file."
            );
        }

        SetVersion(db, Current);
        return Current;
    }

    private static void SetVersion(LiteDatabase db, int version) =>
        db.Meta().Upsert(new BsonDocument { ["_id"] = Id, ["version"] = version });

    private static void Index(LiteDatabase db)
    {
        db.Done().EnsureIndex("at");
        db.Quarantine().EnsureIndex("at");
        db.Inbox().EnsureIndex("kept");
        db.Attempts().EnsureIndex("lastAt");
        db.Sessions().EnsureIndex("ends");
        db.Outbox().EnsureIndex("seq", unique: true);
        db.Outbox().EnsureIndex("chat");
    }

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
