using BalanceBot.Linking;
using BalanceBot.Storage.Moving;
using BalanceBot.Subscribers;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

internal sealed class AuditTable(LiteDatabase file, Writer writer, ISeal seal, KeyRing keys, BrokenRows broken)
    : IAuditStore
{
    public Task Add(IReadOnlyList<AuditEntry> entries) =>
        writer.Write(db =>
        {
            Add(db, entries, seal, keys);
            return true;
        });

    public Task<IReadOnlyList<AuditEntry>> Audit(DateTimeOffset since, string? contractKey, int most) =>
        Task.FromResult<IReadOnlyList<AuditEntry>>([
            .. Rows(since, contractKey, most)
                .OrderBy(row => row["at"].AsInt64)
                .ThenBy(row => row["_id"].AsInt64)
                .Take(most)
                .Select(OneOfMany),
        ]);

    public Task<IReadOnlyList<AuditEntry>> AuditOf(ChatId chat, int most) =>
        Task.FromResult<IReadOnlyList<AuditEntry>>([
            .. file.Audit().Find(Where.Is("chat", chat.Value), limit: most).ToList().OrderBy(Id).Select(OneOfMany),
        ]);

    public Task<int> ForgetAudit(DateTimeOffset before) =>
        writer.Write(db => db.Audit().DeleteMany(Where.Below("at", before.UtcTicks)));

    public static void Add(LiteDatabase db, IEnumerable<AuditEntry> entries, ISeal seal, KeyRing keys)
    {
        foreach (AuditEntry entry in entries)
        {
            db.Audit()
                .Insert(
                    Row(
                        entry with
                        {
                            ChatHash = entry.ChatHash ?? seal.OfChat(entry.Chat?.Value),
                            ContractHash = entry.ContractHash ?? seal.OfContract(entry.ContractKey),
                        },
                        keys
                    )
                );
        }
    }

    /// <summary>From now on only hashes tell of this chat.</summary>
    public static void ForgetChat(LiteDatabase db, ChatId chat)
    {
        foreach (BsonDocument row in db.Audit().Find(Where.Is("chat", chat.Value)).ToList())
        {
            row.Remove("chat");
            row.Remove("contract");
            row.Remove("sealed");
            row.Remove("keyMark");
            db.Audit().Update(row);
        }
    }

    /// <summary>Without its contract where that does not open: what happened and when is told all the same.</summary>
    private AuditEntry OneOfMany(BsonDocument row) =>
        broken.Try(row["chat"].IsNull ? null : row["chat"].AsInt64, () => Entry(row, keys))
        ?? Entry(row, contract: null);

    public static AuditEntry Entry(BsonDocument row, KeyRing keys) =>
        Entry(
            row,
            row["sealed"].IsNull ? Tables.TextOrNull(row["contract"]) : keys.Open(Place(row), row["sealed"].AsBinary)
        );

    private static AuditEntry Entry(BsonDocument row, string? contract) =>
        new(Tables.Time(row["at"]), (AuditKind)row["kind"].AsInt32)
        {
            Chat = row["chat"].IsNull ? null : new ChatId(row["chat"]),
            ContractKey = contract,
            Way = row["way"].IsNull ? null : (LinkWay)row["way"].AsInt32,
            Detail = Tables.TextOrNull(row["detail"]),
            ChatHash = Tables.TextOrNull(row["chatMark"]),
            ContractHash = Tables.TextOrNull(row["contractMark"]),
        };

    public static BsonDocument Row(AuditEntry entry, KeyRing keys)
    {
        BsonDocument row = new() { ["at"] = entry.At.UtcTicks, ["kind"] = (int)entry.Kind };
        Tables.Set(row, "chat", entry.Chat is { } chat ? chat.Value : BsonValue.Null);
        Write(row, entry.ContractKey, keys);
        Tables.Set(row, "way", entry.Way is { } way ? (int)way : BsonValue.Null);
        Tables.Set(row, "detail", Tables.Text(MovedRow.Storable(entry.Detail)));
        Tables.Set(row, "chatMark", Tables.Text(entry.ChatHash));
        Tables.Set(row, "contractMark", Tables.Text(entry.ContractHash));
        return row;
    }

    /// <summary>Sealed with a mark to find it by, or in clear.</summary>
    public static void Write(BsonDocument row, string? contractKey, KeyRing keys)
    {
        byte[]? closed = contractKey is null ? null : keys.Close(Place(row), contractKey);
        Tables.Set(row, "contract", closed is null ? Tables.Text(contractKey) : BsonValue.Null);
        Tables.Set(row, "sealed", closed is null ? BsonValue.Null : closed);
        Tables.Set(row, "keyMark", closed is null ? BsonValue.Null : keys.Mark(contractKey!));
    }

    private static string Place(BsonDocument row) =>
        SealedPlace.OfAudit(
            Tables.Time(row["at"]),
            row["kind"].AsInt32,
            row["chat"].IsNull ? null : row["chat"].AsInt64
        );

    /// <summary>
    /// By the hash and by the key: with a new token another hash is made of the same key. LiteDB compares texts by culture:
    /// looked at again here.
    /// </summary>
    private IEnumerable<BsonDocument> Rows(DateTimeOffset since, string? key, int most)
    {
        if (key is null)
        {
            return file.Audit().Find(Where.From("at", since.UtcTicks), limit: most).ToList();
        }

        string mark = seal.OfContract(key)!;
        string[] marks = keys.Marks(key);
        return file.Audit()
            .Find(
                BsonExpression.Create(
                    "at >= @0 AND (contractMark = @1 OR contract = @2 OR keyMark IN @3)",
                    since.UtcTicks,
                    new BsonValue(mark),
                    new BsonValue(key),
                    new BsonArray(marks.Select(one => new BsonValue(one)))
                )
            )
            .ToList()
            .Where(row =>
                row["contractMark"] == mark
                || Tables.TextOrNull(row["contract"]) == key
                || marks.Contains(Tables.TextOrNull(row["keyMark"]), StringComparer.Ordinal)
            );
    }

    private static long Id(BsonDocument row) => row["_id"].AsInt64;
}
