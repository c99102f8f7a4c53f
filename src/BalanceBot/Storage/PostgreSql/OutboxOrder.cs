using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>Which rows of the outbox are due, and in which order; and how they are claimed.</summary>
internal static class OutboxOrder
{
    /// <summary>However many wait, a claim looks no further: what is behind has its turn later.</summary>
    private const string Front = "10000";

    /// <summary>
    /// By class, then in order of writing; a chat's rows are sent in their order whatever their class, each as urgent as the
    /// most urgent behind it. A row behind an earlier one of its chat that stays where it is waits too. Whoever does not
    /// send in bulk sees no bulk: it does not hold up answers. <c>{0}</c>: of which chats.
    /// </summary>
    private static string Due(string chats) =>
        $"""
            select id, chat, urgency, seq
            from (
                select id, chat, seq, ok,
                    min(class) over (
                        partition by chat, ok order by seq rows between current row and unbounded following
                    ) as urgency
                from (
                    select id, chat, seq, class,
                        bool_and(not begun and until <= $1 and coalesce(not_before, 0) <= $1)
                            over (partition by chat order by seq) as ok
                    from (
                        (select * from outbox where class < 3 {chats} order by seq limit {Front})
                        union all
                        (select * from outbox where class >= 3 and $2 {chats} order by seq limit {Front})
                    ) front
                ) looked
            ) ranked
            where ok
            order by urgency, seq
            limit $3
            """;

    private static readonly string LockChats = $$"""
        select set_config('balancebot.chats', coalesce(array_agg(chat), '{}')::text, true)
        from (select distinct chat from ({{Due("")}}) due) chats
        where pg_try_advisory_xact_lock(2, hashint8(chat))
        """;

    private static readonly string Take = $"""
        with due as materialized ({Due("and chat = any(current_setting('balancebot.chats')::bigint[])")})
        update outbox o set claim = $4, owner = $5, until = $6
        from due where o.id = due.id
        returning due.urgency, {Columns}
        """;

    private const string Columns =
        "o.seq, o.id, o.chat, o.class, o.body, o.dedupe, o.about, o.not_before, o.expires, o.tries";

    /// <summary>By an earlier try whose answer was lost.</summary>
    private const string Taken = $"select o.class, {Columns} from outbox o where o.claim = $1";

    public static async Task<List<Row>> Claim(NpgsqlConnection connection, OutboxClaim claim, bool again)
    {
        if (again && await Read(connection, claim) is { Count: > 0 } rows)
        {
            return rows;
        }

        await using NpgsqlBatch batch = new(connection);
        batch
            .Then(Locks.OfCall, Values.Of(claim.Id))
            .Then(LockChats, Values.Of(claim.Now), Values.Of(claim.Bulk), Values.Of(claim.Most))
            .Then(
                Take,
                Values.Of(claim.Now),
                Values.Of(claim.Bulk),
                Values.Of(claim.Most),
                Values.Of(claim.Id),
                Values.Of(claim.Owner),
                Values.Of(claim.Until)
            );
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        await reader.NextResultAsync();
        return [.. (await reader.Rows(Row.Of)).OrderBy(row => row.Urgency).ThenBy(row => row.Seq)];
    }

    private static async Task<List<Row>> Read(NpgsqlConnection connection, OutboxClaim claim)
    {
        await using NpgsqlBatch batch = new(connection);
        batch.Then(Locks.OfCall, Values.Of(claim.Id)).Then(Taken, Values.Of(claim.Id));
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        return [.. (await reader.Rows(Row.Of)).OrderBy(row => row.Seq)];
    }

    public sealed record Row(int Urgency, long Seq, Outgoing Head, byte[] Body)
    {
        private static readonly Body Sealed = new Body.Text("");

        public static Row Of(NpgsqlDataReader row) =>
            new(
                row.GetInt32(0),
                row.GetInt64(1),
                new Outgoing(row.GetGuid(2), new ChatId(row.GetInt64(3)), (OutgoingClass)row.GetInt32(4), Sealed)
                {
                    DedupeKey = row.BytesOrNull(6) is { } key ? Values.Key(key) : null,
                    About = row.IsDBNull(7) ? [] : [.. row.GetFieldValue<byte[][]>(7).Select(Values.Key)],
                    NotBefore = row.TimeOrNull(8),
                    Expires = row.TimeOrNull(9),
                    Attempts = row.GetInt32(10),
                },
                row.Bytes(5)
            );
    }
}

internal sealed record OutboxClaim(
    Guid Id,
    string Owner,
    int Most,
    DateTimeOffset Now,
    DateTimeOffset Until,
    bool Bulk
);
