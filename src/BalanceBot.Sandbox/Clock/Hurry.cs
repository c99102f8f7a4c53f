using BalanceBot.Sandbox.SampleBilling;

namespace BalanceBot.Sandbox.Clock;

/// <summary>
/// After each change of the billing a few minutes pass in as many seconds: the bot looks through it once a minute, a new
/// file counts from the second look on, and messages go at full minutes. A newcomer should not have to wait for all that.
/// </summary>
internal sealed class Hurry : IAsyncDisposable
{
    private const int Minutes = 4;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1.2);
    private readonly BillingFile billing;
    private readonly SandboxClock clock;
    private readonly TimeProvider real;
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim changed = new(0);
    private readonly Task running;
    private int left;

    /// <param name="real">The time that a person at the page waits in.</param>
    public Hurry(BillingFile billing, SandboxClock clock, TimeProvider real)
    {
        this.billing = billing;
        this.clock = clock;
        this.real = real;
        billing.Changed += Begin;
        clock.Moved += Begin;
        running = Task.Run(Run);
    }

    public async ValueTask DisposeAsync()
    {
        billing.Changed -= Begin;
        clock.Moved -= Begin;
        await stop.CancelAsync();
        await running;
        stop.Dispose();
        changed.Dispose();
    }

    private void Begin(object? sender, EventArgs change)
    {
        Interlocked.Exchange(ref left, Minutes);
        changed.Release();
    }

    private async Task Run()
    {
        try
        {
            while (true)
            {
                await changed.WaitAsync(stop.Token);
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    await Task.Delay(Between, real, stop.Token);
                    clock.LetPass(TimeSpan.FromMinutes(1));
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
    }
}
