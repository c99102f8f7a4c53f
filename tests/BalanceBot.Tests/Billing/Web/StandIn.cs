using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Billing.Web;

/// <summary>What an API under test was asked.</summary>
/// <param name="Target">Path and query, as they were sent.</param>
internal sealed record Asked(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Path => Target.Split('?')[0];
}

/// <summary>How a stand-in answers: well, or in one of the ways in which real servers do not.</summary>
internal abstract record Reply
{
    private Reply() { }

    public sealed record Bytes(int Status, byte[] Body, string Type = "application/json") : Reply;

    /// <summary>Not a byte, until the caller gives up.</summary>
    public sealed record Hang : Reply;

    /// <summary>More is promised than comes.</summary>
    public sealed record Cut(byte[] Body) : Reply;

    /// <summary>A byte a second.</summary>
    public sealed record Slow(byte[] Body) : Reply;

    /// <summary>A JSON text without an end, up to a size.</summary>
    public sealed record Flood(long Size) : Reply;

    public sealed record Redirect(string To) : Reply;

    /// <summary>The connection ends without an answer.</summary>
    public sealed record Drop : Reply;

    public static Reply Json(string json, int status = 200, string type = "application/json") =>
        new Bytes(status, Encoding.UTF8.GetBytes(json), type);
}

/// <summary>
/// An HTTP server on a bare socket, which a test lets behave as badly as it likes. What time it takes goes by the test's
/// clock.
/// </summary>
internal sealed class StandIn : IAsyncDisposable
{
    private static readonly TimeSpan Real = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Less than anybody's patience.</summary>
    private static readonly TimeSpan Pauses = TimeSpan.FromMilliseconds(600);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentQueue<Asked> asked = new();
    private readonly ConcurrentBag<Task> talks = [];
    private readonly TimeProvider time;
    private readonly Task accepting;
    private long sent;
    private int heldBack;

    public StandIn(Func<Asked, Reply> answer, TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
        Answer = answer;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        accepting = Accept();
    }

    public Func<Asked, Reply> Answer { get; set; }
    public Uri Address { get; }
    public IReadOnlyList<Asked> Questions => [.. asked];

    /// <summary>Bytes of bodies that were handed to the network.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>
    /// Time passes for whoever waits for what is held back, and otherwise only as far as pauses before a repetition need it:
    /// what is on its way over the network goes by the real clock, and takes long on a busy machine.
    /// </summary>
    public async Task<T> Through<T>(Task<T> answer, FakeTimeProvider clock)
    {
        TimeSpan pauses = Pauses;
        while (!answer.IsCompleted)
        {
            await Task.WhenAny(answer, Task.Delay(Real, TimeProvider.System));
            if (!answer.IsCompleted && !asked.IsEmpty && (Volatile.Read(ref heldBack) > 0 || pauses > TimeSpan.Zero))
            {
                pauses -= Volatile.Read(ref heldBack) > 0 ? TimeSpan.Zero : Step;
                clock.Advance(Step);
            }
        }

        return await answer;
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(talks);
        end.Dispose();
        listener.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                talks.Add(Talk(await listener.AcceptTcpClientAsync(end.Token)));
            }
        }
        catch (Exception ended)
            when (ended is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over; a listener that is stopped already says so in the last of these ways.
        }
    }

    private async Task Talk(TcpClient client)
    {
        using TcpClient connection = client;
        try
        {
            NetworkStream stream = client.GetStream();
            while (await Read(stream) is { } question)
            {
                asked.Enqueue(question);
                if (!await Write(stream, Answer(question)))
                {
                    return;
                }
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The caller has gone, or the test is over.
        }
    }

    private async Task<Asked?> Read(NetworkStream stream)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, end.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        string[] lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Dictionary<string, string> headers = lines
            .Skip(1)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        byte[] body = new byte[
            headers.TryGetValue("Content-Length", out string? length)
                ? int.Parse(length, CultureInfo.InvariantCulture)
                : 0
        ];
        await stream.ReadExactlyAsync(body, end.Token);
        string[] first = lines[0].Split(' ');
        return new Asked(first[0], first[1], headers, Encoding.UTF8.GetString(body));
    }

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> Write(NetworkStream stream, Reply reply)
    {
        switch (reply)
        {
            case Reply.Bytes(int status, byte[] body, string type):
                await Head(stream, $"{status} Status", $"Content-Type: {type}", $"Content-Length: {body.Length}");
                await Body(stream, body);
                return true;
            case Reply.Redirect(string to):
                await Head(stream, "302 Found", $"Location: {to}", "Content-Length: 0");
                return true;
            case Reply.Cut(byte[] body):
                await Head(stream, "200 OK", "Content-Type: application/json", $"Content-Length: {body.Length + 100}");
                await Body(stream, body);
                return false;
            case Reply.Slow(byte[] body):
                await Slowly(stream, body);
                return false;
            case Reply.Flood(long size):
                await Flood(stream, size);
                return false;
            case Reply.Hang:
                await Hang(stream);
                return false;
            default:
                return false;
        }
    }

    private async Task Slowly(NetworkStream stream, byte[] body)
    {
        await Head(stream, "200 OK", "Content-Type: application/json", $"Content-Length: {body.Length}");
        foreach (byte one in body)
        {
            await Body(stream, [one]);
            await HeldBack(() => Task.Delay(TimeSpan.FromSeconds(1), time, end.Token));
        }
    }

    private async Task Flood(NetworkStream stream, long size)
    {
        await Head(stream, "200 OK", "Content-Type: application/json", "Connection: close");
        await Body(stream, "{\"a\":\""u8.ToArray());
        byte[] piece = Encoding.ASCII.GetBytes(new string('a', 64 * 1024));
        for (long written = 0; written < size; written += piece.Length)
        {
            await Body(stream, piece);
        }
    }

    private async Task Hang(NetworkStream stream)
    {
        // Nothing more comes from a caller that waits: this ends when it gives up.
        await HeldBack(() => stream.ReadAsync(new byte[1], end.Token).AsTask());
    }

    private async Task HeldBack(Func<Task> wait)
    {
        Interlocked.Increment(ref heldBack);
        try
        {
            await wait();
        }
        finally
        {
            Interlocked.Decrement(ref heldBack);
        }
    }

    private async Task Head(NetworkStream stream, string status, params string[] headers) =>
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{string.Join("\r\n", headers)}\r\n\r\n"),
            end.Token
        );

    private async Task Body(NetworkStream stream, byte[] body)
    {
        await stream.WriteAsync(body, end.Token);
        Interlocked.Add(ref sent, body.Length);
    }
}
