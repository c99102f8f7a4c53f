using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

internal sealed class WatchTable(LiteDatabase file, Writer writer, ISeal seal, SubscriberRows people) : IScanStore
{
    private const int MostWokenAtOnce = 1000;

    /// <summary>Who cannot be read has no turn until then, and stands in nobody's way.</summary>
    private static readonly TimeSpan BrokenRest = TimeSpan.FromHours(1);

    /// <summary>
    /// LiteDB holds every page that a query has touched until it ends, and its cache never shrinks: rows lie anywhere in
    /// the file, so that a thousand of them hold some two thousand pages.
    /// </summary>
    private const int MostReadAtOnce = 250;

    public Task<IReadOnlyList<Watch>> Watches(string? after, string? through, int most)
    {
        List<Watch> watches = [];
        byte[] lower = WatchId.Above(after);
        byte[]? upper = through is null ? null : WatchId.LastOf(through);
        int wanted;
        int found;
        do
        {
            wanted = Math.Min(MostReadAtOnce, most - watches.Count);
            found = Read(lower, upper, wanted, watches);
            lower = watches is [.., Watch last] ? WatchId.After(WatchId.Of(last.ContractKey, last.Chat)) : lower;
        } while (found == wanted && watches.Count < most);

        if (found == wanted)
        {
            // Never only some of a key's.
            Read(lower, WatchId.LastOf(watches[^1].ContractKey), int.MaxValue, watches);
        }

        return Task.FromResult<IReadOnlyList<Watch>>(watches);
    }

    private int Read(byte[] lower, byte[]? upper, int most, List<Watch> watches)
    {
        Query query = new();
        query.Where.Add(upper is null ? Where.From("_id", lower) : Where.Between("_id", lower, upper));
        List<BsonDocument> rows = file.Watches().Find(query, limit: most).ToList();
        watches.AddRange(rows.Select(WatchRows.Watch));
        return rows.Count;
    }

    public Task<IReadOnlyList<Watch>> WatchesOf(string contractKey) =>
        Task.FromResult<IReadOnlyList<Watch>>(
            file.Watches()
                .Find(Where.Between("_id", WatchId.FirstOf(contractKey), WatchId.LastOf(contractKey)))
                .ToList()
                .ConvertAll(WatchRows.Watch)
        );

    public Task Commit(IReadOnlyList<WatchChange> changes, ScanRun run) =>
        writer.Write(db =>
        {
            foreach (WatchChange change in changes)
            {
                if (Unchanged(db, change) is { } row)
                {
                    Write(db, row, change);
                }
            }

            RunRow.Write(db, run);
            return true;
        });

    public Task<ScanRun> Run() => Task.FromResult(RunRow.Read(file));

    public Task<IReadOnlyList<ClaimedOutgoing>> Commit(ScanRun run, IReadOnlyList<Outgoing> messages, Sending sending)
    {
        byte[][] bodies = [.. messages.Select(message => seal.Close(StoredBody.Write(message.Body)))];
        return writer.Write<IReadOnlyList<ClaimedOutgoing>>(db =>
        {
            RunRow.Write(db, run);
            return [.. messages.Zip(bodies).SelectMany(pair => Add(db, pair.First, pair.Second, sending))];
        });
    }

    public async Task<IReadOnlyList<DueChat>> Due(DateTimeOffset now, int most)
    {
        // All of them, in commits of their own: who stops soonest may have been marked last.
        while (file.Due().Exists(Where.Between("wake", 1L, now.UtcTicks)))
        {
            await writer.Write(db => Wake(db, now));
        }

        List<DueChat> chats = [];
        List<long> broken = [];
        foreach (long chat in Ranked(most))
        {
            if (people.OneOfMany(file, new ChatId(chat)) is not { } subscriber)
            {
                broken.Add(chat);
                continue;
            }

            Watch[] watches =
            [
                .. subscriber
                    .Links.Select(link => file.Watches().FindById(WatchId.Of(link.ContractKey, subscriber.Chat)))
                    .Where(row => row is not null)
                    .Select(WatchRows.Watch),
            ];
            chats.Add(new DueChat(subscriber, watches));
        }

        if (broken.Count == 0)
        {
            return chats;
        }

        await writer.Write(db => PutOff(db, broken, now + BrokenRest));
        return chats.Count > 0 ? chats : await Due(now, most);
    }

    private static int PutOff(LiteDatabase db, List<long> chats, DateTimeOffset until)
    {
        List<BsonDocument> rows = chats
            .ConvertAll(chat => db.Due().Find(Where.Is("chat", chat)).ToList())
            .SelectMany(some => some)
            .ToList();
        foreach (BsonDocument row in rows)
        {
            row.Remove("rank");
            row["wake"] = until.UtcTicks;
            db.Due().Update(row);
        }

        return rows.Count;
    }

