using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>The probes of keys, as rows of "meta".</summary>
internal static class Probes
{
    /// <summary>Before anything is read or written: all keys that the file may need are there, and the current one has its probe.</summary>
    public static void Check(LiteDatabase db, KeyRing keys, string path)
    {
        List<BsonDocument> rows = All(db);
        KeyProbes.Check(
            keys,
            rows.Select(row => (row["_id"].AsString, row["sealed"].AsBinary)),
            $"The data file {path}"
        );
        if (KeyProbes.New(keys) is { } probe)
        {
            db.Meta().Upsert(new BsonDocument { ["_id"] = KeyProbes.RowOf(keys.CurrentId!), ["sealed"] = probe });
        }
    }

    public static List<BsonDocument> All(LiteDatabase db) =>
        [
            .. db.Meta()
                .FindAll()
                .ToList()
                .Where(row => row["_id"].AsString.StartsWith(KeyProbes.Prefix, StringComparison.Ordinal)),
        ];
}
