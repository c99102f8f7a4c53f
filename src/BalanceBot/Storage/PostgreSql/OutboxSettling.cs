using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>How a row leaves the outbox or stays in it where more than the row changes: one transaction, its chat locked.</summary>
internal sealed class OutboxSettling(
    Guid messageId,
    Guid claimId,
    Settlement settlement,
    NewMessage? follow,
    DateTimeOffset now,
    SubscriberRows people
)
{
    private const string Lock = """
        select pg_advisory_xact_lock(2, hashint8(o.chat)) from outbox o where o.id = $1 and o.claim = $2
        """;

    private const string Held = "select chat, about from outbox where id = $1 and claim = $2 for update";
    private const string Exists = "select exists (select from outbox where id = $1)";
    private const string Delete = "delete from outbox where id = $1";
    private const string PutOff = "update outbox set not_before = $2, tries = $3, until = 0 where id = $1";
    private const string AboutOf = "select about from outbox where chat = $1 and about is not null";
    private const string Free = "update outbox set until = 0 where id = $1";

    /// <summary>False: the claim is no longer the row's.</summary>
    public async Task<bool> Try(NpgsqlConnection connection, bool again)
    {
        (long chat, byte[][] about, bool found, bool exists) = await Look(connection);
        if (!found)
        {
            await Script.RollBack(connection);
            // Nobody else has its claim: the try whose answer was lost has settled it.
            return again && !exists;
        }

        await using NpgsqlBatch batch = new(connection);
        switch (settlement)
        {
            case Settlement.Finished:
                batch.Then(Delete, Values.Of(messageId));
                OutboxBirth.Add(batch, follow is { } next ? [next] : [], "", now, now, []);
                break;
            case Settlement.Undelivered:
                WatchSync.MarkUnsure(batch, [.. about.Select(key => (chat, key))]);
                batch.Then(Delete, Values.Of(messageId));
                break;
            case Settlement.Later later:
                batch.Then(PutOff, Values.Of(messageId), Values.Of(later.NotBefore), Values.Of(later.Attempts));
                break;
            case Settlement.ChatUnreachable:
                await EndChat(connection, batch, new ChatId(chat));
                break;
            case Settlement.ChatMoved moved:
                await Move(connection, batch, new ChatId(chat), moved.NewChat);
                break;
        }

        await batch.Then("commit").Run();
        return true;
    }

    private async Task<(long Chat, byte[][] About, bool Found, bool Exists)> Look(NpgsqlConnection connection)
    {
        await using NpgsqlBatch batch = new(connection);
        batch
            .Then("begin")
            .Then(Lock, Values.Of(messageId), Values.Of(claimId))
            .Then(Held, Values.Of(messageId), Values.Of(claimId))
            .Then(Exists, Values.Of(messageId));
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        List<(long Chat, byte[][] About)> held = await reader.Rows(row => (row.GetInt64(0), About(row, 1)));
        bool exists = (await reader.Rows(row => row.GetBoolean(0)))[0];
        return held is [(long chat, byte[][] about)] ? (chat, about, true, exists) : (0, [], false, exists);
    }

    private async Task EndChat(NpgsqlConnection connection, NpgsqlBatch writes, ChatId chat)
    {
        await using NpgsqlBatch batch = new(connection);
        batch
            .Then($"select {SubscriberRows.Columns} from subscribers p where p.chat = $1", Values.Of(chat.Value))
            .Then(WatchRows.OfChatLocked, Values.Of(chat.Value))
            .Then(AboutOf, Values.Of(chat.Value));
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        Subscriber before =
            (await reader.Rows(row => people.Subscriber(row, chat, 0))).FirstOrDefault() ?? new Subscriber(chat);
        List<Watch> watches = await reader.Rows(WatchRows.Watch);
        HashSet<string> unsure =
        [
            .. (await reader.Rows(row => About(row, 0))).SelectMany(keys => keys).Select(Values.Key),
        ];
        Subscriber gone = before with { Reachable = false };
        WatchSync.MarkUnsure(writes, [.. unsure.Select(key => (chat.Value, Values.Key(key)))]);
        if (before.RowVersion > 0)
        {
            // Never kept, or forgotten: not to be kept for being gone.
            people.Write(writes, gone);
        }

        WatchSync.Follow(
            writes,
            gone,
            [.. watches.Select(w => unsure.Contains(w.ContractKey) ? Unsure(w) : w)],
            TurnChanges.ShownNothing
        );
        writes.Then("delete from outbox where chat = $1", Values.Of(chat.Value));
    }

    private static Watch Unsure(Watch watch) => watch with { Episode = watch.Episode with { Unsure = true } };

    /// <summary>Read and written again: what is sealed for the old chat would not open in the new one.</summary>
    private async Task Move(NpgsqlConnection connection, NpgsqlBatch writes, ChatId from, ChatId to)
    {
        await using NpgsqlBatch batch = new(connection);
        batch
            .Then(Locks.OfChats, Values.Of([to.Value]))
            .Then(
                $"select {SubscriberRows.Columns} from subscribers p where p.chat = $1 for update",
                Values.Of(from.Value)
            );
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        List<Subscriber> found = await reader.Rows(row => people.Subscriber(row, from, 0));
        writes
            .Then("update outbox set chat = $2 where chat = $1", Values.Of(from.Value), Values.Of(to.Value))
            .Then(Free, Values.Of(messageId));
        if (found is [var moved] && from != to)
        {
            people.Move(writes, moved, to);
        }
    }

    private static byte[][] About(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? [] : row.GetFieldValue<byte[][]>(column);
}
