using BalanceBot.Linking;
using BalanceBot.Subscribers;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

internal sealed class AuditTable(Database database, ISeal seal, KeyRing keys, BrokenRows broken) : IAuditStore
{
    public const string Columns =
        "id, at, kind, chat, contract, way, detail, chat_mark, contract_mark, sealed, key_mark";

    /// <summary>Places of columns.</summary>
    public const int Contract = 4;
    public const int Sealed = 9;

    private const string Insert = """
        insert into audit (at, kind, chat, contract, way, detail, chat_mark, contract_mark, sealed, key_mark)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """;

    public async Task Add(IReadOnlyList<AuditEntry> entries)
    {
        Guid name = Guid.NewGuid();
        await database.Run(
            async (connection, _) =>
            {
                if (!await IsFirst(connection, name))
                {
                    await Script.RollBack(connection);
                    return false;
                }

                await using NpgsqlBatch batch = new(connection);
                Add(batch, entries, seal, keys);
                await batch.Then("commit").Run();
                return true;
            }
        );
    }

    public async Task<IReadOnlyList<AuditEntry>> Audit(DateTimeOffset since, string? contractKey, int most) =>
        // By the hash and by the key: with a new token another hash is made of the same key.
        contractKey is { } key
            ? await database.Read(
                $"select {Columns} from audit where (contract_mark = $2 or contract = $4 or key_mark = any($5)) and at >= $1 order by at, id limit $3",
                OneOfMany,
                Values.Of(since),
                Values.Of(seal.OfContract(key)),
                Values.Of(most),
                Values.Of(Values.Key(key)),
                Values.Of(keys.Marks(key))
            )
            : await database.Read(
                $"select {Columns} from audit where at >= $1 order by at, id limit $2",
                OneOfMany,
                Values.Of(since),
                Values.Of(most)
            );

    public async Task<IReadOnlyList<AuditEntry>> AuditOf(ChatId chat, int most) =>
        await database.Read(
            $"select {Columns} from audit where chat = $1 order by id limit $2",
            OneOfMany,
            Values.Of(chat.Value),
            Values.Of(most)
        );

    public Task<int> ForgetAudit(DateTimeOffset before) =>
        database.Delete(
            "delete from audit where id in (select id from audit where at < $1 order by at limit $2)",
            before
        );

    public static void Add(NpgsqlBatch batch, IEnumerable<AuditEntry> entries, ISeal seal, KeyRing keys)
    {
        foreach (AuditEntry entry in entries)
        {
            batch.Then(
                Insert,
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
    public static void ForgetChat(NpgsqlBatch batch, ChatId chat) =>
        batch.Then(
            "update audit set chat = null, contract = null, sealed = null, key_mark = null where chat = $1",
            Values.Of(chat.Value)
        );

    /// <summary>Without its contract where that does not open: what happened and when is told all the same.</summary>
    private AuditEntry OneOfMany(NpgsqlDataReader row) =>
        broken.Try(row.IsDBNull(3) ? null : row.GetInt64(3), () => Entry(row, keys)) ?? Entry(row, contract: null);

    public static AuditEntry Entry(NpgsqlDataReader row, KeyRing keys) =>
        Entry(
            row,
            row.BytesOrNull(Sealed) is { } closed ? keys.Open(Place(row), closed)
                : row.BytesOrNull(Contract) is { } key ? Values.Key(key)
                : null
        );

    private static AuditEntry Entry(NpgsqlDataReader row, string? contract) =>
        new(row.Time(1), (AuditKind)row.GetInt32(2))
        {
            Chat = row.IsDBNull(3) ? null : new ChatId(row.GetInt64(3)),
            ContractKey = contract,
            Way = row.IsDBNull(5) ? null : (LinkWay)row.GetInt32(5),
            Detail = row.TextOrNull(6),
            ChatHash = row.TextOrNull(7),
            ContractHash = row.TextOrNull(8),
        };

    /// <summary>The contract is sealed, with a mark to find it by, or in clear.</summary>
    public static NpgsqlParameter[] Row(AuditEntry entry, KeyRing keys)
    {
        byte[]? closed = entry.ContractKey is { } contract
            ? keys.Close(SealedPlace.OfAudit(entry.At, (int)entry.Kind, entry.Chat?.Value), contract)
            : null;
        return
        [
            Values.Of(entry.At),
            Values.Of((int)entry.Kind),
            Values.OrNull(entry.Chat?.Value),
            Values.Of(closed is null && entry.ContractKey is { } key ? Values.Key(key) : null),
            Values.Of((int?)entry.Way),
            Values.Of(Values.Storable(entry.Detail)),
            Values.Of(entry.ChatHash),
            Values.Of(entry.ContractHash),
            Values.Of(closed),
            Values.Of(closed is null ? null : keys.Mark(entry.ContractKey!)),
        ];
    }

    private static string Place(NpgsqlDataReader row) =>
        SealedPlace.OfAudit(row.Time(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetInt64(3));

    private static async Task<bool> IsFirst(NpgsqlConnection connection, Guid name)
    {
        await using NpgsqlBatch batch = new(connection);
        batch.Then("begin").Begin(name);
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        return await Operation.IsFirst(reader);
    }
}
