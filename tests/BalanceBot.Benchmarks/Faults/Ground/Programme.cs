using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace BalanceBot.Benchmarks.Faults.Ground;

internal static class Programme
{
    /// <summary>To its end, which must be a good one. What it says goes nowhere: a server that it starts would keep a pipe open.</summary>
    public static async Task Run(string program, IReadOnlyList<string> arguments, CancellationToken stop)
    {
        ProcessStartInfo start = new("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync(stop);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}.");
        }
    }
}

internal static class Ports
{
    /// <summary>All different.</summary>
    public static IReadOnlyList<int> Free(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        Array.ForEach(listeners, listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        Array.ForEach(listeners, listener => listener.Dispose());
        return ports;
    }
}
