using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>The file's fields under the current key. One process has the file, so nobody seals beside it.</summary>
internal sealed class Resealing(LiteDatabase file, Writer writer, KeyRing keys) : IResealing
{
    private readonly SubscriberRows people = new(keys);

    public Task<long> Count(SealedTable table) => Task.FromResult(Rows(file, table).LongCount());

    public Task<ResealedPage> Reseal(SealedTable table, long? after, int most) =>
        writer.Write(db =>
        {
            List<BsonDocument> rows = Page(db, table, after, most);
            List<BsonDocument> stale = [.. rows.Where(row => !IsCurrent(table, row))];
            foreach (BsonDocument row in stale)
            {
                Rows(db, table).Update(Anew(table, row));
            }

            return new ResealedPage(
                rows.Count,
                stale.Count,
                rows is [.., BsonDocument last] ? last["_id"].AsInt64 : null
            );
        });

    public Task<string?> Obstacle() => Task.FromResult<string?>(null);

    public Task<IReadOnlyList<OldKey>> OldKeys() =>
        Task.FromResult<IReadOnlyList<OldKey>>([
            .. Probes
                .All(file)
                .Select(row => new OldKey(row["_id"].AsString, row["sealed"].AsBinary))
                .Where(key => key.Id != keys.CurrentId),
        ]);

    public Task<bool> Retire(IReadOnlyList<OldKey> keys) =>
        writer.Write(db =>
        {
            foreach (OldKey key in keys)
            {
                db.Meta().Delete(key.Row);
            }

            return true;
        });

    private static ILiteCollection<BsonDocument> Rows(LiteDatabase db, SealedTable table) =>
        table == SealedTable.Subscribers ? db.Subscribers() : db.Audit();

    private static List<BsonDocument> Page(LiteDatabase db, SealedTable table, long? after, int most)
    {
        Query query = Query.All("_id");
        if (after is { } last)
        {
            query.Where.Add(Where.Above("_id", last));
        }

        return Rows(db, table).Find(query, limit: most).ToList();
    }

    private bool IsCurrent(SealedTable table, BsonDocument row) =>
        table == SealedTable.Subscribers
            ? people.IsCurrent(row)
            : row["contract"].IsNull && (row["sealed"].IsNull || keys.IsCurrent(row["sealed"].AsBinary));

    private BsonDocument Anew(SealedTable table, BsonDocument row)
    {
        if (table == SealedTable.Subscribers)
        {
            return people.Row(people.Subscriber(row));
        }

        AuditTable.Write(row, AuditTable.Entry(row, keys).ContractKey, keys);
        return row;
    }
}
