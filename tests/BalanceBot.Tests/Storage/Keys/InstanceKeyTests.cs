using BalanceBot.Conversations;
using BalanceBot.Inbox;
using BalanceBot.Storage;
using BalanceBot.Storage.PostgreSql;
using BalanceBot.Subscribers;
using BalanceBot.Tests.Storage.PostgreSql;
using Npgsql;
using static BalanceBot.Tests.Storage.Watching;

namespace BalanceBot.Tests.Storage.Keys;

/// <summary>Several instances over one database, of which not all have the same keys.</summary>
public sealed class InstanceKeyTests : IDisposable
{
    private readonly string database = Cluster.Of().Copy();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Cluster.Of().Drop(database);

    [Fact]
    public async Task Who_meets_a_value_of_a_key_that_it_lacks_writes_nothing_over_it_and_ends()
    {
        await using PostgreSqlStore old = await Open("old", Ring.Of("A"));
        await using (PostgreSqlStore fresh = await Open("fresh", Ring.Of("B", "A")))
        {
            await Link(fresh, Anna);
        }

        StoreUnusableException met = await Assert.ThrowsAsync<StoreUnusableException>(() => old.Turns.Load(Anna));

        Assert.Contains(Ring.Key("B").Id, met.Message);
        Assert.Same(met, await old.Failed.WaitAsync(TimeSpan.FromSeconds(10), Stop));
        // What it has in hand is neither tried again nor given up: it waits for the end, and for others.
        Assert.False(old.Inbox.Away!.IsCompleted);
        await Assert.ThrowsAsync<StoreAwayException>(() =>
            old.Inbox.Keep([new Incoming(new RawUpdate(1, "x"), Anna)], "old", Noon, Noon)
        );
        await using PostgreSqlStore next = await Open("next", Ring.Of("B", "A"));
        Assert.Equal("700 123", Assert.Single((await next.Turns.Load(Anna)).Subscriber.Links).ContractNumber);
    }

    [Theory]
    [InlineData("A")]
    [InlineData(null)]
    public async Task While_somebody_seals_otherwise_no_rotation_begins(string? key)
    {
        await using PostgreSqlStore other = await Open("other", key is null ? new KeyRing() : Ring.Of(key));
        await using PostgreSqlStore fresh = await Open("fresh", Ring.Of("B", "A"));

        StoreUnusableException told = await Assert.ThrowsAsync<StoreUnusableException>(() => Rotate(fresh));

        Assert.Contains("still seals with another key, or with none", told.Message);
    }

    [Fact]
    public async Task Beside_instances_that_write_a_rotation_loses_none_of_their_turns()
    {
        await using (PostgreSqlStore old = await Open("old", Ring.Of("A")))
        {
            await Task.WhenAll(Enumerable.Range(1, 300).Select(n => Link(old, new ChatId(n))));
        }

        await using (PostgreSqlStore busy = await Open("busy", Ring.Of("B", "A")))
        {
            await using PostgreSqlStore fresh = await Open("fresh", Ring.Of("B", "A"));
            Task<RotationReport> rotation = Rotate(fresh);
            await Task.WhenAll(Enumerable.Range(1, 300).Select(n => Speak(busy, new ChatId(n))));
            Assert.Equal([Ring.Key("A").Id], (await rotation).Retired);
        }

        await using PostgreSqlStore after = await Open("after", Ring.Of("B"));
        foreach (int n in Enumerable.Range(1, 300))
        {
            Subscriber subscriber = (await after.Turns.Load(new ChatId(n))).Subscriber;
            Assert.Equal(2, subscriber.RowVersion);
            Assert.Equal(["700 123", "700 456"], subscriber.Links.Select(link => link.ContractNumber));
        }
    }

    [Fact]
    public async Task A_row_that_somebody_is_just_changing_is_waited_for_and_sealed_as_it_is_then()
    {
        await using PostgreSqlStore store = await Open("store", Ring.Of("A"));
        await Link(store, Anna);
        await Execute(Clear("700 123"));
        await using NpgsqlConnection other = new($"{database};Pooling=false");
        await other.OpenAsync(Stop);
        await using NpgsqlTransaction changing = await other.BeginTransactionAsync(Stop);
        await using (NpgsqlCommand change = new(Clear("700 999"), other, changing))
        {
            await change.ExecuteNonQueryAsync(Stop);
        }

        Task<RotationReport> rotation = Rotate(store);
        while (Cluster.Of().Ask<long>(database, Waiting) == 0)
        {
            Assert.False(rotation.IsCompleted);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop);
        }

