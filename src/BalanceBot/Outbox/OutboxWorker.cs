namespace BalanceBot.Outbox;

/// <summary>Brings stored messages that nobody holds to the dispatcher: those of an earlier run, and those that waited long.</summary>
internal sealed partial class OutboxWorker(
    Dispatcher dispatcher,
    IOutboxStore store,
    string owner,
    Sharing sharing,
    TimeProvider time,
    ILogger<OutboxWorker> log
) : BackgroundService
{
    private const int RowsAtOnce = 200;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SettleEvery = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan CloseAtMost = TimeSpan.FromSeconds(2);
    private readonly Lock gate = new();
    private CancellationTokenSource look = new();
    private DateTimeOffset next;
    private DateTimeOffset nextSettling;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Pause();
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(dispatcher.Close(), Task.Delay(CloseAtMost, time, cancellationToken));
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        look.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        dispatcher.RowDue = Look;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Claim();
            Task wait = Wait(stoppingToken);
            if (await Task.WhenAny(wait, dispatcher.Dead) == dispatcher.Dead)
            {
                throw await dispatcher.Dead;
            }
        }
    }

    private async Task Claim()
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (gate)
        {
            next = now + sharing.LookEvery;
        }

        await SettleUnknown(now);
        await Pause();
        while (
            await dispatcher.TakeUp(() =>
                store.ClaimOutgoing(owner, RowsAtOnce, now, now + Lease, sharing.IsBulkOurs())
            ) > 0
        ) { }
    }

    /// <summary>What a dead process was sending is settled once its lease has ended: nobody waits for the second.</summary>
    private async Task SettleUnknown(DateTimeOffset now)
    {
        if (now < nextSettling)
        {
            return;
        }

        nextSettling = now + SettleEvery;
        if (await store.SettleUnknown(now) is > 0 and var unknown)
        {
            Log.Unknown(log, unknown);
        }
    }

    /// <summary>What Telegram told others holds for us as well.</summary>
    private async Task Pause()
    {
        if (await store.PausedUntil() is { } until)
        {
            dispatcher.Resume(until);
        }
    }

    private async Task Wait(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            TimeSpan left;
            CancellationTokenSource sooner;
            lock (gate)
            {
                left = next - time.GetUtcNow();
                sooner = look;
            }

            if (left <= TimeSpan.Zero)
            {
                return;
            }

            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, sooner.Token);
            await Task.Delay(left, time, either.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private void Look(DateTimeOffset at)
    {
        CancellationTokenSource wake;
        lock (gate)
        {
            next = at < next ? at : next;
            wake = look;
            look = new CancellationTokenSource();
        }

        wake.Cancel();
    }

    private static partial class Log
    {
        [LoggerMessage(
            5010,
            LogLevel.Warning,
            "{Count} messages were on their way when their process died: unknown whether they arrived, not sent again",
            EventName = "MessagesUnknown"
        )]
        public static partial void Unknown(ILogger log, int count);
    }
}

/// <summary>How the outbox is shared.</summary>
/// <param name="LookEvery">Rows that others leave come at any time; alone, only those that waited long.</param>
/// <param name="IsBulkOurs">One process of many sends what nobody asked for, so that the pace is one.</param>
internal sealed record Sharing(TimeSpan LookEvery, Func<bool> IsBulkOurs)
{
    public static Sharing Alone { get; } = new(TimeSpan.FromSeconds(30), () => true);
}
