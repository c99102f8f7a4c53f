using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Storage.PostgreSql;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Storage.PostgreSql;

/// <summary>Several instances over one database: which is alive, what a dead one held, and whose clock counts.</summary>
public sealed class AliveTests : IAsyncDisposable
{
    private readonly Instances instances = new();

    public ValueTask DisposeAsync() => instances.DisposeAsync();

    [Fact]
    public async Task What_a_dead_instance_held_is_free_and_what_it_had_begun_is_unknown()
    {
        Wire wire = instances.Wire();
        PostgreSqlStore dead = await instances.Add("dead", wire);
        PostgreSqlStore alive = await instances.Add("alive");
        DateTimeOffset now = alive.Time.GetUtcNow();
        await dead.Inbox.Keep([Instances.Update(1, 1)], "dead", now, now.AddHours(1));
        await alive.Inbox.Keep([Instances.Update(2, 2)], "alive", now, now.AddHours(1));
        IReadOnlyList<ClaimedOutgoing> rows = await Commit(dead, "dead", now, Message(new(1)), Message(new(3)));
        await dead.Outbox.MarkBegun(rows[0].Message.Id, rows[0].ClaimId, begun: true);

        wire.Cut();
        instances.Do("update balancebot.instances set seen_at = seen_at - interval '1 min' where owner = 'dead'");

        await Instances.Until(async () => await alive.Outbox.Waiting() == 1);
        Assert.Equal([1], (await alive.Inbox.ClaimUpdates("alive", 9, now, now.AddHours(1))).Select(row => row.Raw.Id));
        Assert.Equal(
            [rows[1].Message.Id],
            (await alive.Outbox.ClaimOutgoing("alive", 9, now, now.AddHours(1))).Select(row => row.Message.Id)
        );
        Assert.Equal(1L, instances.Ask<long>("select count(*) from balancebot.instances"));
    }

    [Fact]
    public async Task Who_was_away_itself_takes_nothing_from_others()
    {
        PostgreSqlStore one = await instances.Add("one");
        DateTimeOffset now = one.Time.GetUtcNow();
        await one.Inbox.Keep([Instances.Update(1, 1)], "other", now, now.AddHours(1));
        instances.Do("insert into balancebot.instances values ('other', clock_timestamp() - interval '1 min', '1')");
        instances.Do("update balancebot.instances set seen_at = clock_timestamp() - interval '1 min'");
        // The first beat after it finds itself late, and only becomes known again; the second may take over.
        await Instances.Until(() =>
            Task.FromResult(
                instances.Ask<bool>(
                    "select seen_at > clock_timestamp() - interval '5 s' from balancebot.instances where owner = 'one'"
                )
            )
        );
        Assert.Empty(await one.Inbox.ClaimUpdates("one", 9, now, now.AddHours(1)));

        await Instances.Until(async () => (await one.Inbox.ClaimUpdates("one", 9, now, now.AddHours(1))).Count == 1);
    }

