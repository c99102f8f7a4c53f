namespace BalanceBot.Inbox;

/// <summary>
/// Tells Telegram where updates are to be delivered, at the start and again whenever it has forgotten, and looks how its
/// deliveries fare.
/// </summary>
internal sealed partial class WebhookWatch(
    IWebhook webhook,
    Func<Task<WebhookPlace>> placeOf,
    ReceiverStatus status,
    TimeProvider time,
    Func<double> chance,
    ILogger<WebhookWatch> log
) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);
    private readonly Backoff backoff = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), chance);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            WebhookPlace place = await placeOf();
            await Set(place, stoppingToken);
            while (true)
            {
                await Task.Delay(LookEvery, time, stoppingToken);
                await Look(place, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task Set(WebhookPlace place, CancellationToken stop)
    {
        for (int failures = 1; ; failures++)
        {
            switch (await webhook.Set(place, stop))
            {
                case WebhookOutcome.Unauthorized:
                    throw new TokenRefusedException();
                case WebhookOutcome.Refused(var reason):
                    throw new WebhookRefusedException(reason);
                case WebhookOutcome.Failed(var trouble, var retryAfter):
                    TimeSpan wait = retryAfter ?? backoff.After(failures);
                    status.Bad(trouble);
                    Log.NotSet(log, trouble, wait.TotalSeconds);
                    await Task.Delay(wait, time, stop);
                    break;
                default:
                    status.Good(time.GetUtcNow());
                    Log.Set(log, place.Address);
                    return;
            }
        }
    }

    private async Task Look(WebhookPlace place, CancellationToken stop)
    {
        switch (await webhook.Look(stop))
        {
            case WebhookOutcome.Seen(var address, _, _) when address != place.Address.ToString():
                Log.Lost(log);
                await Set(place, stop);
                break;
            case WebhookOutcome.Seen(_, var waiting, { } trouble):
                status.Bad(trouble);
                Log.Trouble(log, waiting, trouble);
                break;
            case WebhookOutcome.Seen:
                status.Good(time.GetUtcNow());
                break;
            case WebhookOutcome.Failed(var reason, _):
                status.Bad(reason);
                break;
            case WebhookOutcome.Unauthorized:
                throw new TokenRefusedException();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1040, LogLevel.Information, "Telegram delivers updates to {Address}", EventName = "WebhookSet")]
        public static partial void Set(ILogger log, Uri address);

        [LoggerMessage(
            1041,
            LogLevel.Warning,
            "The webhook is not set: {Trouble}. Trying again in {Seconds:0.0} s",
            EventName = "WebhookNotSet"
        )]
        public static partial void NotSet(ILogger log, string trouble, double seconds);

        [LoggerMessage(
            1042,
            LogLevel.Warning,
            "Somebody has set or deleted this bot's webhook: it is set again",
            EventName = "WebhookLost"
        )]
        public static partial void Lost(ILogger log);

        [LoggerMessage(
            1043,
            LogLevel.Warning,
            "Telegram cannot deliver ({Waiting} updates wait): {Trouble}",
            EventName = "WebhookTrouble"
        )]
        public static partial void Trouble(ILogger log, int waiting, string trouble);
    }
}

/// <summary>Telegram does not take the address: only the operator can change it.</summary>
internal sealed class WebhookRefusedException(string reason)
    : Exception(
        $"Telegram refuses the webhook ({reason}). Set Telegram:Webhook:Url to a public https address on port 443, 80, 88 or 8443."
    );
