namespace BalanceBot.Benchmarks.Turns.BotApi;

/// <summary>The updates of one bot that wait for its poll, with Telegram's offset: whatever is below it is forgotten.</summary>
internal sealed class UpdateLine
{
    private readonly Queue<(long Id, byte[] Json)> waiting = new();
    private readonly Lock gate = new();
    private TaskCompletionSource<bool>? poll;

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

    public void Add(long id, byte[] json)
    {
        TaskCompletionSource<bool>? woken;
        lock (gate)
        {
            waiting.Enqueue((id, json));
            woken = poll;
            poll = null;
        }

        woken?.TrySetResult(true);
    }

    /// <summary>Null: another poll came meanwhile, and this one is told 409.</summary>
    public async Task<IReadOnlyList<byte[]>?> Take(long offset, int limit, TimeSpan wait, CancellationToken gone)
    {
        TaskCompletionSource<bool> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            poll?.TrySetResult(false);
            poll = null;
            Forget(offset);
            if (waiting.Count > 0 || wait == TimeSpan.Zero)
            {
                return First(limit);
            }

            poll = mine;
        }

        bool alone = await InTime(mine.Task, wait, gone);
        lock (gate)
        {
            poll = poll == mine ? null : poll;
            return alone ? First(limit) : null;
        }
    }

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

    private void Forget(long offset)
    {
        while (waiting.TryPeek(out (long Id, byte[] Json) first) && first.Id < offset)
        {
            waiting.Dequeue();
        }
    }

    /// <summary>They stay in the line until an offset passes them.</summary>
    private byte[][] First(int limit) => [.. waiting.Take(limit).Select(update => update.Json)];
}
