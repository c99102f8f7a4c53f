using BalanceBot.Inbox;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.TelegramApi;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Inbox;

/// <summary>The real receiving side and store in virtual time; Telegram and the conversation are scripted.</summary>
internal sealed class Door : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-inbox-").FullName;
    private readonly Lanes lanes;
    private LiteDbStore store;

    public Door(InboxSettings? settings = null, ILogger<Receiver>? log = null)
    {
        Settings = settings ?? new InboxSettings();
        lanes = new Lanes(Settings.MostAtOnce);
        store = LiteDbStore.Open(Path.Combine(folder, "bot.db"), Seal.From("7:token", "store"));
        Build(log);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    public InboxSettings Settings { get; }
    public ScriptedSource Telegram { get; } = new();
    public ScriptedWebhook Webhook { get; } = new();
    public ScriptedTurns Turns { get; } = new();
    public ReceiverStatus Status { get; } = new();
    public Lanes Lanes => lanes;
    public IInboxStore Store => store.Inbox;
    public Intake Intake { get; private set; } = null!;
    public Receiver Receiver { get; private set; } = null!;

    /// <summary>From now on nothing can be written.</summary>
    public void BreakStore() => store.Dispose();

    public Task Start() => Receiver.StartAsync(TestContext.Current.CancellationToken);

    /// <summary>Lets virtual time pass until the task ends. A lower bound on what passed is exact; an upper one must leave room, for the clock goes on while a busy machine gets there.</summary>
    public async Task<TimeSpan> PassUntil(Task ended, TimeSpan? step = null)
    {
        DateTimeOffset from = Time.GetUtcNow();
        while (!ended.IsCompleted)
        {
            await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System));
            Time.Advance(ended.IsCompleted ? TimeSpan.Zero : step ?? TimeSpan.FromMilliseconds(100));
        }

        await ended;
        return Time.GetUtcNow() - from;
    }

    public Task Stop() => PassUntil(Receiver.StopAsync(CancellationToken.None));

    /// <summary>Until the condition holds; looked at again and again, for at most 20 s.</summary>
    public static async Task Until(Func<Task<bool>> holds)
    {
        using CancellationTokenSource enough = new(TimeSpan.FromSeconds(20));
        while (!await holds())
        {
            enough.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Receiver.Dispose();
        Intake.Dispose();
        lanes.Dispose();
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void Build(ILogger<Receiver>? log)
    {
        UpdateReader reader = new(Settings.LargestUpdateBytes);
        UpdateHandler handler = new(
            Turns,
            store.Inbox,
            Settings,
            Time,
            () => 1,
            LoggerFactory.Create(_ => { }).CreateLogger<UpdateHandler>()
        );
        Intake = new Intake(reader, store.Inbox, Turns, handler, lanes, Settings, "door", Time);
        Receiver = new Receiver(
            Telegram,
            Webhook,
            Intake,
            lanes,
            Status,
            Settings,
            TimeSpan.FromSeconds(50),
            keepsFirst: false,
            Time,
            () => 1,
            log ?? LoggerFactory.Create(_ => { }).CreateLogger<Receiver>()
        );
    }
}
