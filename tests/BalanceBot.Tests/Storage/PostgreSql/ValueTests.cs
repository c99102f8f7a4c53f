using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Storage;
using BalanceBot.Storage.PostgreSql;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Storage.PostgreSql;

/// <summary>What a database of texts makes hard: letters that it does not keep, lengths, and other tokens.</summary>
public sealed class ValueTests : IAsyncDisposable
{
    private const string Odd = "a\0b";
    private static readonly DateTimeOffset Noon = Watching.Noon;
    private readonly Instances instances = new();

    public ValueTask DisposeAsync() => instances.DisposeAsync();

    [Fact]
    public async Task A_contract_whose_key_holds_a_nul_is_a_contract_like_any_other()
    {
        PostgreSqlStore store = await instances.Add("one");
        ChatId anna = new(1);
        await Link(store, anna, Odd, "a");
        Watch watch = Assert.Single(await store.Scans.WatchesOf(Odd));
        WatchChange change = new(watch, watch.Episode with { Count = 5 })
        {
            DueAt = Noon,
            Record = Watching.Decided(Noon),
        };
        await store.Scans.Commit([change], ScanRun.None with { After = Odd });

        Assert.Equal(["a", Odd], (await store.Scans.Watches(null, null, 10)).Select(w => w.ContractKey));
        Assert.Equal(5, (await store.Scans.WatchesOf(Odd))[0].Episode.Count);
        Assert.Single(await store.Scans.Decisions(Odd, 10));
        Assert.Equal(Odd, (await store.Scans.Run()).After);
        DueChat due = Assert.Single(await store.Scans.Due(Noon, 10));
        Assert.Contains(Odd, due.Watches.Select(w => w.ContractKey));
        Outgoing news = Watching.Message(anna) with { About = [Odd], DedupeKey = Odd };
        ClaimedOutgoing row = Assert.Single(
            await store.Scans.Announce([Watching.Told(due, news)], new Sending("one", Noon, Noon.AddMinutes(1)))
        );
        await store.Outbox.Settle(row.Message.Id, row.ClaimId, new Settlement.Undelivered(), Noon);
        Assert.True((await store.Scans.WatchesOf(Odd))[0].Episode.Unsure);
        Assert.False((await store.Scans.WatchesOf("a"))[0].Episode.Unsure);
    }

    [Fact]
    public async Task A_language_that_cannot_be_kept_as_it_is_does_not_keep_the_turn_from_being_written()
    {
        PostgreSqlStore store = await instances.Add("one");
        (Session session, Subscriber subscriber) = await store.Turns.Load(new ChatId(1));
        CommitOutcome outcome = await store.Turns.Commit(
            new TurnChanges(1, Noon)
            {
                Session = session with { Language = Odd, Draft = Odd },
                Subscriber = subscriber with { HeardLanguage = Odd },
            }
        );

        Assert.IsType<CommitOutcome.Committed>(outcome);
        Assert.Equal(Odd, (await store.Turns.Load(new ChatId(1))).Session.Draft);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task A_key_longer_than_the_engine_can_keep_is_refused_alone(int length, bool kept)
    {
        PostgreSqlStore store = await instances.Add("one");
        Task linking = Link(store, new ChatId(1), new string('\u0416', length));
        if (kept)
        {
            await linking;
        }
        else
        {
            await Assert.ThrowsAsync<ArgumentException>(() => linking);
        }

        await Link(store, new ChatId(2), "short");
        Assert.Equal(kept ? 2 : 1, (await store.Scans.Watches(null, null, 10)).Count);
    }

    [Fact]
    public async Task What_cannot_be_written_fails_alone_of_all_that_go_together()
    {
        PostgreSqlStore store = await instances.Add("one");
        Task<IReadOnlyList<long>>[] keeping =
        [
            .. Enumerable
                .Range(1, 50)
                .Select(n =>
                    store.Inbox.Keep([Instances.Update(n, n)], n == 25 ? Odd : "one", Noon, Noon.AddMinutes(1))
                ),
        ];

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => keeping[24]);
        Assert.All(keeping.Where((_, index) => index != 24), task => Assert.Single(task.GetAwaiter().GetResult()));
        Assert.Equal(49L, instances.Ask<long>("select count(*) from balancebot.inbox"));
    }

    /// <summary>Npgsql 10.0.3 took it for prepared: "Received unexpected backend message DataRow".</summary>
    [Fact]
    public async Task What_is_refused_on_the_use_that_prepares_its_statement_spoils_nothing_after_it()
    {
        PostgreSqlStore store = await instances.Add("one");
        Task<IReadOnlyList<long>> Keep(long n, string owner) =>
            store.Inbox.Keep([Instances.Update(n, n)], owner, Noon, Noon.AddMinutes(1));

        Assert.Single(await Keep(1, "one"));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Keep(2, Odd));

        Assert.Single(await Keep(3, "one"));
        Assert.Single(await Keep(4, "one"));
    }

    [Fact]
    public async Task Rows_sealed_with_another_token_are_quarantined_and_dropped_and_links_stay()
    {
        PostgreSqlStore store = await instances.Add("one");
        await store.Inbox.Keep([Instances.Update(1, 1), Instances.Update(2, 2)], "one", Noon, Noon);
        await Link(store, new ChatId(1), "K1");
        await store.Turns.Commit(
            new TurnChanges(null, Noon) { Outgoing = [Watching.Message(new ChatId(1)) with { About = ["K1"] }] }
        );
        string secret = await store.Inbox.WebhookSecret("first");
        await using PostgreSqlStore other = await PostgreSqlEngine.Open(
            instances.ConnectionString,
            "two",
            seal: Seal.From("8:other", "store")
        );

        Assert.Empty(await other.Inbox.ClaimUpdates("two", 10, Noon, Noon.AddMinutes(1)));
        Assert.Empty(await other.Outbox.ClaimOutgoing("two", 10, Noon, Noon.AddMinutes(1)));
        Assert.All(await other.Inbox.Quarantined(10), row => Assert.Contains("another token", row.Reason));
        Assert.Equal(2, (await other.Inbox.Quarantined(10)).Count);
        Assert.Equal(0, await other.Outbox.Waiting());
        Assert.True(Assert.Single(await other.Scans.WatchesOf("K1")).Episode.Unsure);
        Assert.Single((await other.Turns.Load(new ChatId(1))).Subscriber.Links);
        Assert.Equal("first", secret);
        Assert.Equal("second", await other.Inbox.WebhookSecret("second"));
        Assert.Equal("second", await other.Inbox.WebhookSecret("third"));
    }

    private static async Task Link(PostgreSqlStore store, ChatId chat, params string[] keys)
    {
        Subscriber subscriber = (await store.Turns.Load(chat)).Subscriber;
        Subscriber linked = keys.Aggregate(subscriber, (s, key) => s.With(new Link(key, key, LinkWay.Token, Noon)));
        await store.Turns.Commit(new TurnChanges(null, Noon) { Subscriber = linked });
    }
}