    [Fact]
    public async Task Whoever_goes_in_order_leaves_nothing_held()
    {
        PostgreSqlStore one = await PostgreSqlEngine.Open(instances.ConnectionString, "one");
        PostgreSqlStore two = await instances.Add("two");
        DateTimeOffset now = one.Time.GetUtcNow();
        await one.Inbox.Keep([Instances.Update(1, 1)], "one", now, now.AddHours(1));
        await Commit(one, "one", now, Message(new(1)));
        Assert.True(one.Presence.IsSure);

        await one.DisposeAsync();

        Assert.Single(await two.Inbox.ClaimUpdates("two", 9, now, now.AddHours(1)));
        Assert.Single(await two.Outbox.ClaimOutgoing("two", 9, now, now.AddHours(1)));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => one.Turns.Load(new ChatId(1)));
    }

    [Fact]
    public async Task Who_is_not_heard_of_is_not_sure_to_be_alive()
    {
        Wire wire = instances.Wire();
        PostgreSqlStore store = await instances.Add("one", wire);
        Assert.True(store.Presence.IsSure);

        wire.Cut();

        await Instances.Until(() => Task.FromResult(!store.Presence.IsSure));
        wire.Mend();
        await Instances.Until(() => Task.FromResult(store.Presence.IsSure));
    }

    [Fact]
    public async Task Who_was_away_is_sure_again_but_not_of_what_it_took_before()
    {
        Wire wire = instances.Wire();
        PostgreSqlStore store = await instances.Add("one", wire);
        DateTimeOffset taken = store.Time.GetUtcNow();
        Assert.True(store.Presence.IsSureSince(taken));

        wire.Cut();
        await Instances.Until(() => Task.FromResult(!store.Presence.IsSure));
        wire.Mend();
        await Instances.Until(() => Task.FromResult(store.Presence.IsSure));

        Assert.False(store.Presence.IsSureSince(taken));
        Assert.True(store.Presence.IsSureSince(store.Time.GetUtcNow()));
    }

    [Fact]
    public async Task What_others_will_say_first_is_waited_for_and_bulk_is_not()
    {
        PostgreSqlStore one = await instances.Add("one");
        PostgreSqlStore two = await instances.Add("two");
        DateTimeOffset now = one.Time.GetUtcNow();
        ChatId anna = new(1);
        await Commit(one, "one", now, Message(anna) with { Class = OutgoingClass.Bulk });
        Assert.False((await two.Turns.Load(anna, "two")).MessagesWait);
        ClaimedOutgoing first = Assert.Single(await Commit(one, "one", now, Message(anna)));

        Assert.False((await one.Turns.Load(anna, "one")).MessagesWait);
        Assert.True((await two.Turns.Load(anna, "two")).MessagesWait);
        Assert.Empty(await Commit(two, "two", now, Message(anna)));
        Assert.Empty(await two.Outbox.ClaimOutgoing("two", 9, now, now.AddHours(1), bulk: false));
        // Behind the second, which is nobody's yet, the first's sender waits too.
        Assert.True((await one.Turns.Load(anna, "one")).MessagesWait);

        await one.Outbox.Settle(first.Message.Id, first.ClaimId, new Settlement.Finished(), now);
        Assert.Single(await two.Outbox.ClaimOutgoing("two", 9, now, now.AddHours(1), bulk: false));
        Assert.False((await two.Turns.Load(anna, "two")).MessagesWait);
    }

    [Fact]
    public async Task An_instance_whose_clock_is_wrong_has_the_time_of_the_database()
    {
        await using PostgreSqlStore late = await PostgreSqlEngine.Open(
            instances.ConnectionString,
            "late",
            new WrongClock(TimeSpan.FromMinutes(-5))
        );
        await using PostgreSqlStore early = await PostgreSqlEngine.Open(
            instances.ConnectionString,
            "early",
            new WrongClock(TimeSpan.FromMinutes(5))
        );

        Assert.Equal(late.Time.GetUtcNow(), early.Time.GetUtcNow(), TimeSpan.FromSeconds(1));
        Assert.Equal(TimeProvider.System.GetUtcNow(), early.Time.GetUtcNow(), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Whoever_takes_an_update_once_more_finds_that_it_is_done()
    {
        PostgreSqlStore one = await instances.Add("one");
        PostgreSqlStore two = await instances.Add("two");
        Session session = (await two.Turns.Load(new ChatId(1), "two", 7)).Session;
        await one.Turns.Commit(new TurnChanges(7, one.Time.GetUtcNow()) { Session = session });

        Assert.True((await two.Turns.Load(new ChatId(1), "two", 7)).IsDone);
        Assert.False((await two.Turns.Load(new ChatId(1), "two", 8)).IsDone);
        Assert.False((await two.Turns.Load(new ChatId(1), "two")).IsDone);
    }

    private static async Task<IReadOnlyList<ClaimedOutgoing>> Commit(
        PostgreSqlStore store,
        string owner,
        DateTimeOffset now,
        params Outgoing[] messages
    )
    {
        TurnChanges changes = new(null, now)
        {
            Outgoing = messages,
            Owner = owner,
            ClaimedUntil = now.AddHours(1),
        };
        return Assert.IsType<CommitOutcome.Committed>(await store.Turns.Commit(changes)).Outgoing;
    }

    private static Outgoing Message(ChatId chat) =>
        new(Guid.CreateVersion7(), chat, OutgoingClass.Answer, new Body.Text("x"));

    private sealed class WrongClock(TimeSpan wrong) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + wrong;
    }
}
