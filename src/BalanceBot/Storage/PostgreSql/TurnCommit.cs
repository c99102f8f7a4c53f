using BalanceBot.Conversations;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// One turn in one transaction and two round trips: look, with the chat locked; then write. Its name lets a repetition find
/// out that it was committed.
/// </summary>
internal sealed class TurnCommit(
    TurnRows rows,
    SubscriberRows people,
    TurnChanges changes,
    ISeal seal,
    KeyRing keys,
    IReadOnlyList<NewMessage> messages
)
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

        foreach (Subscriber subscriber in People())
        {
            batch
                .Then("select version from subscribers where chat = $1", Values.Of(subscriber.Chat.Value))
                .Then(WatchRows.OfChatLocked, Values.Of(subscriber.Chat.Value));
        }

        if (changes.Place is { } place)
        {
            batch
                .Then(Locks.OfContract, Values.Of(place.ContractKey))
                .Then(SubscriberRows.LinkedTo, Values.Of(Values.Key(place.ContractKey)));
        }

        OutboxBirth.Look(batch, messages, changes.Owner, changes.Now);
        if (changes.Redeemed is { } token)
        {
            batch.Then(InvitationTable.Locked, Values.Of(token));
        }

        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        return await Operation.IsFirst(reader) ? await Read(reader) : null;
    }

    private async Task<Found> Read(NpgsqlDataReader reader)
    {
        long? session = changes.Session is null ? null : await Version(reader);
        List<FoundPerson> found = [];
        foreach (Subscriber subscriber in People())
        {
            found.Add(new FoundPerson(subscriber, await Version(reader), await reader.Rows(WatchRows.Watch)));
        }

        IReadOnlyList<Subscriber> linked = [];
        if (changes.Place is not null)
        {
            await reader.NextResultAsync();
            linked = [.. (await reader.Rows(people.OneOfMany)).OfType<Subscriber>()];
        }

        return new Found(
            session,
            found,
            linked,
            await OutboxBirth.ReadBlocked(reader),
            changes.Redeemed is null || await reader.Rows(row => row.GetBoolean(0)) is [true]
        );
    }

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

        AuditTable.Add(batch, changes.Audit, seal, keys);
        if (changes is { Forgets: true, Subscriber.Chat: var forgotten })
        {
            AuditTable.ForgetChat(batch, forgotten);
        }

        if (changes.ClearAttempts.Count > 0)
        {
            batch.Then("delete from attempts where key = any($1)", Values.Of([.. changes.ClearAttempts]));
        }

        foreach (AttemptRecord left in changes.TakenBack)
        {
            AttemptTable.Write(batch, left);
        }

        if (changes.Redeemed is { } token)
        {
            batch.Then(InvitationTable.Take, Values.Of(token));
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

        foreach (FoundPerson person in found.People)
        {
            people.Write(batch, person.Subscriber);
            WatchSync.Follow(batch, person.Subscriber, person.Watches, changes.Shown);
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
                .Concat(People().Select(person => person.Chat.Value))
                .Distinct(),
        ];

    private IEnumerable<Subscriber> People() =>
        changes.Subscriber is { } subscriber ? [subscriber, .. changes.Others] : changes.Others;

    /// <param name="Linked">Whoever is linked to the contract at which this turn takes a place.</param>
    /// <param name="IsOpen">The invitation that this turn redeems, if any, is still there.</param>
    private sealed record Found(
        long? Session,
        IReadOnlyList<FoundPerson> People,
        IReadOnlyList<Subscriber> Linked,
        HashSet<(long Chat, bool Urgent)> Blocked,
        bool IsOpen
    )
    {
        public bool IsStale(TurnChanges changes) =>
            !IsOpen
            || (changes.Session is { } session && session.RowVersion != Session)
            || People.Any(person => person.Subscriber.RowVersion != person.Version)
            || (changes.Place is { } place && place.IsGone(Linked, changes.Subscriber?.Chat));
    }

    /// <param name="Version">As it is stored.</param>
    /// <param name="Watches">All of the chat, as they are.</param>
    private sealed record FoundPerson(Subscriber Subscriber, long? Version, IReadOnlyList<Watch> Watches);
}
