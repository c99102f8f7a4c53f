using BalanceBot.Scanning;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>Judgements of many watches in one statement: rows, what is due, and the decisions for "why".</summary>
internal static class WatchWrites
{
    /// <summary>Only rows that nobody changed meanwhile; locked in one order, so that no two wait for each other.</summary>
    private const string Statement = """
        with change as materialized (
            select *
            from unnest(
                $1::bytea[], $2::bigint[], $3::bigint[], $4::text[], $5::bool[], $6::text[], $7::bigint[], $8::bigint[],
                $9::int[]
            ) as c(contract, chat, version, episode, unsure, decision, decided, due, urgency)
        ),
        held as materialized (
            select c.*
            from change c join watches w on w.contract = c.contract and w.chat = c.chat and w.version = c.version
            order by w.contract, w.chat
            for update of w
        ),
        written as (
            update watches w
            set episode = h.episode, unsure = h.unsure, last = coalesce(h.decision, w.last), due = h.due,
                version = w.version + 1
            from held h
            where w.contract = h.contract and w.chat = h.chat and w.version = h.version
            returning h.*
        ),
        decided as (
            insert into decisions (contract, chat, at, decision)
            select contract, chat, decided, decision from written where decision is not null
            on conflict (contract, chat, at) do update set decision = excluded.decision
        ),
        marked as (
            insert into due (contract, chat, wake, urgency)
            select contract, chat, due, urgency from written where due is not null
            on conflict (contract, chat) do update
            set wake = excluded.wake, rank = null, urgency = excluded.urgency
        ),
        unmarked as (
            delete from due d using written w where w.due is null and d.contract = w.contract and d.chat = w.chat
        )
        select count(*) from written
        """;

    /// <summary>The versions of these rows, locked.</summary>
    private const string Look = """
        select w.contract, w.chat, w.version
        from watches w join unnest($1::bytea[], $2::bigint[]) as c(contract, chat)
            on w.contract = c.contract and w.chat = c.chat
        order by w.contract, w.chat
        for update of w
        """;

    public static void Write(NpgsqlBatch batch, IReadOnlyList<WatchChange> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        batch.Then(
            Statement,
            Keys(changes),
            Chats(changes),
            Values.Of([.. changes.Select(change => change.Before.RowVersion)]),
            Values.Of([.. changes.Select(change => Stored.Write(change.Episode))]),
            Values.Of([.. changes.Select(change => change.Episode.Unsure)]),
            Values.Of([.. changes.Select(change => change.Record is { } decision ? Stored.Write(decision) : null)]),
            Values.Of([.. changes.Select(change => change.Record?.At.UtcTicks)]),
            Values.Of([.. changes.Select(change => change.DueAt?.UtcTicks)]),
            Values.Of([.. changes.Select(change => change.Urgency.DayNumber)])
        );
    }

    public static void AskVersions(NpgsqlBatch batch, IReadOnlyList<WatchChange> changes) =>
        batch.Then(Look, Keys(changes), Chats(changes));

    public static async Task<Dictionary<(string Key, long Chat), long>> ReadVersions(NpgsqlDataReader reader) =>
        (
            await reader.Rows(row => (Id: (Values.Key(row.Bytes(0)), row.GetInt64(1)), Version: row.GetInt64(2)))
        ).ToDictionary(row => row.Id, row => row.Version);

    private static NpgsqlParameter Keys(IReadOnlyList<WatchChange> changes) =>
        Values.Of([.. changes.Select(change => (byte[]?)Values.Key(change.Before.ContractKey))]);

    private static NpgsqlParameter Chats(IReadOnlyList<WatchChange> changes) =>
        Values.Of([.. changes.Select(change => change.Before.Chat.Value)]);
}
