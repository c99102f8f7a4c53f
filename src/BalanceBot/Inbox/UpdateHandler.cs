namespace BalanceBot.Inbox;

/// <summary>An accepted update until it is finished.</summary>
internal sealed class Accepted(RawUpdate raw, Update update, bool kept)
{
    private const int Running = 0;
    private const int Kept = 1;
    private const int Finished = 2;
    private int stage = kept ? Kept : Running;

    public RawUpdate Raw { get; } = raw;
    public Update Update { get; } = update;

    /// <summary>Ends when the update is finished: done, or quarantined.</summary>
    public Task Done { get; set; } = Task.CompletedTask;

    /// <summary>True: it is still at work and its row is to be written, which its end will see. False: it needs none.</summary>
    public bool MarkKept() => Interlocked.CompareExchange(ref stage, Kept, Running) == Running;

    /// <summary>True: a row was or is being written, and must be completed.</summary>
    public bool Finish() => Interlocked.Exchange(ref stage, Finished) == Kept;
}

/// <summary>Brings one accepted update to its end: a turn within its deadline, tried again, or the quarantine.</summary>
internal sealed partial class UpdateHandler(
    ITurnTaker turns,
    IInboxStore store,
    InboxSettings settings,
    TimeProvider time,
    Func<double> chance,
    ILogger<UpdateHandler> log
)
{
    private readonly Backoff pause = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2), chance);

    public async Task Handle(Accepted accepted, CancellationToken stop)
    {
        try
        {
            await UntilItEnds(accepted, stop);
        }
        catch (Exception left) when (left is not OperationCanceledException)
        {
            // Not finished, so it is kept or will come again: the next start takes it up.
            Log.Left(log, accepted.Raw.Id, Bug.Described(left));
            throw;
        }
    }

    private async Task UntilItEnds(Accepted accepted, CancellationToken stop)
    {
        for (int attempt = 1; ; attempt++)
        {
            string? failure = await Try(accepted, attempt, stop);
            if (failure is null)
            {
                return;
            }

            if (store.Away is { } away)
            {
                // Not its fault, and not one of its tries.
                await away.WaitAsync(stop);
                attempt--;
                continue;
            }

            Log.Failed(log, accepted.Raw.Id, attempt, settings.Tries, failure);
            if (attempt >= settings.Tries)
            {
                await Quarantine(accepted, failure, attempt, stop);
                return;
            }

            await Task.Delay(pause.After(attempt), time, stop);
        }
    }

    public async Task Quarantine(RawUpdate raw, string reason, int attempts)
    {
        int bytes = System.Text.Encoding.UTF8.GetByteCount(raw.Json);
        Log.Quarantined(log, raw.Id, bytes, reason);
        InboxMeter.Quarantined();
        await store.Quarantine(new QuarantinedUpdate(raw.Id, reason, bytes, attempts, time.GetUtcNow()));
    }

    private async Task<string?> Try(Accepted accepted, int attempt, CancellationToken stop)
    {
        using TurnWatch? watch = TurnWatch.Begin(accepted.Update, attempt, time);
        using CancellationTokenSource deadline = new(settings.HandlerDeadline, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        try
        {
            // A turn that does not listen is left behind; whatever it commits later is fenced by the update's id.
            TurnEnd end = await turns.Take(accepted.Update, either.Token).WaitAsync(either.Token);
            if (accepted.Finish() && end == TurnEnd.Quiet)
            {
                await store.Complete(accepted.Raw.Id, time.GetUtcNow());
            }

            watch?.Ended(end);
            return null;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            watch?.Failed("deadline");
            return "took longer than the deadline";
        }
#pragma warning disable CA1031 // A bug met by one update must not hurt the others; it is told by type and place only.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            watch?.Failed(bug.GetType().Name);
            return Bug.Described(bug);
        }
    }

    private async Task Quarantine(Accepted accepted, string reason, int attempts, CancellationToken stop)
    {
        await Quarantine(accepted.Raw, reason, attempts);
        accepted.Finish();
        if (accepted.Update.Kind == ChatKind.Private)
        {
            await turns.Apologise(accepted.Update, stop);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1000,
            LogLevel.Warning,
            "Update {Update} failed, try {Attempt} of {Tries}: {Reason}",
            EventName = "UpdateFailed"
        )]
        public static partial void Failed(ILogger log, long update, int attempt, int tries, string reason);

        [LoggerMessage(
            1001,
            LogLevel.Error,
            "Update {Update} ({Bytes} bytes) is put into the quarantine: {Reason}",
            EventName = "UpdateQuarantined"
        )]
        public static partial void Quarantined(ILogger log, long update, int bytes, string reason);

        [LoggerMessage(
            1002,
            LogLevel.Error,
            "Update {Update} could not be finished and waits for the next start: {Reason}",
            EventName = "UpdateLeft"
        )]
        public static partial void Left(ILogger log, long update, string reason);
    }
}
