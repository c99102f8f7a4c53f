using BalanceBot.Conversations;
using BalanceBot.Inbox;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Storage;

/// <summary>Rows that cannot be read or written cost themselves only.</summary>
public sealed class LiteDbRowTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-file-").FullName;
    private readonly Seal seal = Seal.From("7:token", "store");

    private string File => Path.Combine(folder, "bot.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Rows_sealed_with_another_token_are_quarantined_and_dropped_and_links_stay()
    {
        using (LiteDbStore store = LiteDbStore.Open(File, seal))
        {
            await store.Inbox.Keep([new Incoming(new(7, "seven"), new(1))], "one", default, default);
            Link link = new("K1", "700 123", LinkWay.LoginAndPassword, DateTimeOffset.UnixEpoch);
            await store.Turns.Commit(
                new TurnChanges(8, default) { Subscriber = new Subscriber(new ChatId(1)).With(link) }
            );
        }

        using LiteDbStore other = LiteDbStore.Open(File, Seal.From("8:another-token", "store"));
        Assert.Empty(await other.Inbox.ClaimUpdates("two", 10, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch));
        Assert.Contains("another token", Assert.Single(await other.Inbox.Quarantined(10)).Reason);
        Assert.Equal("700 123", Assert.Single((await other.Turns.Load(new ChatId(1))).Subscriber.Links).ContractNumber);
    }

    [Fact]
    public async Task A_warning_that_no_one_can_read_any_more_did_not_arrive_and_is_judged_again()
    {
        ChatId anna = new(1);
        using (LiteDbStore store = LiteDbStore.Open(File, seal))
        {
            Link link = new("K1", "700 123", LinkWay.LoginAndPassword, DateTimeOffset.UnixEpoch);
            Outgoing warning = new(Guid.NewGuid(), anna, OutgoingClass.Bulk, new Body.Text("x")) { About = ["K1"] };
            await store.Turns.Commit(
                new TurnChanges(8, default) { Subscriber = new Subscriber(anna).With(link), Outgoing = [warning] }
            );
        }

        using LiteDbStore other = LiteDbStore.Open(File, Seal.From("8:another-token", "store"));
        Assert.Empty(await other.Outbox.ClaimOutgoing("two", 10, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch));
        Assert.Equal(0, await other.Outbox.Waiting());
        Assert.True(Assert.Single(await other.Scans.WatchesOf("K1")).Episode.Unsure);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    [InlineData(100_000, false)]
    public async Task A_key_longer_than_the_engine_can_keep_is_refused_alone_and_the_store_lives(int length, bool kept)
    {
        using LiteDbStore store = LiteDbStore.Open(File, seal);
        Link link = new(new string('9', length), "700 123", LinkWay.LoginAndPassword, DateTimeOffset.UnixEpoch);
        Task linked = store.Turns.Commit(
            new TurnChanges(1, default) { Subscriber = new Subscriber(new ChatId(1)).With(link) }
        );
        await Record.ExceptionAsync(() => linked);

        Assert.Equal(kept, linked.IsCompletedSuccessfully);
        Assert.Equal(kept ? 1 : 0, (await store.Scans.WatchesOf(link.ContractKey)).Count);
        await store.Turns.Commit(new TurnChanges(2, default) { Subscriber = new Subscriber(new ChatId(2)) });
        Assert.False(store.Failed.IsCompleted);
        if (kept)
        {
            Watch watch = Assert.Single(await store.Scans.WatchesOf(link.ContractKey));
            Recorded decision = new(DateTimeOffset.UnixEpoch, RecordedKind.Silent, 1);
            await store.Scans.Commit([new WatchChange(watch, watch.Episode) { Record = decision }], ScanRun.None);
            Assert.Single(await store.Scans.Decisions(link.ContractKey, 10));
        }
    }

    [Fact]
    public async Task A_bug_in_one_write_is_rolled_back_alone()
    {
        using LiteDB.LiteDatabase raw = new(File);
        using Writer writer = new(raw, () => { }, cause => new StoreUnusableException("x", cause));
        Task<int> bad = writer.Write<int>(db =>
        {
            db.GetCollection("t").Insert(new LiteDB.BsonDocument { ["_id"] = 1 });
            throw new InvalidOperationException();
        });
        Task<int> good = writer.Write(db =>
        {
            db.GetCollection("t").Insert(new LiteDB.BsonDocument { ["_id"] = 2 });
            return 2;
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        Assert.Equal(2, await good);
        Assert.Equal(1, raw.GetCollection("t").Count());
    }
}
