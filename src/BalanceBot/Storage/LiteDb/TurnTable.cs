using BalanceBot.Conversations;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

internal sealed class TurnTable(
    LiteDatabase file,
    Writer writer,
    ChatCache chats,
    ISeal seal,
    KeyRing keys,
    SubscriberRows people
) : ITurnStore
{
    private readonly TurnRows rows = new(seal);

    public Task<Loaded> Load(ChatId chat, string owner = "", long? updateId = null) => Task.FromResult(Read(chat));

    public Task<CommitOutcome> Commit(TurnChanges changes)
    {
        // Sealed before the writer's turn: its one thread has better things to do.
        byte[][] bodies = [.. changes.Outgoing.Select(message => seal.Close(StoredBody.Write(message.Body)))];
        return writer.Write(db => Commit(db, changes, bodies));
    }

    public Task<IReadOnlyDictionary<string, Episode>> Episodes(Subscriber subscriber) =>
        Task.FromResult<IReadOnlyDictionary<string, Episode>>(
            subscriber.Links.ToDictionary(
                link => link.ContractKey,
                link =>
                    file.Watches().FindById(WatchId.Of(link.ContractKey, subscriber.Chat)) is { } row
                        ? WatchRows.Episode(row)
                        : Episode.Fresh,
                StringComparer.Ordinal
            )
        );

    public Task<IReadOnlyList<Subscriber>> LinkedTo(string contractKey) => Task.FromResult(LinkedTo(file, contractKey));

    private IReadOnlyList<Subscriber> LinkedTo(LiteDatabase db, string contractKey) =>
        [
            .. db.Watches()
                .Find(Where.Between("_id", WatchId.FirstOf(contractKey), WatchId.LastOf(contractKey)))
                .Select(row => WatchId.Chat(row["_id"].AsBinary))
                .ToList()
                .Select(chat => people.OneOfMany(db, chat))
                .OfType<Subscriber>(),
        ];

    public Task<IReadOnlyList<Subscriber>> People(ChatId? after, int most) =>
        Task.FromResult<IReadOnlyList<Subscriber>>([
            .. file.Subscribers()
                .Find(
                    Where.Between("_id", after is { } last ? last.Value + 1 : long.MinValue, long.MaxValue),
                    limit: most
                )
                .ToList()
                .Select(people.OneOfMany),
        ]);

    public Task<IReadOnlyList<Session>> Ended(DateTimeOffset now, int most) =>
        Task.FromResult<IReadOnlyList<Session>>([
            .. file.Sessions().Find(Where.Between("ends", 1L, now.UtcTicks), limit: most).ToList().Select(rows.Session),
        ]);

    private Loaded Read(ChatId chat)
    {
        if (chats.Find(chat) is { } known)
        {
            return known;
        }

        long reading = chats.Reading;
        Loaded read = new(rows.Session(file, chat), people.Subscriber(file, chat));
        chats.Add(reading, read);
        return read;
    }

    private CommitOutcome Commit(LiteDatabase db, TurnChanges changes, byte[][] bodies)
    {
        if (changes.UpdateId is { } id && InboxTable.IsDone(db, id))
        {
            return new CommitOutcome.AlreadyDone();
        }

        if (IsStale(db, changes) || IsTaken(db, changes))
        {
            // It is read again from the file, whatever made it differ.
            Touch(changes);
            return new CommitOutcome.Conflict();
        }

        Write(db, changes);
        List<ClaimedOutgoing> claimed = [];
        for (int i = 0; i < bodies.Length; i++)
        {
            if (
                OutboxTable.Add(db, changes.Outgoing[i], bodies[i], changes.Owner, changes.ClaimedUntil, changes.Now) is
                { } claim
            )
            {
                claimed.Add(new ClaimedOutgoing(changes.Outgoing[i], claim));
            }
        }

        return new CommitOutcome.Committed(claimed);
    }

    private void Touch(TurnChanges changes)
    {
        if ((changes.Session?.Chat ?? changes.Subscriber?.Chat) is { } chat)
        {
            chats.Touch(chat);
        }

        foreach (Subscriber other in changes.Others)
        {
            chats.Touch(other.Chat);
        }
    }

    private bool IsStale(LiteDatabase db, TurnChanges changes) =>
        (changes.Session is { } session && TurnRows.Version(db.Sessions(), session.Chat) != session.RowVersion)
        || People(changes).Any(person => TurnRows.Version(db.Subscribers(), person.Chat) != person.RowVersion)
        || (changes.Place is { } place && place.IsGone(LinkedTo(db, place.ContractKey), changes.Subscriber?.Chat));

    private static IEnumerable<Subscriber> People(TurnChanges changes) =>
        changes.Subscriber is { } subscriber ? [subscriber, .. changes.Others] : changes.Others;

    private static bool IsTaken(LiteDatabase db, TurnChanges changes) =>
        changes.Redeemed is { } token && !InvitationTable.IsOpen(db, token);

    private void Write(LiteDatabase db, TurnChanges changes)
    {
        Touch(changes);
        if (changes.Redeemed is { } token)
        {
            InvitationTable.Take(db, token);
        }

        if (changes.Forgets)
        {
            Forgetting.Of(db, changes.Subscriber!.Chat, people);
        }
        else
        {
            Keep(db, changes);
        }

        AuditTable.Add(db, changes.Audit, seal, keys);
        if (changes is { Forgets: true, Subscriber.Chat: var forgotten })
        {
            AuditTable.ForgetChat(db, forgotten);
        }

        foreach (string key in changes.ClearAttempts)
        {
            AttemptTable.Clear(db, key);
        }

        foreach (AttemptRecord left in changes.TakenBack)
        {
            AttemptTable.Write(db, left);
        }

        if (changes.UpdateId is { } id)
        {
            InboxTable.MarkDone(db, id, changes.Now);
        }
    }

    private void Keep(LiteDatabase db, TurnChanges changes)
    {
        if (changes.Session is { } session)
        {
            db.Sessions().Upsert(rows.Row(session with { RowVersion = session.RowVersion + 1 }));
        }

        foreach (Subscriber subscriber in People(changes))
        {
            Subscriber before = people.Subscriber(db, subscriber.Chat);
            db.Subscribers().Upsert(people.Row(subscriber with { RowVersion = subscriber.RowVersion + 1 }));
            WatchSync.Follow(db, before, subscriber, changes.Shown);
        }
    }
}
