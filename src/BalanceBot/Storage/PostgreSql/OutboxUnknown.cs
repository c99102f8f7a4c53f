using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>Rows that were on their way when their process died: they may have arrived, so they are not sent again.</summary>
internal static class OutboxUnknown
{
    /// <summary>The rows go, and what they were about may be told once more; answers with their count.</summary>
    public static string Statement(string which) =>
        $"""
            with unknown as (
                delete from outbox o
                using (select id from outbox where begun and {which} for update skip locked) u
                where o.id = u.id
                returning o.chat, o.about
            ),
            unsure as (
                update watches w
                set unsure = true, version = version + 1
                from (select distinct chat, unnest(about) as contract from unknown) a
                where w.contract = a.contract and w.chat = a.chat
            )
            select count(*)::int from unknown
            """;

    private static readonly string Ended = Statement("until <= $1");

    public static async Task<int> Settle(NpgsqlConnection connection, DateTimeOffset now)
    {
        await using NpgsqlCommand command = new(Ended, connection);
        command.Parameters.Add(Values.Of(now));
        return await command.ExecuteScalarAsync() is int count ? count : 0;
    }
}
