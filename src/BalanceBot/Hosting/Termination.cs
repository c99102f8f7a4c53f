using System.Runtime.InteropServices;

namespace BalanceBot.Hosting;

/// <summary>SIGTERM and Ctrl+C as a token. The process then ends by itself with its own exit code, not by the signal.</summary>
internal sealed class Termination : IAsyncDisposable
{
    private readonly CancellationTokenSource asked;
    private readonly PosixSignalRegistration[] signals;

    public Termination(CancellationToken also)
    {
        asked = CancellationTokenSource.CreateLinkedTokenSource(also);
        signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
        ];
    }

    public CancellationToken Asked => asked.Token;

    public ValueTask DisposeAsync()
    {
        foreach (PosixSignalRegistration signal in signals)
        {
            signal.Dispose();
        }

        asked.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        asked.Cancel();
    }
}
