using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// One turn in one transaction and two round trips: look, with the chat locked; then write. Its name lets a repetition find
/// out that it was committed.
/// </summary>
internal sealed class TurnCommit(TurnRows rows, TurnChanges changes, ISeal seal, IReadOnlyList<NewMessage> messages)
{
    private readonly Guid name = Guid.NewGuid();

    public async Task<CommitOutcome> Try(NpgsqlConnection connection, bool again)
    {
        if (await Look(connection) is not { } found)
        {
            await Script.RollBack(connection);
            return await Done(connection, again);
        }

        if (found.IsStale(changes))
        {
            await Script.RollBack(connection);
            return new CommitOutcome.Conflict();
        }

        return await Write(connection, found);
    }

    /// <summary>Null: the update is done, or this very turn was committed before.</summary>
    private async Task<Found?> Look(NpgsqlConnection connection)
    {
        await using NpgsqlBatch batch = new(connection);
        batch.Then("begin").Then(Locks.OfChats, Values.Of(Chats()));
        _ = changes.UpdateId is { } id ? batch.Begin(name, id, changes.Now) : batch.Begin(name);
        if (changes.Session is { } session)
        {
            batch.Then("select version from sessions where chat = $1", Values.Of(session.Chat.Value));
        }

        if (changes.Subscriber is { } subscriber)
        {
            batch
                .Then("select version from subscribers where chat = $1", Values.Of(subscriber.Chat.Value))
                .Then(WatchRows.OfChatLocked, Values.Of(subscriber.Chat.Value));
        }

        OutboxBirth.Look(batch, messages, changes.Owner, changes.Now);
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        return await Operation.IsFirst(reader) ? await Read(reader) : null;
    }

    private async Task<Found> Read(NpgsqlDataReader reader) =>
        new(
            changes.Session is null ? null : await Version(reader),
            changes.Subscriber is null ? null : await Version(reader),
            changes.Subscriber is null ? [] : await reader.Rows(WatchRows.Watch),
            await OutboxBirth.ReadBlocked(reader)
        );

    private static async Task<long?> Version(NpgsqlDataReader reader) =>
        await reader.Rows(row => row.GetInt64(0)) is [long version] ? version : 0;

    private async Task<CommitOutcome> Write(NpgsqlConnection connection, Found found)
    {
        await using NpgsqlBatch batch = new(connection);
        if (changes.Forgets)
        {
            Forgetting.Of(batch, changes.Subscriber!.Chat);
        }
        else
        {
            Keep(batch, found);
        }

        AuditTable.Add(batch, changes.Audit, seal);
        if (changes is { Forgets: true, Subscriber.Chat: var forgotten })
        {
            AuditTable.ForgetChat(batch, forgotten);
        }

        if (changes.ClearAttempts.Count > 0)
        {
            batch.Then("delete from attempts where key = any($1)", Values.Of([.. changes.ClearAttempts]));
        }

        if (changes.UpdateId is { } id)
        {
            batch.Then("delete from inbox where update_id = $1", Values.Of(id));
        }

        OutboxBirth.Add(batch, messages, changes.Owner, changes.ClaimedUntil, changes.Now, found.Blocked);
        batch.Then("commit");
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        IReadOnlyList<ClaimedOutgoing> claimed = await OutboxBirth.ReadClaimed(reader, messages);
        await reader.CloseAsync();
        return new CommitOutcome.Committed(claimed);
    }

    private void Keep(NpgsqlBatch batch, Found found)
    {
        if (changes.Session is { } session)
        {
            rows.Write(batch, session);
        }

        if (changes.Subscriber is { } subscriber)
        {
            TurnRows.Write(batch, subscriber);
            WatchSync.Follow(batch, subscriber, found.Watches, changes.Shown);
        }
    }

    private async Task<CommitOutcome> Done(NpgsqlConnection connection, bool again)
    {
        bool byUs = again && (changes.UpdateId is not { } id || await Operation.DidIt(connection, name, id));
        return byUs
            ? new CommitOutcome.Committed(await OutboxBirth.Find(connection, messages))
            : new CommitOutcome.AlreadyDone();
    }

    private long[] Chats() =>
        [
            .. messages
                .Select(one => one.Message.Chat.Value)
                .Concat(changes.Session is { } session ? [session.Chat.Value] : [])
                .Concat(changes.Subscriber is { } subscriber ? [subscriber.Chat.Value] : [])
                .Distinct(),
        ];

    private sealed record Found(
        long? Session,
        long? Subscriber,
        IReadOnlyList<Watch> Watches,
        HashSet<(long Chat, bool Urgent)> Blocked
    )
    {
        public bool IsStale(TurnChanges changes) =>
            (changes.Session is { } session && session.RowVersion != Session)
            || (changes.Subscriber is { } subscriber && subscriber.RowVersion != Subscriber);
    }
}
