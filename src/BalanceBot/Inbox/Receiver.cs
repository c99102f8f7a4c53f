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
    IWebhook webhook,
    Intake intake,
    Lanes lanes,
    ReceiverStatus status,
    InboxSettings settings,
    TimeSpan pollWait,
    bool keepsFirst,
    TimeProvider time,
    Func<double> chance,
    ILogger<Receiver> log
) : BackgroundService
{
    private const int BatchSize = 100;

    // Telegram forgets what is below the offset when the request comes in; its answer may be held back for 3 s.
    private static readonly TimeSpan ConfirmAtMost = TimeSpan.FromSeconds(1);
    private readonly Backoff backoff = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), chance);
    private long offset;
    private (long Offset, DateTimeOffset At) asked;
    private int failures;
    private bool webhookDeleted;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            int left = keepsFirst ? 0 : await intake.Recover(stoppingToken);
            Log.Receiving(log, left);
            while (!stoppingToken.IsCancellationRequested)
            {
                await lanes.Room(settings.LaneLimit).WaitAsync(stoppingToken);
                await Round(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }

        await Leave();
    }

    private async Task Round(CancellationToken stop)
    {
        asked = (offset, time.GetUtcNow());
        switch (await source.Poll(offset, BatchSize, pollWait, stop))
        {
            case PollOutcome.Batch(IReadOnlyList<RawUpdate> updates):
                failures = 0;
                status.Good(time.GetUtcNow());
                if (updates.Count > 0)
                {
                    await Accept(updates, stop);
                    offset = updates[^1].Id + 1;
                }

                break;
            case PollOutcome.TooMany(TimeSpan retryAfter):
                await Pause($"Telegram asks to wait {retryAfter.TotalSeconds:0} s (429)", retryAfter, stop);
                break;
            case PollOutcome.Conflict(bool webhookIsSet):
                await OutOfTheWay(webhookIsSet, stop);
                break;
            case PollOutcome.Failed(string reason):
                await Pause(reason, Longer(), stop);
                break;
            case PollOutcome.Unauthorized:
                throw new TokenRefusedException();
        }
    }

    /// <summary>With a store that is away nothing is confirmed: it is kept when the store is back.</summary>
    private async Task Accept(IReadOnlyList<RawUpdate> updates, CancellationToken stop)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                await (keepsFirst ? intake.AcceptKept(updates) : intake.Accept(updates));
                return;
            }
#pragma warning disable CA1031 // What cannot be kept now is kept later; whatever the reason, the offset stays.
            catch (Exception trouble) when (keepsFirst)
#pragma warning restore CA1031
            {
                await Pause($"updates cannot be kept: {Bug.Described(trouble)}", backoff.After(tries), stop);
            }
        }
    }

    /// <summary>A webhook of an earlier setting is deleted, once: if it comes back, somebody else wants it.</summary>
    private async Task OutOfTheWay(bool webhookIsSet, CancellationToken stop)
    {
        if (webhookIsSet && !webhookDeleted && await webhook.Delete(stop) is WebhookOutcome.Done)
        {
            webhookDeleted = true;
            Log.WebhookDeleted(log);
            return;
        }

        await Pause(webhookIsSet ? WebhookIsSet : OtherPoller, Longer(), stop);
    }

    private const string OtherPoller =
        "another program receives this bot's updates (409): stop the other one, or give each bot a token of its own";

    private const string WebhookIsSet =
        "another program sets a webhook for this bot (409): stop the other one, or give each bot a token of its own";

    private TimeSpan Longer() => backoff.After(++failures);

    private Task Pause(string trouble, TimeSpan wait, CancellationToken stop)
    {
        status.Bad(trouble);
        Log.NoUpdates(log, trouble, wait.TotalSeconds);
        return Task.Delay(wait, time, stop);
    }

    /// <summary>Ends what is in hand; what takes too long is in the inbox and is taken up by the next start.</summary>
    private async Task Leave()
    {
        // With many processes turns are not the poller's: the next poller may be another one, and this one goes on.
        int left = keepsFirst ? lanes.Waiting : await intake.Drain();
        bool confirmed = asked.Offset == offset && time.GetUtcNow() - asked.At > ConfirmAtMost;
        if (!confirmed && offset > 0)
        {
            using CancellationTokenSource enough = new(ConfirmAtMost, time);
            await Confirm(enough.Token);
        }

        Log.Left(log, left);
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
            1013,
            LogLevel.Information,
            "The webhook of an earlier setting is deleted: updates are polled now",
            EventName = "WebhookDeleted"
        )]
        public static partial void WebhookDeleted(ILogger log);

        [LoggerMessage(
            1012,
            LogLevel.Information,
            "Receiving has stopped; {Waiting} turns wait in the inbox",
            EventName = "ReceivingStopped"
        )]
        public static partial void Left(ILogger log, int waiting);
    }
}
