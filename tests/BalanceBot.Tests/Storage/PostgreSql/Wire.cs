using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace BalanceBot.Tests.Storage.PostgreSql;

/// <summary>
/// A line between a store and its database that can be cut: at any answer, so that what was asked is done and nobody is
/// told; altogether; or so that nothing is heard any more.
/// </summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly HashSet<TcpClient> open = [];
    private readonly int port;
    private readonly Func<int, bool> cutsAnswer;
    private readonly Task accepting;
    private TaskCompletionSource? silence;
    private int answers;

    /// <param name="cutsAnswer">By its number; the first answers of a connection let it in.</param>
    public Wire(int port, Func<int, bool>? cutsAnswer = null)
    {
        this.port = port;
        this.cutsAnswer = cutsAnswer ?? (_ => false);
        listener.Start();
        accepting = Accept();
    }

    /// <summary>How often it was cut at an answer.</summary>
    public int Cuts { get; private set; }

    /// <summary>Refuses whoever comes, and cuts who is there.</summary>
    public bool IsDown { get; private set; }

    public string Through(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
        }.ConnectionString;

    public void Cut()
    {
        IsDown = true;
        lock (gate)
        {
            foreach (TcpClient client in open)
            {
                client.Close();
            }

            open.Clear();
        }
    }

    /// <summary>Whoever is there stays, but nobody comes in any more.</summary>
    public void Refuse() => IsDown = true;

    public void Mend() => IsDown = false;

    /// <summary>As if the process on this side stood still: its connections are open, and nothing comes.</summary>
    public void Freeze() => silence = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw() => silence?.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        Thaw();
        listener.Dispose();
        Cut();
        await Task.WhenAny(accepting);
        stop.Dispose();
    }

    private async Task Accept()
    {
        while (!stop.IsCancellationRequested)
        {
            TcpClient client = await listener.AcceptTcpClientAsync(stop.Token);
            TcpClient server = new();
            await server.ConnectAsync(IPAddress.Loopback, port);
            lock (gate)
            {
                open.Add(client);
                open.Add(server);
            }

            if (IsDown)
            {
                Close(client, server);
                continue;
            }

            _ = Pump(client, server, isAnswer: false);
            _ = Pump(server, client, isAnswer: true);
        }
    }

    private async Task Pump(TcpClient from, TcpClient to, bool isAnswer)
    {
        byte[] buffer = new byte[65536];
        try
        {
            for (int turn = 0; ; turn++)
            {
                int got = await from.GetStream().ReadAsync(buffer);
                if (got == 0 || (isAnswer && turn > 4 && IsCut()))
                {
                    break;
                }

                await (silence?.Task ?? Task.CompletedTask);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, got));
            }
        }
        catch (Exception)
        {
            // Cut: below.
        }

        Close(from, to);
    }

    private bool IsCut()
    {
        lock (gate)
        {
            bool cut = cutsAnswer(answers++);
            Cuts += cut ? 1 : 0;
            return cut;
        }
    }

    private void Close(TcpClient one, TcpClient other)
    {
        lock (gate)
        {
            open.Remove(one);
            open.Remove(other);
        }

        one.Close();
        other.Close();
    }
}
