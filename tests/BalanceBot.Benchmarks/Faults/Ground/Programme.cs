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
    // Below those that the system gives to whoever calls out: one of them could be taken before it is listened at.
    private const int First = 12_000;
    private const int End = 32_000;
    private static int next = First + (Environment.ProcessId * 97 % (End - First - 1000));

    /// <summary>All different, also from those given before.</summary>
    public static IReadOnlyList<int> Free(int count)
    {
        List<int> free = [];
        while (free.Count < count)
        {
            int port = Interlocked.Increment(ref next);
            if (IsFree(port))
            {
                free.Add(port);
            }
        }

        return free;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
