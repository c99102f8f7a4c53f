using BalanceBot.Conversations;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Storage.PostgreSql;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Storage.PostgreSql;

/// <summary>
/// The line is cut after the database has done what it was asked, so that nobody was told; at whichever answer. Everything
/// is done once, and who asked hears so in the end.
/// </summary>
public sealed class LostAnswerTests : IAsyncDisposable
{
    private static readonly ChatId Anna = new(1001);
    private readonly Instances instances = new();
    private readonly Random chance = new(4);

    public ValueTask DisposeAsync() => instances.DisposeAsync();

    /// <summary>About every fifth answer is lost on its way.</summary>
    private async Task<(PostgreSqlStore Store, Wire Wire)> Torn()
    {
        bool isTorn = false;
        Wire wire = instances.Wire(_ => isTorn && chance.Next(5) == 0);
        PostgreSqlStore store = await instances.Add("one", wire);
        isTorn = true;
        return (store, wire);
    }

    [Fact]
    public async Task An_update_that_another_finished_while_it_was_being_kept_is_nobodys()
    {
        PostgreSqlStore store = await instances.Add("one");
        await using Npgsql.NpgsqlConnection other = new(instances.ConnectionString);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await Run("begin");
        await Run(
            "insert into balancebot.inbox (update_id, chat, raw, kept, claim, owner, until) values (5, 1001, '', 0, gen_random_uuid(), 'two', 1)"
        );
        DateTimeOffset now = store.Time.GetUtcNow();
        Task<IReadOnlyList<long>> keeping = store.Inbox.Keep(
            [Instances.Update(5, 1001)],
            "one",
            now,
            now.AddMinutes(1)
        );
        await Instances.Until(() =>
            Task.FromResult(instances.Ask<long>("select count(*) from pg_locks where not granted") > 0)
        );
        await Run("delete from balancebot.inbox where update_id = 5");
        await Run("insert into balancebot.done (update_id, at) values (5, 0)");
        await Run("commit");

        Assert.Empty(await keeping);
        // Nobody waits behind a row of which nothing will come.
        await Instances.Until(() => Task.FromResult(instances.Ask<long>("select count(*) from balancebot.inbox") == 0));

        async Task Run(string sql)
        {
            await using Npgsql.NpgsqlCommand command = new(sql, other);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_turn_is_committed_once_and_its_messages_are_its_senders()
    {
        (PostgreSqlStore store, Wire wire) = await Torn();
        List<Guid> told = [];
        for (long update = 1; update <= 40; update++)
        {
            // Every second turn has no update, as one that a time-out begins.
            TurnChanges changes = Changes(await store.Turns.Load(Anna, "one")) with
            {
                UpdateId = update % 2 == 0 ? update : null,
            };
            CommitOutcome.Committed committed = Assert.IsType<CommitOutcome.Committed>(
                await store.Turns.Commit(changes)
            );
            told.Add(Assert.Single(committed.Outgoing).ClaimId);
        }

        Assert.True(wire.Cuts > 5);
        Assert.Equal(40, (await store.Turns.Load(Anna)).Session.RowVersion);
        Assert.Equal(40L, instances.Ask<long>("select count(*) from balancebot.outbox where until > 0"));
        Assert.Equal(20L, instances.Ask<long>("select count(*) from balancebot.done"));
        Guid[] stored = instances.Ask<Guid[]>("select array_agg(claim order by seq) from balancebot.outbox");
        Assert.Equal(told, stored);
    }

    [Fact]
    public async Task An_update_is_whoevers_who_kept_it_though_the_answer_was_lost()
    {
        (PostgreSqlStore store, Wire wire) = await Torn();
        for (long update = 1; update <= 40; update++)
        {
            DateTimeOffset now = store.Time.GetUtcNow();
            Task<IReadOnlyList<long>> keeping = store.Inbox.Keep(
                [Instances.Update(update, update)],
                "one",
                now,
                now.AddMinutes(1)
            );
            try
            {
                Assert.Equal([update], await keeping);
            }
            catch (BalanceBot.Storage.StoreAwayException)
            {
                // Too many cuts in a row; then nobody has it, or it is kept and free for whoever comes.
                await Instances.Until(() =>
                    Task.FromResult(
                        instances.Ask<long>(
                            $"select count(*) from balancebot.inbox where update_id = {update} and until > 0"
                        ) == 0
                    )
                );
            }
        }

        Assert.True(wire.Cuts > 5);
    }

    [Fact]
    public async Task What_is_claimed_is_handed_to_who_claimed_it_though_the_answer_was_lost()
    {
        (PostgreSqlStore store, Wire wire) = await Torn();
        PostgreSqlStore calm = await instances.Add("two");
        DateTimeOffset now = calm.Time.GetUtcNow();
        await calm.Inbox.Keep([.. Enumerable.Range(1, 60).Select(n => Instances.Update(n, n))], "dead", now, now);
        await calm.Turns.Commit(
            new TurnChanges(null, now) { Outgoing = [.. Enumerable.Range(1, 60).Select(n => Message(new ChatId(n)))] }
        );
        List<long> updates = [];
        List<Guid> messages = [];
        for (int n = 0; n < 20; n++)
        {
            updates.AddRange(
                (await store.Inbox.ClaimUpdates("one", 3, now, now.AddHours(1))).Select(row => row.Raw.Id)
            );
            messages.AddRange(
                (await store.Outbox.ClaimOutgoing("one", 3, now, now.AddHours(1))).Select(row => row.Message.Id)
            );
        }

        Assert.True(wire.Cuts > 5);
        Assert.Equal(Enumerable.Range(1, 60).Select(n => (long)n), updates.Order());
        Assert.Equal(60, messages.Distinct().Count());
    }

    [Fact]
    public async Task A_settlement_is_done_once_and_counts_as_done()
    {
        (PostgreSqlStore store, Wire wire) = await Torn();
        Settlement[] endings =
        [
            new Settlement.Finished(),
            new Settlement.Finished(Message(Anna)),
            new Settlement.Undelivered(),
            new Settlement.Later(store.Time.GetUtcNow().AddDays(1), 3),
            new Settlement.ChatMoved(new ChatId(77)),
            new Settlement.ChatUnreachable(),
        ];
        for (int n = 0; n < 24; n++)
        {
            ChatId chat = new(2000 + n);
            Settlement ending = endings[n % endings.Length];
            ending = ending is Settlement.Finished { Follow: not null }
                ? new Settlement.Finished(Message(chat))
                : ending;
            await store.Turns.Commit(
                new TurnChanges(null, store.Time.GetUtcNow()) { Subscriber = new Subscriber(chat) }
            );
            ClaimedOutgoing row = await Stored(store, Message(chat));
            Assert.True(await store.Outbox.MarkBegun(row.Message.Id, row.ClaimId, begun: true));
            Assert.True(await store.Outbox.MarkBegun(row.Message.Id, row.ClaimId, begun: false));

            Assert.True(await store.Outbox.Settle(row.Message.Id, row.ClaimId, ending, store.Time.GetUtcNow()));
        }

        Assert.True(wire.Cuts > 5);
        // Four followers, four put off, four that moved.
        Assert.Equal(12, await store.Outbox.Waiting());
        Assert.Equal(4L, instances.Ask<long>("select count(*) from balancebot.subscribers where not reachable"));
        Assert.Equal(4L, instances.Ask<long>("select count(*) from balancebot.outbox where chat = 77"));
    }

    [Fact]
    public async Task A_chat_is_told_once_and_an_alarm_is_raised_once()
    {
        (PostgreSqlStore store, Wire wire) = await Torn();
        int told = 0;
        for (int n = 1; n <= 20; n++)
        {
            DateTimeOffset now = store.Time.GetUtcNow();
            ChatId chat = new(3000 + n);
            Subscriber linked = (await store.Turns.Load(chat)).Subscriber.With(new Link("K", "K", LinkWay.Token, now));
            await store.Turns.Commit(new TurnChanges(null, now) { Subscriber = linked });
            Watch watch = (await store.Scans.WatchesOf("K")).Single(w => w.Chat == chat);
            Announcement news = new(
                chat,
                [new WatchChange(watch, watch.Episode with { Count = 1 }) { Record = Watching.Decided(now) }],
                Message(chat) with
                {
                    Class = OutgoingClass.Bulk,
                }
            );
            told += (await store.Scans.Announce([news], new Sending("one", now, now.AddMinutes(1)))).Count;
            told += (
                await store.Scans.Commit(ScanRun.None, [Message(chat)], new Sending("one", now, now.AddMinutes(1)))
            ).Count;
        }

        Assert.True(wire.Cuts > 5);
        Assert.Equal(40, told);
        Assert.Equal(40, await store.Outbox.Waiting());
        Assert.All(
            await store.Scans.WatchesOf("K"),
            watch => Assert.Equal((1, 1L), (watch.Episode.Count, watch.RowVersion))
        );
    }

    [Fact]
    public async Task A_guess_is_counted_once()
    {
        (PostgreSqlStore store, Wire wire) = await Torn();
        AttemptPolicy policy = new(1000, [TimeSpan.FromHours(1)], TimeSpan.FromDays(1));
        for (long update = 1; update <= 40; update++)
        {
            await store.Attempts.Reserve(update, ["chat", "contract"], policy, store.Time.GetUtcNow());
        }

        Assert.True(wire.Cuts > 5);
        Assert.All(await store.Attempts.Attempts(["chat", "contract"]), record => Assert.Equal(40, record.Wrong));
    }

    private static Outgoing Message(ChatId chat) =>
        new(Guid.CreateVersion7(), chat, OutgoingClass.Answer, new Body.Text("x"));

    private static TurnChanges Changes(Loaded loaded) =>
        new(null, DateTimeOffset.UnixEpoch)
        {
            Session = loaded.Session,
            Outgoing = [Message(Anna)],
            Owner = "one",
            ClaimedUntil = DateTimeOffset.UnixEpoch.AddDays(1),
        };

    private static async Task<ClaimedOutgoing> Stored(PostgreSqlStore store, Outgoing message)
    {
        TurnChanges changes = new(null, store.Time.GetUtcNow())
        {
            Outgoing = [message],
            Owner = "one",
            ClaimedUntil = store.Time.GetUtcNow().AddHours(1),
        };
        return Assert.Single(Assert.IsType<CommitOutcome.Committed>(await store.Turns.Commit(changes)).Outgoing);
    }
}
