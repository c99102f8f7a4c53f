namespace BalanceBot.Hosting;

/// <summary>A store that cannot be written ends the process: a bot that forgets is worse than none.</summary>
internal sealed class StoreWatch(OpenStore store) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        TaskCompletionSource stopped = new();
        await using CancellationTokenRegistration registration = stoppingToken.Register(() => stopped.TrySetResult());
        if (await Task.WhenAny(store.Failed, stopped.Task) == store.Failed)
        {
            throw await store.Failed;
        }
    }
}
