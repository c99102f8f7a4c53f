namespace BalanceBot.Hosting;

/// <summary>
/// Runs parts only while this process has a duty; another one runs them when it dies, freezes or stops. Parts are made
/// anew each time: a service starts once.
/// </summary>
internal sealed partial class WhileOnDuty(
    IShared shared,
    string duty,
    IReadOnlyList<Func<BackgroundService>> makers,
    ILogger<WhileOnDuty> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await using IDutyHold hold = await shared.Take(duty, stoppingToken);
                Log.Taken(log, duty);
                await Work(hold, stoppingToken);
                Log.Given(log, duty);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task Work(IDutyHold hold, CancellationToken stop)
    {
        List<BackgroundService> parts = makers.Select(make => make()).ToList();
        try
        {
            foreach (BackgroundService part in parts)
            {
                await part.StartAsync(stop);
            }

            TaskCompletionSource asked = new();
            await using CancellationTokenRegistration registration = stop.Register(() => asked.TrySetResult());
            Task<Exception> failed = Vital.FirstFailure(parts);
            if (await Task.WhenAny(hold.Lost, asked.Task, failed) == failed)
            {
                throw await failed;
            }
        }
        finally
        {
            await Stop(parts);
        }
    }

    private static async Task Stop(List<BackgroundService> parts)
    {
        parts.Reverse();
        foreach (BackgroundService part in parts)
        {
            await part.StopAsync(CancellationToken.None);
            part.Dispose();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9040, LogLevel.Information, "This process has the duty of {Duty} now", EventName = "DutyTaken")]
        public static partial void Taken(ILogger log, string duty);

        [LoggerMessage(
            9041,
            LogLevel.Information,
            "This process no longer has the duty of {Duty}",
            EventName = "DutyGiven"
        )]
        public static partial void Given(ILogger log, string duty);
    }
}
