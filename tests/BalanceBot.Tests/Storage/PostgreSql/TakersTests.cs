using System.Collections.Concurrent;
using BalanceBot.Inbox;
using BalanceBot.Storage.PostgreSql;

namespace BalanceBot.Tests.Storage.PostgreSql;

/// <summary>
/// Many takers, some of which die with what they hold: a chat is never with two of them, each update is finished once and
/// in the order of its chat.
/// </summary>
public sealed class TakersTests : IAsyncDisposable
{
    private const int Chats = 12;
    private const int UpdatesOfAChat = 40;
    private const int Takers = 4;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    private readonly Instances instances = new();
    private readonly ConcurrentDictionary<long, Taker> holders = new();
    private readonly ConcurrentDictionary<long, List<long>> finished = new();
    private readonly ConcurrentQueue<string> wrong = new();
    private int left = Chats * UpdatesOfAChat;

    public ValueTask DisposeAsync() => instances.DisposeAsync();

    [Fact]
    public async Task A_chat_is_with_one_taker_at_a_time_and_in_order_however_many_die()
    {
        List<Task> work = [];
        Taker[] takers = new Taker[Takers];
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        for (int n = 0; n < Takers; n++)
        {
            Taker taker = takers[n] = new Taker(await instances.Add($"instance {n}"), n);
            work.Add(Task.Run(() => Work(taker, over.Token), over.Token));
        }

        await Task.WhenAll(Enumerable.Range(1, Chats).Select(chat => Task.Run(() => Send(chat, takers), over.Token)));
        await Instances.Until(() => Task.FromResult(Volatile.Read(ref left) <= 0 || !wrong.IsEmpty));
        await over.CancelAsync();
        await Task.WhenAll(work.Select(task => Task.WhenAny(task)));

        Assert.Empty(wrong);
        Assert.All(
            Enumerable.Range(1, Chats),
            chat => Assert.Equal(Enumerable.Range(1, UpdatesOfAChat).Select(n => Id(chat, n)), finished[chat])
        );
        Assert.Null(await takers[0].Store.Inbox.OldestKept());
        Assert.True(takers.Sum(taker => taker.Deaths) > 3);
    }

    private static long Id(long chat, int n) => (n * 1000) + chat;

    /// <summary>Telegram: a chat's updates in order, to any instance, now and then to two.</summary>
    private async Task Send(long chat, Taker[] takers)
    {
        Random chance = new((int)chat);
        for (int n = 1; n <= UpdatesOfAChat; n++)
        {
            Taker[] to = [.. chance.GetItems(takers, chance.Next(4) == 0 ? 2 : 1)];
            await Task.WhenAll(to.Select(taker => Keep(taker, Id(chat, n), chat)));
            await Task.Delay(
                TimeSpan.FromMilliseconds(chance.Next(15)),
                TimeProvider.System,
                TestContext.Current.CancellationToken
            );
        }
    }

    private async Task Keep(Taker taker, long id, long chat)
    {
        await taker.Turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            DateTimeOffset now = taker.Store.Time.GetUtcNow();
            IReadOnlyList<long> ours = await taker.Store.Inbox.Keep(
                [Instances.Update(id, chat)],
                taker.Owner,
                now,
                now + Lease
            );
            Take(taker, chat, ours);
        }
        finally
        {
            taker.Turn.Release();
        }
    }

    private async Task Work(Taker taker, CancellationToken over)
    {
        Random chance = new(taker.Number);
        while (!over.IsCancellationRequested)
        {
            await taker.Turn.WaitAsync(over);
            try
            {
                await Claim(taker, chance.Next(1, 6));
                if (chance.Next(25) == 0)
                {
                    Die(taker);
                }
            }
            finally
            {
                taker.Turn.Release();
            }

            await Finish(taker, chance);
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(10)), TimeProvider.System, over);
        }
    }

    private async Task Claim(Taker taker, int most)
    {
        DateTimeOffset now = taker.Store.Time.GetUtcNow();
        foreach (ClaimedUpdate update in await taker.Store.Inbox.ClaimUpdates(taker.Owner, most, now, now + Lease))
        {
            Take(taker, update.Raw.Id % 1000, [update.Raw.Id]);
        }
    }

    private void Take(Taker taker, long chat, IReadOnlyList<long> ids)
    {
        foreach (long id in ids)
        {
            Taker holder = holders.GetOrAdd(chat, taker);
            if (holder != taker)
            {
                wrong.Enqueue($"chat {chat} is with {holder.Owner} and with {taker.Owner}");
            }

            taker.InHand.Enqueue((chat, id));
        }
    }

    /// <summary>It says nothing more; what it held is handed out again when its lease is over.</summary>
    private void Die(Taker taker)
    {
        foreach (long chat in taker.InHand.Select(one => one.Chat).Distinct())
        {
            holders.TryRemove(new(chat, taker));
        }

        taker.InHand.Clear();
        taker.Deaths++;
    }

    private async Task Finish(Taker taker, Random chance)
    {
        for (int n = chance.Next(8); n > 0 && taker.InHand.TryDequeue(out (long Chat, long Id) one); n--)
        {
            List<long> done = finished.GetOrAdd(one.Chat, _ => []);
            done.Add(one.Id);
            if (!taker.InHand.Any(other => other.Chat == one.Chat))
            {
                holders.TryRemove(new(one.Chat, taker));
            }

            await taker.Store.Inbox.Complete(one.Id, taker.Store.Time.GetUtcNow());
            Interlocked.Decrement(ref left);
        }
    }

    private sealed class Taker(PostgreSqlStore store, int number)
    {
        public PostgreSqlStore Store { get; } = store;
        public int Number { get; } = number;
        public int Deaths { get; set; }

        /// <summary>Each life has a name of its own.</summary>
        public string Owner => $"taker {Number}, life {Deaths}";
        public ConcurrentQueue<(long Chat, long Id)> InHand { get; } = new();

        /// <summary>What it is handed comes to its hand in the order of the asking.</summary>
        public SemaphoreSlim Turn { get; } = new(1);
    }
}
