using System.Diagnostics;

namespace BalanceBot.Benchmarks.Turns.Bots;

/// <summary>Where a bot is started: its own folder, the contracts of all, and the Bot API.</summary>
internal sealed record Ground(DirectoryInfo Folder, string Contracts, Uri Api, string Token);

/// <summary>A bot that can be measured: a closed family.</summary>
internal abstract class BotUnderTest
{
    public abstract string Name { get; }

    /// <summary>Where its instances take webhooks; empty: it polls.</summary>
    public virtual IReadOnlyList<Uri> Instances => [];

    public abstract Task<RunningBot> Start(Ground ground, CancellationToken stop);
}

/// <summary>The processes of a bot, and beside them those of its database.</summary>
internal sealed class RunningBot(
    IReadOnlyList<Process> processes,
    Func<IEnumerable<int>> database,
    Func<ValueTask> after
) : IAsyncDisposable
{
    private static readonly TimeSpan StopAtMost = TimeSpan.FromSeconds(15);

    public RunningBot(Process process)
        : this([process], () => [], () => ValueTask.CompletedTask) { }

    public ProcessCost Cost => ProcessCost.Of(processes.Select(process => process.Id));

    /// <summary>Since the last of its processes was started.</summary>
    public TimeSpan Age =>
        processes.Min(process => TimeProvider.System.GetUtcNow().UtcDateTime - process.StartTime.ToUniversalTime());

    public ProcessCost DatabaseCost => ProcessCost.Of(database());

    /// <summary>Ends when one of them dies, which none should.</summary>
    public Task Died => Task.WhenAny(processes.Select(process => process.WaitForExitAsync(CancellationToken.None)));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(processes.Select(End));
        await after();
    }

    private static async Task End(Process process)
    {
        if (!process.HasExited)
        {
            using Process term = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await term.WaitForExitAsync(CancellationToken.None);
        }

        try
        {
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(StopAtMost, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
