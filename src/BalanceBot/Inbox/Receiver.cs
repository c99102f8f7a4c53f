namespace BalanceBot.Inbox;

/// <summary>The token is not valid (any more): nothing can be received until the operator changes it.</summary>
internal sealed class TokenRefusedException()
    : Exception("Telegram refuses the token (401). Ask @BotFather for the current one and set Telegram:Token.");

/// <summary>
/// Asks Telegram for updates, for ever. The offset passes a batch only when each of its updates is finished or kept;
/// after the last batch one more request confirms it.
/// </summary>
internal sealed partial class Receiver(
    IUpdateSource source,
    Intake intake,
    Lanes lanes,
    ReceiverStatus status,
    InboxSettings settings,
    TimeSpan pollWait,
    TimeProvider time,
    Func<double> chance,
    ILogger<Receiver> log
) : BackgroundService
{
    private const int BatchSize = 100;
    private static readonly TimeSpan DrainAtMost = TimeSpan.FromSeconds(3);

    // Telegram forgets what is below the offset when the request comes in; its answer may be held back for 3 s.
    private static readonly TimeSpan ConfirmAtMost = TimeSpan.FromSeconds(1);
    private readonly Backoff backoff = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), chance);
    private long offset;
    private (long Offset, DateTimeOffset At) asked;
    private int failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Turns in hand outlive the wish to stop for a moment: what they have begun they may end.
        using CancellationTokenSource turns = new();
        try
        {
            int left = await intake.Recover(turns.Token);
            Log.Receiving(log, left);
            while (!stoppingToken.IsCancellationRequested)
            {
                await lanes.Room(settings.LaneLimit).WaitAsync(stoppingToken);
                await Round(turns.Token, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }

        await Leave(turns);
    }

    private async Task Round(CancellationToken turns, CancellationToken stop)
    {
        asked = (offset, time.GetUtcNow());
        switch (await source.Poll(offset, BatchSize, pollWait, stop))
        {
            case PollOutcome.Batch(IReadOnlyList<RawUpdate> updates):
                failures = 0;
                status.Good(time.GetUtcNow());
                if (updates.Count > 0)
                {
                    await intake.Accept(updates, turns);
                    offset = updates[^1].Id + 1;
                }

                break;
            case PollOutcome.TooMany(TimeSpan retryAfter):
                await Pause($"Telegram asks to wait {retryAfter.TotalSeconds:0} s (429)", retryAfter, stop);
                break;
            case PollOutcome.Conflict(bool webhookIsSet):
                await Pause(webhookIsSet ? WebhookIsSet : OtherPoller, Longer(), stop);
                break;
            case PollOutcome.Failed(string reason):
                await Pause(reason, Longer(), stop);
                break;
            case PollOutcome.Unauthorized:
                throw new TokenRefusedException();
        }
    }

    private const string OtherPoller =
        "another program receives this bot's updates (409): stop the other one, or give each bot a token of its own";

    private const string WebhookIsSet =
        "a webhook is set for this bot (409): call deleteWebhook with its token, then updates come here";

    private TimeSpan Longer() => backoff.After(++failures);

    private Task Pause(string trouble, TimeSpan wait, CancellationToken stop)
    {
        status.Bad(trouble);
        Log.NoUpdates(log, trouble, wait.TotalSeconds);
        return Task.Delay(wait, time, stop);
    }

    /// <summary>Ends what is in hand; what takes too long is in the inbox and is taken up by the next start.</summary>
    private async Task Leave(CancellationTokenSource turns)
    {
        await Task.WhenAny(lanes.Room(1), Task.Delay(DrainAtMost, time, CancellationToken.None));
        await turns.CancelAsync();
        bool confirmed = asked.Offset == offset && time.GetUtcNow() - asked.At > ConfirmAtMost;
        if (!confirmed && offset > 0)
        {
            using CancellationTokenSource enough = new(ConfirmAtMost, time);
            await Confirm(enough.Token);
        }

        Log.Left(log, lanes.Waiting);
    }

    private async Task Confirm(CancellationToken enough)
    {
        try
        {
            // Not handled, only confirmed: whatever this answer brings comes again at the next start.
            await source.Poll(offset, 1, TimeSpan.Zero, enough);
        }
        catch (OperationCanceledException) { }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1010,
            LogLevel.Information,
            "Receiving by long polling; {Left} updates were left by an earlier run",
            EventName = "Receiving"
        )]
        public static partial void Receiving(ILogger log, int left);

        [LoggerMessage(
            1011,
            LogLevel.Warning,
            "No updates: {Trouble}. Trying again in {Seconds:0.0} s",
            EventName = "NoUpdates"
        )]
        public static partial void NoUpdates(ILogger log, string trouble, double seconds);

        [LoggerMessage(
            1012,
            LogLevel.Information,
            "Receiving has stopped; {Waiting} turns wait in the inbox",
            EventName = "ReceivingStopped"
        )]
        public static partial void Left(ILogger log, int waiting);
    }
}