    public Task<DateTimeOffset?> NextDue() =>
        Task.FromResult(
            file.Due().Exists(Where.From("rank", 0)) ? DateTimeOffset.MinValue
            : file.Due().Find(Query.All("wake"), limit: 1).ToList() is [BsonDocument first] ? Tables.Time(first["wake"])
            : (DateTimeOffset?)null
        );

    public Task<IReadOnlyList<ClaimedOutgoing>> Announce(IReadOnlyList<Announcement> announcements, Sending sending)
    {
        byte[]?[] bodies =
        [
            .. announcements.Select(a => a.Message is { } message ? seal.Close(StoredBody.Write(message.Body)) : null),
        ];
        return writer.Write<IReadOnlyList<ClaimedOutgoing>>(db =>
            [.. announcements.Zip(bodies).SelectMany(pair => Announce(db, pair.First, pair.Second, sending))]
        );
    }

    public Task<IReadOnlyList<(ChatId Chat, Recorded Decision)>> Decisions(string contractKey, int most) =>
        Task.FromResult<IReadOnlyList<(ChatId, Recorded)>>([
            .. file.Decisions()
                .Find(Where.Between("_id", WatchId.FirstOf(contractKey), WatchId.LastOf(contractKey)))
                .ToList()
                .Select(row => (WatchId.Chat(row["_id"].AsBinary, timed: true), WatchRows.Recorded(row)))
                .OrderByDescending(entry => entry.Item2.At)
                .Take(most),
        ]);

    public Task<int> Forget(DateTimeOffset before) =>
        writer.Write(db =>
            db.Decisions().DeleteMany(Where.Below("at", before.UtcTicks))
            + db.Dedupe().DeleteMany(Where.Below("at", before.UtcTicks))
        );

    private static int Wake(LiteDatabase db, DateTimeOffset now)
    {
        List<BsonDocument> woken = db.Due()
            .Find(Where.Between("wake", 1L, now.UtcTicks), limit: MostWokenAtOnce)
            .ToList();
        foreach (BsonDocument row in woken)
        {
            row.Remove("wake");
            row["rank"] = row["urgency"];
            db.Due().Update(row);
        }

        return woken.Count;
    }

    /// <summary>Chats by their most urgent contract; a chat has at most a few, so some more rows than chats are enough.</summary>
    private List<long> Ranked(int most)
    {
        List<long> chats = [];
        for (int skip = 0; chats.Count < most; skip += most)
        {
            List<BsonDocument> rows = file.Due().Find(Where.From("rank", 0), skip, most).ToList();
            chats = [.. chats.Concat(rows.Select(row => row["chat"].AsInt64)).Distinct().Take(most)];
            if (rows.Count < most)
            {
                break;
            }
        }

        return chats;
    }

    private static ClaimedOutgoing[] Announce(LiteDatabase db, Announcement announcement, byte[]? body, Sending sending)
    {
        List<(WatchChange Change, BsonDocument Row)> rows = [];
        foreach (WatchChange change in announcement.Changes)
        {
            if (Unchanged(db, change) is not { } row)
            {
                return [];
            }

            rows.Add((change, row));
        }

        // What is due of a contract that is not linked any more.
        db.Due().DeleteMany(Where.Is("chat", announcement.Chat.Value));
        rows.ForEach(pair => Write(db, pair.Row, pair.Change));
        return announcement.Message is { } message ? Add(db, message, body!, sending) : [];
    }

    private static ClaimedOutgoing[] Add(LiteDatabase db, Outgoing message, byte[] body, Sending sending) =>
        OutboxTable.Add(db, message, body, sending.Owner, sending.ClaimedUntil, sending.Now) is { } claim
            ? [new ClaimedOutgoing(message, claim)]
            : [];

    private static BsonDocument? Unchanged(LiteDatabase db, WatchChange change) =>
        db.Watches().FindById(WatchId.Of(change.Before.ContractKey, change.Before.Chat)) is { } row
        && row["version"].AsInt64 == change.Before.RowVersion
            ? row
            : null;

    private static void Write(LiteDatabase db, BsonDocument row, WatchChange change)
    {
        WatchRows.Write(row, change.Episode);
        if (change.Record is { } decision)
        {
            row["last"] = WatchRows.Row(decision);
            BsonDocument logged = WatchRows.Row(decision);
            logged["_id"] = WatchId.Of(change.Before.ContractKey, change.Before.Chat, decision.At);
            db.Decisions().Upsert(logged);
        }

        Tables.Set(row, "due", Tables.Ticks(change.DueAt));
        WatchSync.Update(db, row);
        Mark(db, row["_id"], change);
    }

    private static void Mark(LiteDatabase db, BsonValue id, WatchChange change)
    {
        if (change.DueAt is { } at)
        {
            db.Due()
                .Upsert(
                    new BsonDocument
                    {
                        ["_id"] = id,
                        ["chat"] = change.Before.Chat.Value,
                        ["wake"] = at.UtcTicks,
                        ["urgency"] = change.Urgency.DayNumber,
                    }
                );
        }
        else if (change.Before.DueAt is not null)
        {
            db.Due().Delete(id);
        }
    }
}
