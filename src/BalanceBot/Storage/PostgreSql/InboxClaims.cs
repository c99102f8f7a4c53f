using BalanceBot.Inbox;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// Claims what nobody holds. A chat is with one taker at a time, whatever its rows: so not rows are locked but chats, those
/// that another just looks at are passed over, and what was found is looked at anew once the lock is held.
/// </summary>
internal static class InboxClaims
{
    /// <summary>Not of a chat that another holds any row of, and not what is done already.</summary>
    private const string Free = """
        i.until <= $1
        and not exists (select from inbox o where o.chat = i.chat and o.until > $1 and o.owner <> $2)
        and (select d.update_id from done d where d.update_id = i.update_id) is null
        """;

    private const string LockChats = $$"""
        select set_config('balancebot.chats', coalesce(array_agg(chat), '{}')::text, true)
        from (
            select distinct chat
            from (select i.chat from inbox i where {{Free}} order by i.update_id limit $3) free
        ) chats
        where pg_try_advisory_xact_lock(1, hashint8(chat))
        """;

    private const string Take = $$"""
        with free as materialized (
            select i.update_id
            from inbox i
            where i.chat = any(current_setting('balancebot.chats')::bigint[]) and {{Free}}
            order by i.update_id
            limit $3
        )
        update inbox i set claim = $4, owner = $2, until = $5
        from free where i.update_id = free.update_id
        returning i.update_id, i.raw, i.kept
        """;

    /// <summary>By an earlier try whose answer was lost.</summary>
    private const string Taken = "select update_id, raw, kept from inbox where claim = $1";

    public static async Task<List<Row>> Claim(
        NpgsqlConnection connection,
        Claim claim,
        int most,
        DateTimeOffset now,
        bool again
    )
    {
        if (again && await Read(connection, claim) is { Count: > 0 } rows)
        {
            return rows;
        }

        await using NpgsqlBatch batch = new(connection);
        batch
            .Then(Locks.OfCall, Values.Of(claim.Id))
            .Then(LockChats, Values.Of(now), Values.Of(claim.Owner), Values.Of(most))
            .Then(
                Take,
                Values.Of(now),
                Values.Of(claim.Owner),
                Values.Of(most),
                Values.Of(claim.Id),
                Values.Of(claim.Until)
            );
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        await reader.NextResultAsync();
        return await reader.Rows(Row.Of);
    }

    private static async Task<List<Row>> Read(NpgsqlConnection connection, Claim claim)
    {
        await using NpgsqlBatch batch = new(connection);
        batch.Then(Locks.OfCall, Values.Of(claim.Id)).Then(Taken, Values.Of(claim.Id));
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        return await reader.Rows(Row.Of);
    }

    public sealed record Row(long Id, byte[] Raw, DateTimeOffset Kept)
    {
        public static Row Of(NpgsqlDataReader row) => new(row.GetInt64(0), row.Bytes(1), row.Time(2));
    }
}
