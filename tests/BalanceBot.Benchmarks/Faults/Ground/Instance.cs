using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using BalanceBot.Hosting;

namespace BalanceBot.Benchmarks.Faults.Ground;

/// <summary>
/// One process of the bot, as it is built, over all its lives. Whatever ends it without being asked to is told, and it is
/// started again, as systemd or Kubernetes would do.
/// </summary>
internal sealed class Instance(
    int number,
    string folder,
    string output,
    IReadOnlyDictionary<string, string> settings,
    TimeProvider time
) : IAsyncDisposable
{
    private static readonly TimeSpan StopAtMost = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StartAgainAfter = TimeSpan.FromSeconds(1);

    // SIGTERM before the program could listen to it.
    private const int TooEarly = 128 + 15;
    private readonly SemaphoreSlim busy = new(1, 1);
    private readonly List<string> died = [];
    private Process? process;
    private Task watching = Task.CompletedTask;
    private readonly ConcurrentDictionary<Process, bool> asked = [];

    /// <summary>Settings of the next life beside those of all.</summary>
    public Func<IReadOnlyDictionary<string, string>> Extra { get; init; } = () => new Dictionary<string, string>();

    /// <summary>Whether a start may fail now: without its database no process begins, and whoever looks after it tries again.</summary>
    public Func<bool> MayFail { get; init; } = () => false;

    /// <summary>The port at which it takes updates; null: it polls.</summary>
    public int? Door { get; init; }

    /// <summary>How it ended when nobody had asked it to.</summary>
    public IReadOnlyList<string> Died => died;

    public void Start()
    {
        ProcessStartInfo start = new(
            "/bin/sh",
            ["-c", "exec dotnet \"$1\" >>\"$2\" 2>&1", "sh", typeof(BotHost).Assembly.Location, output]
        )
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        foreach ((string name, string value) in settings.Concat(Extra()))
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
        watching = Watch(process);
    }

    /// <summary>kill -9; it starts again after a while.</summary>
    public Task Kill(TimeSpan dead) =>
        Alone(async () =>
        {
            asked[process!] = true;
            process!.Kill();
            await process.WaitForExitAsync();
            await Task.Delay(dead, time);
            Start();
        });

    /// <summary>SIGTERM, and a new start; how it ended.</summary>
    public Task Restart() =>
        Alone(async () =>
        {
            await End();
            Start();
        });

    /// <summary>Ends when it takes updates, or it takes too long.</summary>
    public async Task Ready()
    {
        long begun = time.GetTimestamp();
        while (Door is { } port && time.GetElapsedTime(begun) < StopAtMost)
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(Look, time);
            }
        }
    }

    /// <summary>SIGSTOP, and SIGCONT after a while.</summary>
    public Task Freeze(TimeSpan length) =>
        Alone(async () =>
        {
            await Signal("STOP");
            await Task.Delay(length, time);
            await Signal("CONT");
        });

    public async ValueTask DisposeAsync()
    {
        await Alone(End);
        await watching;
        process?.Dispose();
        busy.Dispose();
    }

    private async Task Alone(Func<Task> work)
    {
        await busy.WaitAsync();
        try
        {
            await work();
        }
        finally
        {
            busy.Release();
        }
    }

    private async Task End()
    {
        asked[process!] = true;
        if (process is not { HasExited: false } running)
        {
            return;
        }

        await Signal("TERM");
        try
        {
            await running.WaitForExitAsync().WaitAsync(StopAtMost, time);
            if (running.ExitCode is not (0 or TooEarly))
            {
                died.Add(Text.Of($"process {number} answered SIGTERM with exit code {running.ExitCode}"));
            }
        }
        catch (TimeoutException)
        {
            died.Add(Text.Of($"process {number} did not end {StopAtMost.TotalSeconds} s after SIGTERM"));
            running.Kill();
            await running.WaitForExitAsync();
        }
    }

    private async Task Watch(Process life)
    {
        await life.WaitForExitAsync();
        if (asked.ContainsKey(life))
        {
            return;
        }

        if (life.ExitCode != 1 || !MayFail())
        {
            died.Add(Text.Of($"process {number} ended by itself with exit code {life.ExitCode}"));
        }

        await Task.Delay(StartAgainAfter, time);
        await Alone(() =>
        {
            if (!asked.ContainsKey(life) && process == life)
            {
                Start();
            }

            return Task.CompletedTask;
        });
    }

    private async Task Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", Text.Of($"{process!.Id}")]);
        await kill.WaitForExitAsync();
    }
}
