using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using BalanceBot.Benchmarks.Faults.People;

namespace BalanceBot.Benchmarks.Faults.BotApi;

/// <summary>
/// Updates are posted to the processes in turn, as a balancer in front of them would do for Telegram: the chat's next one
/// after a 2xx; else again, mostly elsewhere. Some come twice.
/// </summary>
internal sealed class Deliveries(
    IReadOnlyList<Uri> processes,
    string secret,
    double duplicates,
    Chance chance,
    TimeProvider time
) : IDelivery, IDisposable
{
    private const int MostConnections = 100;
    private const int Kept = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(0.2);
    private readonly HttpMessageInvoker http = new(
        new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2), UseProxy = false }
    );
    private readonly SemaphoreSlim connections = new(MostConnections, MostConnections);
    private readonly long[] avoidedUntil = new long[processes.Count];
    private readonly ConcurrentDictionary<Task, bool> more = [];
    private readonly ConcurrentQueue<(long Id, byte[] Update)> old = [];
    private readonly ConcurrentDictionary<int, int> statuses = [];
    private int turn;
    private int duplicated;
    private int unanswered;

    /// <summary>Deliveries of something that had been, or was being, delivered; and were answered.</summary>
    public int Duplicated => duplicated;

    /// <summary>No answer at all: the process was dead, frozen or slow.</summary>
    public int Unanswered => unanswered;

    /// <summary>Answers that Telegram never gets from a bot that works.</summary>
    public IReadOnlyDictionary<int, int> Strange =>
        statuses.Where(status => status.Key is not (200 or 503)).ToDictionary();

    public int Count(int status) => statuses.GetValueOrDefault(status);

    public async Task Deliver(long updateId, byte[] update, CancellationToken stop)
    {
        double share = chance.Share();
        if (share < duplicates / 2)
        {
            AndMore(() => Twice(update, TimeSpan.Zero, stop));
        }
        else if (share < duplicates)
        {
            AndMore(() => Twice(update, chance.Between(0.01, 20), stop));
        }

        while (await Once(update, stop) is { } wait)
        {
            await Task.Delay(wait, time, stop);
        }

        Keep(updateId, update);
    }

    /// <summary>Ends when every duplicate was brought, with some that are long done.</summary>
    public async Task AllBrought(CancellationToken stop)
    {
        await Task.WhenAll(more.Keys);
        await Parallel.ForEachAsync(old, stop, async (one, each) => await Twice(one.Update, TimeSpan.Zero, each));
    }

    public void Dispose()
    {
        http.Dispose();
        connections.Dispose();
    }

    private void AndMore(Func<Task> work)
    {
        Task task = Task.Run(work);
        more.TryAdd(task, true);
        _ = task.ContinueWith(done => more.TryRemove(done, out _), TaskScheduler.Default);
    }

    private async Task Twice(byte[] update, TimeSpan later, CancellationToken stop)
    {
        await Task.Delay(later, time, stop);
        if (await Once(update, stop) is null)
        {
            Interlocked.Increment(ref duplicated);
        }
    }

    /// <summary>A few from the whole run.</summary>
    private void Keep(long updateId, byte[] update)
    {
        if (chance.Share() < 0.01)
        {
            old.Enqueue((updateId, update));
            _ = old.Count > Kept && old.TryDequeue(out _);
        }
    }

    /// <summary>Null: taken. Else how long to wait before it is tried again.</summary>
    private async Task<TimeSpan?> Once(byte[] update, CancellationToken stop)
    {
        await connections.WaitAsync(stop);
        int process = Next();
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(Patience);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, processes[process])
            {
                Content = new ByteArrayContent(update),
            };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", secret);
            using HttpResponseMessage answer = await http.SendAsync(request, late.Token);
            statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, count) => count + 1);
            return answer.StatusCode == HttpStatusCode.OK ? null : answer.Headers.RetryAfter?.Delta ?? AgainAfter;
        }
        catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException)
        {
            stop.ThrowIfCancellationRequested();
            Interlocked.Increment(ref unanswered);
            Volatile.Write(ref avoidedUntil[process], time.GetTimestamp() + time.TimestampFrequency);
            return AgainAfter;
        }
        finally
        {
            connections.Release();
        }
    }

    /// <summary>In turn; who did not answer a moment ago is passed over, unless none did.</summary>
    private int Next()
    {
        long now = time.GetTimestamp();
        int first = (int)((uint)Interlocked.Increment(ref turn) % processes.Count);
        for (int step = 0; step < processes.Count; step++)
        {
            int process = (first + step) % processes.Count;
            if (Volatile.Read(ref avoidedUntil[process]) <= now)
            {
                return process;
            }
        }

        return first;
    }
}
