using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>Virtual time that flows by itself, for paces and dialogues, while a great many things happen.</summary>
internal sealed class Flowing : IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly Task flowing;

    /// <param name="step">So much passes every few milliseconds in which something happens.</param>
    /// <param name="happened">
    /// How much has happened so far: while a busy machine stands still, time is slower, or all would be over its deadline.
    /// </param>
    public Flowing(FakeTimeProvider time, TimeSpan step, Func<long> happened) => flowing = Flow(time, step, happened);

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await flowing;
        end.Dispose();
    }

    private async Task Flow(FakeTimeProvider time, TimeSpan step, Func<long> happened)
    {
        long before = -1;
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(4), TimeProvider.System, CancellationToken.None);
            long now = happened();
            time.Advance(now == before ? step / 4 : step);
            before = now;
        }
    }
}
