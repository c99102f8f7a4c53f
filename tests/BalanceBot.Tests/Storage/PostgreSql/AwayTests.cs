using System.Diagnostics;
using BalanceBot.Conversations;
using BalanceBot.Storage;
using BalanceBot.Storage.PostgreSql;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Storage.PostgreSql;

/// <summary>The database goes away and comes back.</summary>
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
}