        await changing.CommitAsync(Stop);
        await rotation;
        Assert.Equal("700 999", Assert.Single((await store.Turns.Load(Anna)).Subscriber.Links).ContractNumber);
        Assert.Equal(
            0,
            Cluster.Of().Ask<long>(database, "select count(*) from balancebot.subscribers where links like '%700 999%'")
        );
    }

    [Fact]
    public async Task A_key_that_comes_back_during_a_rotation_is_not_given_up()
    {
        await using (PostgreSqlStore old = await Open("old", Ring.Of("A")))
        {
            await Link(old, Anna);
        }

        await using PostgreSqlStore fresh = await Open("fresh", Ring.Of("B", "A"));
        bool came = false;
        StoreUnusableException told = await Assert.ThrowsAsync<StoreUnusableException>(() =>
            new Rotation(
                fresh.Resealing,
                _ =>
                {
                    if (!came)
                    {
                        came = true;
                        PostgreSqlEngine.Wait(ComeAndGo());
                    }
                }
            ).Run(Stop)
        );

        Assert.Contains("started with an older key meanwhile", told.Message);
        await Assert.ThrowsAsync<StoreUnusableException>(() => Open("without", Ring.Of("B")));
        await Rotate(fresh);
        await using PostgreSqlStore after = await Open("after", Ring.Of("B"));
        Assert.Equal("700 123", Assert.Single((await after.Turns.Load(new ChatId(9))).Subscriber.Links).ContractNumber);
    }

    [Fact]
    public async Task Programs_of_before_are_turned_away_from_the_first_key_on_and_not_before()
    {
        await using (await Open("none", new KeyRing()))
        {
            Assert.Equal(1, OldestReader());
        }

        await using (await Open("first", Ring.Of("A")))
        {
            Assert.Equal(4, OldestReader());
        }
    }

    private const string Waiting =
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

    /// <summary>As a program without a key writes it.</summary>
    private static string Clear(string number) =>
        $$"""
            update balancebot.subscribers set version = version + 1,
                links = '[{"Key":"K","Number":"{{number}}","Way":3,"At":638995968000000000}]'
            where chat = {{Anna}}
            """;

    private async Task Execute(string sql)
    {
        await using NpgsqlConnection connection = new($"{database};Pooling=false");
        await connection.OpenAsync(Stop);
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private async Task<bool> ComeAndGo()
    {
        await using PostgreSqlStore back = await Open("back", Ring.Of("A", "B"));
        await Link(back, new ChatId(9));
        return true;
    }

    private int OldestReader() =>
        Cluster.Of().Ask<int>(database, "select max(oldest_reader) from balancebot.schema_version");

    private Task<PostgreSqlStore> Open(string owner, KeyRing keys) =>
        PostgreSqlEngine.Open(database, owner, keys: keys);

    private static Task<RotationReport> Rotate(PostgreSqlStore store) =>
        new Rotation(store.Resealing, _ => { }).Run(Stop);

    private static Task Link(PostgreSqlStore store, ChatId chat) =>
        Change(store, chat, subscriber => subscriber.With(new Link("K", "700 123", LinkWay.Token, Noon)));

    private static Task Speak(PostgreSqlStore store, ChatId chat) =>
        Change(store, chat, subscriber => subscriber.With(new Link("K2", "700 456", LinkWay.Token, Noon)));

    private static async Task Change(PostgreSqlStore store, ChatId chat, Func<Subscriber, Subscriber> change)
    {
        (_, Subscriber subscriber) = await store.Turns.Load(chat);
        TurnChanges changes = new(null, Noon) { Subscriber = change(subscriber) };
        Assert.IsType<CommitOutcome.Committed>(await store.Turns.Commit(changes));
    }
}
