namespace BalanceBot.Inbox;

/// <summary>
/// Takes up what is kept and nobody holds: left by a process that is gone, or kept behind an update that somebody else
/// held. When it stops, what is in hand is given a moment to end.
/// </summary>
internal sealed partial class InboxWorker(
    Intake intake,
    TimeSpan lookEvery,
    TimeProvider time,
    ILogger<InboxWorker> log
) : BackgroundService
{
    /// <summary>Whoever holds the earlier update is about to finish it; nobody tells us when.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan SoonFor = TimeSpan.FromSeconds(15);
    private readonly Lock gate = new();
    private DateTimeOffset soonUntil;
    private TaskCompletionSource wake = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Log.Left(log, await intake.Drain());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        intake.Behind = Wake;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                while (await intake.TakeUp(stoppingToken) is > 0 and var left)
                {
                    Log.TakenUp(log, left);
                }

                await Rest(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task Rest(CancellationToken stop)
    {
        Task woken;
        TimeSpan wait;
        lock (gate)
        {
            wait = time.GetUtcNow() < soonUntil ? Soon : lookEvery;
            woken = wait == Soon ? Task.Delay(Timeout.InfiniteTimeSpan, time, stop) : wake.Task;
        }

        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(Task.Delay(wait, time, enough.Token), woken);
        await enough.CancelAsync();
    }

    private void Wake()
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            soonUntil = time.GetUtcNow() + SoonFor;
            waiting = wake;
            wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.TrySetResult();
    }

    private static partial class Log
    {
        [LoggerMessage(
            1030,
            LogLevel.Debug,
            "{Count} updates were waiting in the inbox and are taken up",
            EventName = "UpdatesTakenUp"
        )]
        public static partial void TakenUp(ILogger log, int count);

        [LoggerMessage(
            1031,
            LogLevel.Information,
            "Handling has stopped; {Waiting} turns wait in the inbox",
            EventName = "HandlingStopped"
        )]
        public static partial void Left(ILogger log, int waiting);
    }
}
