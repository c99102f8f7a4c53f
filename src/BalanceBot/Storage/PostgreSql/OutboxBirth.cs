using BalanceBot.Outbox;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>A message on its way into the outbox: sealed, and with the claim under which its sender will have it.</summary>
internal sealed record NewMessage(Outgoing Message, byte[] Body, Guid Claim)
{
    public static NewMessage Of(Outgoing message, ISeal seal) =>
        new(message, seal.Close(StoredBody.Write(message.Body)), Guid.NewGuid());
}

/// <summary>
/// How messages come into the outbox: claimed by their sender, unless an unsettled one to their chat is somebody else's or
/// nobody's. What people wait for and what goes in bulk do not hold each other up. The chat's lock is held meanwhile.
/// </summary>
internal static class OutboxBirth
{
    /// <summary>Chats in which something is not the sender's, by kind.</summary>
    public const string Blocked = """
        select distinct chat, class < 3
        from outbox
        where chat = any($1) and not (owner = $2 and until > $3)
        """;

    private const string Row = """
        insert into outbox (id, chat, class, body, dedupe, about, not_before, expires, tries, claim, owner, until)
        """;

    private const string Insert = $"""
        {Row} values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (id) do nothing
        returning claim, until
        """;

    private const string InsertOnce = $"""
        with fresh as (insert into dedupe (key, at) values ($5, $13) on conflict (key) do nothing returning key)
        {Row} select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 from fresh
        on conflict (id) do nothing
        returning claim, until
        """;

    /// <summary>Of messages of which nobody knows whether they were stored.</summary>
    private const string Stored = "select claim, until from outbox where claim = any($2) and id = any($1)";

    public static void Look(NpgsqlBatch batch, IEnumerable<NewMessage> messages, string owner, DateTimeOffset now) =>
        batch.Then(
            Blocked,
            Values.Of([.. messages.Select(one => one.Message.Chat.Value).Distinct()]),
            Values.Of(owner),
            Values.Of(now)
        );

    public static async Task<HashSet<(long Chat, bool Urgent)>> ReadBlocked(NpgsqlDataReader reader) =>
        [.. await reader.Rows(row => (row.GetInt64(0), row.GetBoolean(1)))];

    /// <summary>Each answers with one result: its claim, or nothing when its dedupe key was known.</summary>
    /// <param name="blocked">What stands in the way of what.</param>
    public static void Add(
        NpgsqlBatch batch,
        IEnumerable<NewMessage> messages,
        string owner,
        DateTimeOffset until,
        DateTimeOffset now,
        HashSet<(long Chat, bool Urgent)> blocked
    )
    {
        foreach (NewMessage one in messages)
        {
            Outgoing message = one.Message;
            bool free = !blocked.Contains((message.Chat.Value, message.Class < OutgoingClass.Bulk));
            NpgsqlParameter[] row =
            [
                Values.Of(message.Id),
                Values.Of(message.Chat.Value),
                Values.Of((int)message.Class),
                Values.Of(one.Body),
                Values.Of(message.DedupeKey is { } key ? Values.Key(key) : null),
                Values.Of(message.About.Count == 0 ? (byte[]?[]?)null : [.. message.About.Select(Values.Key)]),
                Values.Of(message.NotBefore),
                Values.Of(message.Expires),
                Values.Of(message.Attempts),
                Values.Of(one.Claim),
                Values.Of(owner),
                Values.Of(free && owner.Length > 0 ? until.UtcTicks : 0L),
            ];
            batch.Then(
                message.DedupeKey is null ? Insert : InsertOnce,
                message.DedupeKey is null ? row : [.. row, Values.Of(now)]
            );
        }
    }

    /// <summary>Those of the messages that are their sender's now, from the results of <see cref="Add"/>.</summary>
    public static async Task<IReadOnlyList<ClaimedOutgoing>> ReadClaimed(
        NpgsqlDataReader reader,
        IReadOnlyList<NewMessage> messages
    )
    {
        HashSet<Guid> claims = [];
        for (int i = 0; i < messages.Count; i++)
        {
            claims.UnionWith(await ReadClaims(reader));
        }

        return Of(messages, claims);
    }

    /// <summary>Those that an earlier try has stored, whose answer was lost.</summary>
    public static async Task<IReadOnlyList<ClaimedOutgoing>> Find(
        NpgsqlConnection connection,
        IReadOnlyList<NewMessage> messages
    )
    {
        await using NpgsqlBatch batch = new(connection);
        batch.Then(
            Stored,
            Values.Of([.. messages.Select(one => one.Message.Id)]),
            Values.Of([.. messages.Select(one => one.Claim)])
        );
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        return Of(messages, [.. await ReadClaims(reader)]);
    }

    private static async Task<IEnumerable<Guid>> ReadClaims(NpgsqlDataReader reader) =>
        (await reader.Rows(row => (Claim: row.GetGuid(0), Until: row.GetInt64(1))))
            .Where(row => row.Until != 0)
            .Select(row => row.Claim);

    private static List<ClaimedOutgoing> Of(IReadOnlyList<NewMessage> messages, HashSet<Guid> claims) =>
        [
            .. messages
                .Where(one => claims.Contains(one.Claim))
                .Select(one => new ClaimedOutgoing(one.Message, one.Claim)),
        ];
}
