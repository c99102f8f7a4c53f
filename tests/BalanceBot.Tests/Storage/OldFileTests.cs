using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;
using LiteDB;

namespace BalanceBot.Tests.Storage;

/// <summary>A file as version 1 left it, before there were warnings: written here field by field, as it wrote.</summary>
public sealed class OldFileTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ChatId Anna = new(1001);
    private static readonly ChatId Bo = new(1002);
    private static readonly ChatId Cy = new(1003);
    private static readonly Guid Waiting = new("00000000-0000-7000-8000-000000000001");
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-old-").FullName;
    private readonly Seal seal = Seal.From("7:token", "store");

    public OldFileTests()
    {
        using LiteDatabase db = new(File);
        db.GetCollection("meta").Insert(new BsonDocument { ["_id"] = "schema", ["version"] = 1 });
        ILiteCollection<BsonDocument> subscribers = db.GetCollection("subscribers");
        subscribers.Insert(Subscriber(Anna, reachable: true, "nb", ["sub1", "SUB1"]));
        subscribers.Insert(Subscriber(Bo, reachable: false, null, ["sub1"]));
        subscribers.Insert(Subscriber(Cy, reachable: true, null, []));
        ILiteCollection<BsonDocument> sessions = db.GetCollection("sessions");
        sessions.Insert(Session(Anna, "en-GB", draft: "700 123"));
        sessions.Insert(Session(Cy, null, draft: null));
        db.GetCollection("outbox").Insert(Message());
        db.GetCollection("dedupe").Insert(new BsonDocument { ["_id"] = "once", ["at"] = Noon.UtcTicks });
        db.GetCollection("done").Insert(new BsonDocument { ["_id"] = 7L, ["at"] = Noon.UtcTicks });
    }

    private string File => Path.Combine(folder, "bot.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Whoever_was_linked_is_watched_and_remembers_nothing_yet()
    {
        using LiteDbStore store = LiteDbStore.Open(File, seal);

        IReadOnlyList<Watch> watches = await store.Scans.Watches(null, null, 100);
        Assert.Equal(
            [(Anna, "SUB1", true), (Anna, "sub1", true), (Bo, "sub1", false)],
            watches.Select(watch => (watch.Chat, watch.ContractKey, watch.Reachable))
        );
        Assert.All(
            watches,
            watch =>
                Assert.Equal(
                    (Episode.Fresh, WarningChoices.None, LinkChoices.None, null, null),
                    (watch.Episode, watch.Choices, watch.Contract, watch.Last, watch.DueAt)
                )
        );
        Assert.Empty(await store.Scans.Decisions("sub1", 10));
        Assert.Null(await store.Scans.NextDue());
        Assert.Equal(ScanRun.None.CompletedAt, (await store.Scans.Run()).CompletedAt);
    }

    [Fact]
    public async Task The_bot_speaks_first_in_the_language_that_was_last_heard()
    {
        using LiteDbStore store = LiteDbStore.Open(File, seal);

        Assert.Equal(("nb", "en-GB"), await Languages(store, Anna));
        Assert.Equal((null, null), await Languages(store, Bo));
        Assert.Equal((null, null), await Languages(store, Cy));
    }

    [Fact]
    public async Task Nothing_that_was_there_is_lost()
    {
        using LiteDbStore store = LiteDbStore.Open(File, seal);

        (Session session, Subscriber subscriber) = await store.Turns.Load(Anna);
        Assert.Equal((State.AwaitingDocument, "700 123", 5), (session.State, session.Draft, session.RowVersion));
        Assert.Equal(4, subscriber.RowVersion);
        Assert.Equal(
            [
                new Link("sub1", "no sub1", LinkWay.LoginAndPassword, Noon),
                new Link("SUB1", "no SUB1", LinkWay.LoginAndPassword, Noon),
            ],
            subscriber.Links
        );
        Assert.False((await store.Turns.Load(Bo)).Subscriber.Reachable);
        Assert.Contains(7L, await store.Inbox.Known(DateTimeOffset.MinValue));
        ClaimedOutgoing row = Assert.Single(await store.Outbox.ClaimOutgoing("two", 10, Noon, Noon.AddMinutes(10)));
        Assert.Equal((Waiting, 1), (row.Message.Id, row.Message.Attempts));
        Assert.Equal(new Body.Text("waits").Html, Assert.IsType<Body.Text>(row.Message.Body).Html);
        Assert.Empty(row.Message.About);
        Assert.True(await store.Outbox.Settle(Waiting, row.ClaimId, new Settlement.Undelivered(), Noon));
    }

    [Fact]
    public async Task Opening_it_again_changes_nothing_and_what_was_learnt_meanwhile_stays()
    {
        using (LiteDbStore store = LiteDbStore.Open(File, seal))
        {
            Watch watch = Assert.Single(await store.Scans.WatchesOf("SUB1"));
            WatchChange change = new(watch, new Episode { Told = Level.Day }) { DueAt = Noon };
            await store.Scans.Commit([change], ScanRun.None with { CompletedAt = Noon });
            Subscriber anna = (await store.Turns.Load(Anna)).Subscriber;
            await store.Turns.Commit(new TurnChanges(8, Noon) { Subscriber = anna with { HeardLanguage = "nb" } });
        }

        using LiteDbStore again = LiteDbStore.Open(File, seal);
        Assert.Equal(3, (await again.Scans.Watches(null, null, 100)).Count);
        Assert.Equal(Level.Day, Assert.Single(await again.Scans.WatchesOf("SUB1")).Episode.Told);
        Assert.Equal(("nb", "nb"), await Languages(again, Anna));
        Assert.Equal(Noon, (await again.Scans.Run()).CompletedAt);
    }

    [Fact]
    public async Task A_step_taken_twice_is_harmless()
    {
        LiteDbStore.Open(File, seal).Dispose();
        using (LiteDatabase raw = new(File))
        {
            raw.GetCollection("meta").Update(new BsonDocument { ["_id"] = "schema", ["version"] = 1 });
        }

        using LiteDbStore store = LiteDbStore.Open(File, seal);
        IReadOnlyList<Watch> watches = await store.Scans.Watches(null, null, 100);
        Assert.Equal(["SUB1", "sub1", "sub1"], watches.Select(watch => watch.ContractKey));
        Assert.All(watches, watch => Assert.Equal(Episode.Fresh, watch.Episode));
        Assert.Equal(("nb", "en-GB"), await Languages(store, Anna));
    }

    private static async Task<(string?, string?)> Languages(LiteDbStore store, ChatId chat)
    {
        Subscriber subscriber = (await store.Turns.Load(chat)).Subscriber;
        return (subscriber.Language, subscriber.HeardLanguage);
    }

    private static BsonDocument Subscriber(ChatId chat, bool reachable, string? language, string[] keys) =>
        new()
        {
            ["_id"] = chat.Value,
            ["links"] = new BsonArray(
                keys.Select(key => new BsonDocument
                {
                    ["key"] = key,
                    ["number"] = $"no {key}",
                    ["way"] = 2,
                    ["at"] = Noon.UtcTicks,
                })
            ),
            ["language"] = language,
            ["reachable"] = reachable,
            ["version"] = 4L,
        };

    private BsonDocument Session(ChatId chat, string? language, string? draft) =>
        new()
        {
            ["_id"] = chat.Value,
            ["schema"] = 1,
            ["state"] = (int)State.AwaitingDocument,
            ["draft"] = draft is null ? BsonValue.Null : seal.Close(draft),
            ["ends"] = Noon.UtcTicks,
            ["language"] = language,
            ["version"] = 5L,
        };

    private BsonDocument Message() =>
        new()
        {
            ["_id"] = Waiting,
            ["seq"] = 1L,
            ["chat"] = Anna.Value,
            ["class"] = 1,
            ["body"] = seal.Close(StoredBody.Write(new Body.Text("waits"))),
            ["dedupe"] = BsonValue.Null,
            ["notBefore"] = BsonValue.Null,
            ["expires"] = BsonValue.Null,
            ["tries"] = 1,
            ["claim"] = Guid.NewGuid(),
            ["owner"] = "gone",
            ["until"] = Noon.AddYears(1).UtcTicks,
        };
}
