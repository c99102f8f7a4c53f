using System.Collections.Concurrent;
using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Storage.PostgreSql;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Storage.PostgreSql;

/// <summary>
/// Many senders, some of which die with what they hold: a chat is never with two of them, each message is settled once and
/// in the order of its chat.
/// </summary>
public sealed class SendersTests : IAsyncDisposable
{
    private const int Chats = 12;
    private const int MessagesOfAChat = 40;
    private const int Senders = 4;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    private readonly Instances instances = new();
    private readonly ConcurrentDictionary<long, Sender> holders = new();
    private readonly ConcurrentDictionary<long, List<int>> finished = new();
    private readonly ConcurrentQueue<string> wrong = new();
    private int left = Chats * MessagesOfAChat;

    public ValueTask DisposeAsync() => instances.DisposeAsync();

    [Fact]
    public async Task What_a_chat_is_told_comes_from_one_sender_at_a_time_and_in_order_however_many_die()
    {
        List<Task> work = [];
        Sender[] senders = new Sender[Senders];
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        for (int n = 0; n < Senders; n++)
        {
            Sender sender = senders[n] = new Sender(await instances.Add($"instance {n}"), n);
            work.Add(Task.Run(() => Work(sender, over.Token), over.Token));
        }

        await Task.WhenAll(Enumerable.Range(1, Chats).Select(chat => Task.Run(() => Send(chat, senders), over.Token)));
        await Instances.Until(() => Task.FromResult(Volatile.Read(ref left) <= 0 || !wrong.IsEmpty));
        await over.CancelAsync();
        await Task.WhenAll(work.Select(task => Task.WhenAny(task)));

        Assert.Empty(wrong);
        Assert.All(
            Enumerable.Range(1, Chats),
            chat => Assert.Equal(Enumerable.Range(1, MessagesOfAChat), finished[chat])
        );
        Assert.Equal(0, await senders[0].Store.Outbox.Waiting());
        Assert.True(senders.Sum(sender => sender.Deaths) > 3);
    }

    /// <summary>Turns of a chat, one after the other, in any instance.</summary>
    private async Task Send(long chat, Sender[] senders)
    {
        Random chance = new((int)chat);
        for (int n = 1; n <= MessagesOfAChat; n++)
        {
            await Commit(chance.GetItems(senders, 1)[0], chat, n);
            await Task.Delay(
                TimeSpan.FromMilliseconds(chance.Next(15)),
                TimeProvider.System,
                TestContext.Current.CancellationToken
            );
        }
    }

    private async Task Commit(Sender sender, long chat, int n)
    {
        await sender.Turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            DateTimeOffset now = sender.Store.Time.GetUtcNow();
            TurnChanges changes = new((n * 1000) + chat, now)
            {
                Outgoing = [new(Guid.CreateVersion7(), new ChatId(chat), OutgoingClass.Answer, new Body.Text($"{n}"))],
                Owner = sender.Owner,
                ClaimedUntil = now + Lease,
            };
            CommitOutcome outcome = await sender.Store.Turns.Commit(changes);
            Take(sender, Assert.IsType<CommitOutcome.Committed>(outcome).Outgoing);
        }
        finally
        {
            sender.Turn.Release();
        }
    }

    private async Task Work(Sender sender, CancellationToken over)
    {
        Random chance = new(sender.Number);
        while (!over.IsCancellationRequested)
        {
            await sender.Turn.WaitAsync(over);
            try
            {
                await Claim(sender, chance.Next(1, 6));
                if (chance.Next(25) == 0)
                {
                    Die(sender);
                }
            }
            finally
            {
                sender.Turn.Release();
            }

            await Finish(sender, chance);
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(10)), TimeProvider.System, over);
        }
    }

    private async Task Claim(Sender sender, int most)
    {
        DateTimeOffset now = sender.Store.Time.GetUtcNow();
        Take(sender, await sender.Store.Outbox.ClaimOutgoing(sender.Owner, most, now, now + Lease, bulk: false));
    }

    private void Take(Sender sender, IReadOnlyList<ClaimedOutgoing> rows)
    {
        foreach (ClaimedOutgoing row in rows)
        {
            Sender holder = holders.GetOrAdd(row.Message.Chat.Value, sender);
            if (holder != sender)
            {
                wrong.Enqueue($"chat {row.Message.Chat} is with {holder.Owner} and with {sender.Owner}");
            }

            sender.InHand.Enqueue(row);
        }
    }

    /// <summary>It says nothing more; what it held is handed out again when its lease is over.</summary>
    private void Die(Sender sender)
    {
        foreach (long chat in sender.InHand.Select(row => row.Message.Chat.Value).Distinct())
        {
            holders.TryRemove(new(chat, sender));
        }

        sender.InHand.Clear();
        sender.Deaths++;
    }

    private async Task Finish(Sender sender, Random chance)
    {
        for (int n = chance.Next(8); n > 0 && sender.InHand.TryDequeue(out ClaimedOutgoing? row); n--)
        {
            long chat = row.Message.Chat.Value;
            finished.GetOrAdd(chat, _ => []).Add(int.Parse(((Body.Text)row.Message.Body).Html));
            if (!sender.InHand.Any(other => other.Message.Chat.Value == chat))
            {
                holders.TryRemove(new(chat, sender));
            }

            Settlement over = new Settlement.Finished();
            if (!await sender.Store.Outbox.Settle(row.Message.Id, row.ClaimId, over, sender.Store.Time.GetUtcNow()))
            {
                wrong.Enqueue($"{sender.Owner} lost its claim");
            }

            Interlocked.Decrement(ref left);
        }
    }

    private sealed class Sender(PostgreSqlStore store, int number)
    {
        public PostgreSqlStore Store { get; } = store;
        public int Number { get; } = number;
        public int Deaths { get; set; }

        /// <summary>Each life has a name of its own.</summary>
        public string Owner => $"sender {Number}, life {Deaths}";
        public ConcurrentQueue<ClaimedOutgoing> InHand { get; } = new();

        /// <summary>What it is handed comes to its hand in the order of the asking.</summary>
        public SemaphoreSlim Turn { get; } = new(1);
    }
}
