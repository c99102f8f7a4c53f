using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Subscribers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Outbox;

/// <summary>The real dispatcher, worker and store in virtual time; only Telegram is scripted.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private const string Owner = "desk";
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-outbox-").FullName;
    private readonly LiteDbStore store;
    private readonly OutboxWorker worker;

    private Desk(OutboxSettings settings)
    {
        store = LiteDbStore.Open(Path.Combine(folder, "bot.db"), Seal.From("7:token", "store"));
        Outbox = new OutboxNotes(store.Outbox);
        Dispatcher = new Dispatcher(Telegram, Outbox, settings, () => 1, Time, NullLogger<Dispatcher>.Instance);
        worker = new OutboxWorker(Dispatcher, Outbox, Owner, Sharing.Alone, Time, NullLogger<OutboxWorker>.Instance);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    public ScriptedSender Telegram { get; } = new();
    public Dispatcher Dispatcher { get; }
    public ITurnStore Turns => store.Turns;
    public OutboxNotes Outbox { get; }

    /// <param name="before">What an earlier process has left.</param>
    public static async Task<Desk> Open(OutboxSettings? settings = null, Func<Desk, Task>? before = null)
    {
        Desk desk = new(settings ?? new OutboxSettings { PerChatBurst = 20 });
        await (before?.Invoke(desk) ?? Task.CompletedTask);
        await desk.worker.StartAsync(TestContext.Current.CancellationToken);
        return desk;
    }

    public static Outgoing Text(long chat, string words, OutgoingClass @class = OutgoingClass.Answer) =>
        new(Guid.CreateVersion7(), new ChatId(chat), @class, new Body.Text(words));

    /// <summary>Commits the messages as a turn does, and hands them over.</summary>
    public async Task Commit(params Outgoing[] messages) => Dispatcher.Dispatch(await Stored(messages));

    /// <summary>Commits them, and leaves it at that.</summary>
    public async Task<IReadOnlyList<ClaimedOutgoing>> Stored(params Outgoing[] messages)
    {
        TurnChanges changes = new(null, Time.GetUtcNow())
        {
            Outgoing = messages,
            Owner = Owner,
            ClaimedUntil = Time.GetUtcNow().AddMinutes(10),
        };
        return Assert.IsType<CommitOutcome.Committed>(await store.Turns.Commit(changes)).Outgoing;
    }

    /// <summary>Lets virtual time pass until so many tries have come. A lower bound on what passed is exact; an upper one must leave room, for the clock goes on while a busy machine gets there.</summary>
    public async Task<TimeSpan> PassUntil(int tries, TimeSpan? step = null)
    {
        DateTimeOffset from = Time.GetUtcNow();
        Task reached = Telegram.Reached(tries);
        while (!reached.IsCompleted)
        {
            await Task.WhenAny(reached, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System));
            Time.Advance(reached.IsCompleted ? TimeSpan.Zero : step ?? TimeSpan.FromMilliseconds(250));
        }

        await reached;
        return Time.GetUtcNow() - from;
    }

    /// <summary>Until the store holds so many unsettled rows.</summary>
    public async Task Waiting(int rows)
    {
        using CancellationTokenSource enough = new(TimeSpan.FromSeconds(20));
        while (await store.Outbox.Waiting() != rows)
        {
            enough.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Telegram.Release();
        await worker.StopAsync(CancellationToken.None);
        worker.Dispose();
        Dispatcher.Dispose();
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
