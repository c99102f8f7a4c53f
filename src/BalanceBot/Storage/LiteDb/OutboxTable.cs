using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

internal sealed class OutboxTable(LiteDatabase file, Writer writer, ChatCache chats, ISeal seal, SubscriberRows people)
    : IOutboxStore
{
    private const string PauseId = "pause";

    public Task<IReadOnlyList<ClaimedOutgoing>> ClaimOutgoing(
        string owner,
        int most,
        DateTimeOffset now,
        DateTimeOffset until,
        bool bulk = true
    ) =>
        writer.Write<IReadOnlyList<ClaimedOutgoing>>(db =>
        {
            List<ClaimedOutgoing> claimed = [];
            foreach (BsonDocument row in OutboxOrder.Due(db, now, bulk).Take(most))
            {
                Guid claim = Guid.NewGuid();
                if (Message(row) is { } message)
                {
                    row["claim"] = claim;
                    row["owner"] = owner;
                    row["until"] = until.UtcTicks;
                    db.Outbox().Update(row);
                    claimed.Add(new ClaimedOutgoing(message, claim));
                }
                else
                {
                    // Sealed with another token: nobody can read it any more, so it surely does not arrive.
                    OutboxSettling.Settle(db, row, new Settlement.Undelivered(), null, now, people);
                }
            }

            return claimed;
        });

    public Task<bool> Settle(Guid messageId, Guid claimId, Settlement settlement, DateTimeOffset now)
    {
        byte[]? follow = settlement is Settlement.Finished { Follow: { } next }
            ? seal.Close(StoredBody.Write(next.Body))
            : null;
        return writer.Write(db =>
        {
            if (Held(db, messageId, claimId) is not { } row)
            {
                return false;
            }

            Touch(new ChatId(row["chat"]), settlement);
            OutboxSettling.Settle(db, row, settlement, follow, now, people);
            return true;
        });
    }

    /// <summary>Some settlings change the subscriber.</summary>
    private void Touch(ChatId chat, Settlement settlement)
    {
        switch (settlement)
        {
            case Settlement.ChatUnreachable:
                chats.Touch(chat);
                break;
            case Settlement.ChatMoved moved:
                chats.Touch(chat);
                chats.Touch(moved.NewChat);
                break;
        }
    }

    public Task<bool> MarkBegun(Guid messageId, Guid claimId, bool begun) =>
        writer.Write(db =>
        {
            if (Held(db, messageId, claimId) is not { } row)
            {
                return false;
            }

            Tables.Set(row, "begun", begun ? true : BsonValue.Null);
            return db.Outbox().Update(row);
        });

    public Task<int> SettleUnknown(DateTimeOffset now)
    {
        // Looked at without the writer first: nearly always there is none.
        return file.Outbox().Count() == 0
            ? Task.FromResult(0)
            : writer.Write(db =>
            {
                List<BsonDocument> unknown =
                [
                    .. db.Outbox()
                        .FindAll()
                        .ToList()
                        .Where(row => !row["begun"].IsNull && row["until"].AsInt64 <= now.UtcTicks),
                ];
                unknown.ForEach(row => OutboxSettling.Settle(db, row, new Settlement.Undelivered(), null, now, people));
                return unknown.Count;
            });
    }

    public Task<bool> Renew(Guid messageId, Guid claimId, DateTimeOffset until) =>
        writer.Write(db =>
        {
            if (Held(db, messageId, claimId) is not { } row)
            {
                return false;
            }

            row["until"] = until.UtcTicks;
            return db.Outbox().Update(row);
        });

    public Task Pause(DateTimeOffset until) =>
        writer.Write(db =>
        {
            DateTimeOffset later = PauseOf(db) is { } known && known > until ? known : until;
            return db.Meta().Upsert(new BsonDocument { ["_id"] = PauseId, ["until"] = later.UtcTicks });
        });

    public Task<DateTimeOffset?> PausedUntil() => Task.FromResult(PauseOf(file));

    public Task<IReadOnlyList<Outgoing>> WaitingFor(ChatId chat) =>
        Task.FromResult<IReadOnlyList<Outgoing>>([
            .. file.Outbox()
                .Find(Where.Is("chat", chat.Value))
                .ToList()
                .OrderBy(row => row["seq"].AsInt64)
                .Select(Message)
                .OfType<Outgoing>(),
        ]);

    public Task<int> Waiting() => Task.FromResult(file.Outbox().Count());

    /// <summary>Null: a message with this dedupe key was stored before. An empty owner leaves it free to be claimed.</summary>
    public static Guid? Add(
        LiteDatabase db,
        Outgoing message,
        byte[] body,
        string owner,
        DateTimeOffset until,
        DateTimeOffset now
    )
    {
        if (message.DedupeKey is { } key)
        {
            if (db.Dedupe().FindById(key) is not null)
            {
                return null;
            }

            db.Dedupe().Insert(new BsonDocument { ["_id"] = key, ["at"] = now.UtcTicks });
        }

        Guid claim = Guid.NewGuid();
        db.Outbox()
            .Insert(
                new BsonDocument
                {
                    ["_id"] = message.Id,
                    ["seq"] = Sequence(db) + 1,
                    ["chat"] = message.Chat.Value,
                    ["class"] = (int)message.Class,
                    ["body"] = body,
                    ["dedupe"] = Tables.Text(message.DedupeKey),
                    ["about"] = new BsonArray(message.About.Select(key => new BsonValue(key))),
                    ["notBefore"] = Tables.Ticks(message.NotBefore),
                    ["expires"] = Tables.Ticks(message.Expires),
                    ["tries"] = message.Attempts,
                    ["claim"] = claim,
                    ["owner"] = owner,
                    ["until"] = owner.Length == 0 ? 0L : until.UtcTicks,
                }
            );
        return claim;
    }

    private static DateTimeOffset? PauseOf(LiteDatabase db) =>
        db.Meta().FindById(PauseId) is { } row ? Tables.Time(row["until"]) : null;

    private static long Sequence(LiteDatabase db) =>
        db.Outbox().Find(Query.All("seq", Query.Descending), limit: 1).ToList() is [BsonDocument last]
            ? last["seq"].AsInt64
            : 0;

    private static BsonDocument? Held(LiteDatabase db, Guid messageId, Guid claimId) =>
        db.Outbox().FindById(messageId) is { } row && row["claim"].AsGuid == claimId ? row : null;

    private Outgoing? Message(BsonDocument row) =>
        seal.Open(row["body"].AsBinary) is { } json && StoredBody.Read(json) is { } body
            ? new Outgoing(row["_id"], new ChatId(row["chat"]), (OutgoingClass)row["class"].AsInt32, body)
            {
                DedupeKey = Tables.TextOrNull(row["dedupe"]),
                NotBefore = Tables.TimeOrNull(row["notBefore"]),
                Expires = Tables.TimeOrNull(row["expires"]),
                Attempts = row["tries"],
                About = [.. OutboxSettling.About(row)],
            }
            : null;
}
