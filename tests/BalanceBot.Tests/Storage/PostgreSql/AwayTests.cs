using System.Diagnostics;
using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Storage;
using BalanceBot.Storage.PostgreSql;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Storage.PostgreSql;

/// <summary>The database goes away and comes back; instances die; clocks are wrong.</summary>
public sealed class AwayTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Instances instances = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => instances.DisposeAsync();

    [Fact]
    public async Task While_the_database_is_away_an_update_is_refused_soon_and_everything_else_waits_and_is_done()
    {
        Wire wire = instances.Wire();
        PostgreSqlStore store = await instances.Add("one", wire);
        DateTimeOffset now = store.Time.GetUtcNow();
        Assert.Equal([1], await store.Inbox.Keep([Instances.Update(1, 1)], "one", now, now.AddMinutes(1)));
        Assert.Null(store.Inbox.Away);

        wire.Cut();
        Task done = store.Inbox.Complete(1, now);
        Task<Loaded> loaded = store.Turns.Load(new ChatId(1), "one");
        Task<CommitOutcome> committed = store.Turns.Commit(new TurnChanges(2, now));
        await Refused(store, 3);
        Task away = store.Inbox.Away!;
        await Refused(store, 4);
        Assert.False(away.IsCompleted || done.IsCompleted || loaded.IsCompleted || committed.IsCompleted);
        wire.Mend();

        await away.WaitAsync(Patience, Stop);
        await Task.WhenAll(done, loaded, committed).WaitAsync(Patience, Stop);
        Assert.IsType<CommitOutcome.Committed>(await committed);
        Assert.Null(store.Inbox.Away);
        Assert.Equal([1L, 2L], (await store.Inbox.Known(DateTimeOffset.MinValue)).Order());
        Assert.Equal([3], await store.Inbox.Keep([Instances.Update(3, 1)], "one", now, now.AddMinutes(1)));
    }

    [Fact]
    public async Task However_many_turns_wait_for_a_connection_updates_are_kept_at_once_and_nothing_looks_away()
    {
        PostgreSqlStore store = await instances.Add("one");
        DateTimeOffset now = store.Time.GetUtcNow();
        using Npgsql.NpgsqlConnection other = new(instances.ConnectionString);
        await other.OpenAsync(Stop);
        await using Npgsql.NpgsqlTransaction holding = await other.BeginTransactionAsync(Stop);
        await using Npgsql.NpgsqlCommand hold = new("lock table balancebot.sessions in exclusive mode", other);
        await hold.ExecuteNonQueryAsync(Stop);
        Task<CommitOutcome>[] turns =
        [
            .. Enumerable
                .Range(1, 500)
                .Select(n => store.Turns.Commit(new TurnChanges(n, now) { Session = Session.New(new ChatId(n)) })),
        ];

        await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System, Stop);
        Assert.Equal([1000], await store.Inbox.Keep([Instances.Update(1000, 1)], "one", now, now.AddMinutes(1)));
        Assert.True(store.Presence.IsSure);
        Assert.Null(store.Inbox.Away);
        await holding.RollbackAsync(Stop);

        Assert.All(await Task.WhenAll(turns), outcome => Assert.IsType<CommitOutcome.Committed>(outcome));
    }

    [Fact]
    public async Task A_server_that_is_killed_and_started_again_is_waited_for()
    {
        using Cluster own = Cluster.Start();
        string database = own.Database();
        await using PostgreSqlStore store = await PostgreSqlEngine.Open(database, "one");
        DateTimeOffset now = store.Time.GetUtcNow();
        for (long life = 1; life <= 2; life++)
        {
            await store.Inbox.Keep([Instances.Update(life, 1)], "one", now, now.AddMinutes(1));
            own.Down();
            Task done = store.Inbox.Complete(life, now);
            own.Up();
            await done.WaitAsync(Patience, Stop);
        }

        Assert.Equal([1L, 2L], (await store.Inbox.Known(DateTimeOffset.MinValue)).Order());
        Assert.Null(await store.Inbox.OldestKept());
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

    [Fact]
    public async Task A_session_that_an_operator_ends_costs_nothing()
    {
        PostgreSqlStore store = await instances.Add("one");
        for (long update = 1; update <= 20; update++)
        {
            instances.Do(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'BalanceBot' and datname = current_database()"
            );
            Session session = (await store.Turns.Load(new ChatId(1))).Session;
            Assert.IsType<CommitOutcome.Committed>(
                await store.Turns.Commit(new TurnChanges(update, store.Time.GetUtcNow()) { Session = session })
            );
        }

        Assert.Equal(20, (await store.Turns.Load(new ChatId(1))).Session.RowVersion);
    }

    [Fact]
    public async Task What_was_kept_for_somebody_who_gave_up_waiting_is_free_for_whoever_comes()
    {
        Wire? wire = null;
        wire = instances.Wire(_ => IsKept(wire!));
        PostgreSqlStore store = await instances.Add("one", wire);
        PostgreSqlStore other = await instances.Add("two");
        await Refused(store, 1);
        Assert.Equal(1L, instances.Ask<long>("select count(*) from balancebot.inbox where until > 0"));
        wire.Mend();

        DateTimeOffset now = other.Time.GetUtcNow();
        await Instances.Until(async () =>
            (await other.Inbox.ClaimUpdates("two", 10, now, now.AddMinutes(1))).Any(row => row.Raw.Id == 1)
        );
        Assert.Equal("two", instances.Ask<string>("select owner from balancebot.inbox where update_id = 1"));
    }

    [Fact]
    public async Task What_comes_behind_an_update_that_nobody_here_will_handle_is_not_taken_before_it()
    {
        Wire? wire = null;
        wire = instances.Wire(_ => IsKept(wire!));
        PostgreSqlStore store = await instances.Add("one", wire);
        await Refused(store, 1);
        wire.Mend();

        IReadOnlyList<long>? ours = null;
        await Instances.Until(async () =>
        {
            try
            {
                DateTimeOffset now = store.Time.GetUtcNow();
                ours ??= await store.Inbox.Keep([Instances.Update(2, 1)], "one", now, now.AddMinutes(1));
            }
            catch (StoreAwayException) { }

            return ours is not null;
        });

        Assert.Empty(ours!);
    }

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

    /// <summary>The answer to the keeping is lost, and then there is nothing to ask.</summary>
    private bool IsKept(Wire wire)
    {
        if (wire.Cuts > 0 || instances.Ask<long>("select count(*) from balancebot.inbox") == 0)
        {
            return false;
        }

        wire.Refuse();
        return true;
    }

    private static async Task Refused(PostgreSqlStore store, long update)
    {
        long started = Stopwatch.GetTimestamp();
        DateTimeOffset now = store.Time.GetUtcNow();
        await Assert.ThrowsAsync<StoreAwayException>(() =>
            store.Inbox.Keep([Instances.Update(update, 1)], "one", now, now.AddMinutes(1))
        );
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
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
