using System.Text;
using BalanceBot.Benchmarks.Faults.People;

namespace BalanceBot.Benchmarks.Faults.BotApi;

/// <summary>The updates that wait for a poll, with Telegram's offset; and who polls.</summary>
internal sealed class PollLine(TimeProvider time) : IDelivery
{
    private const string Conflict =
        """{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}""";

    private readonly Lock gate = new();
    private readonly Queue<(long Id, byte[] Json)> waiting = new();

    /// <summary>
    /// Two who speak at once may come here in the other order than their ids; Telegram's line never is: an offset behind
    /// the later one would forget the earlier one, which nobody has seen.
    /// </summary>
    private readonly Dictionary<long, byte[]> early = [];
    private long next = Crowd.FirstUpdate;
    private readonly List<(Func<int, bool> Wanted, TaskCompletionSource<long> Seen)> watchers = [];
    private TaskCompletionSource<bool>? poll;

    /// <summary>The process that polled last; -1: none.</summary>
    public int Poller { get; private set; } = -1;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    public Task Deliver(long updateId, byte[] update, CancellationToken stop)
    {
        lock (gate)
        {
            early[updateId] = update;
            while (early.Remove(next, out byte[]? told))
            {
                waiting.Enqueue((next++, told));
                poll?.TrySetResult(true);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>The moment at which somebody wanted asks next.</summary>
    public Task<long> NextPoll(Func<int, bool> wanted)
    {
        TaskCompletionSource<long> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            watchers.Add((wanted, seen));
        }

        return seen.Task;
    }

    public async Task<(int Status, string Body)> Poll(
        int process,
        long offset,
        int limit,
        TimeSpan wait,
        CancellationToken gone
    )
    {
        TaskCompletionSource<bool> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            Poller = process;
            Tell(process);
            poll?.TrySetResult(false);
            poll = mine;
            Forget(offset);
            if (waiting.Count > 0)
            {
                mine.TrySetResult(true);
            }
        }

        bool alone = await InTime(mine.Task, wait, gone);
        lock (gate)
        {
            poll = poll == mine ? null : poll;
            return alone ? (200, First(limit)) : (409, Conflict);
        }
    }

    private void Tell(int process)
    {
        foreach ((_, TaskCompletionSource<long> seen) in watchers.Where(watcher => watcher.Wanted(process)))
        {
            seen.TrySetResult(time.GetTimestamp());
        }

        watchers.RemoveAll(watcher => watcher.Seen.Task.IsCompleted);
    }

    private void Forget(long offset)
    {
        while (waiting.TryPeek(out (long Id, byte[] Json) first) && first.Id < offset)
        {
            waiting.Dequeue();
        }
    }

    private string First(int limit) =>
        $$"""{"ok":true,"result":[{{string.Join(',', waiting.Take(limit).Select(update => Encoding.UTF8.GetString(update.Json)))}}]}""";

    private static async Task<bool> InTime(Task<bool> woken, TimeSpan wait, CancellationToken gone)
    {
        try
        {
            return await woken.WaitAsync(wait, TimeProvider.System, gone);
        }
        catch (TimeoutException)
        {
            return true;
        }
    }
}
