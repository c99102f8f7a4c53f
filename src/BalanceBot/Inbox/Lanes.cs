using BalanceBot.Subscribers;

namespace BalanceBot.Inbox;

/// <summary>One lane per chat: its work in order, one at a time; different chats side by side, up to a bound.</summary>
internal sealed class Lanes(int mostAtOnce) : IDisposable
{
    private readonly Dictionary<ChatId, Queue<Func<Task>>> lanes = [];
    private readonly SemaphoreSlim places = new(mostAtOnce, mostAtOnce);
    private readonly Lock gate = new();
    private readonly List<(int Below, TaskCompletionSource Reached)> waiters = [];
    private int waiting;

    /// <summary>Work entered and not ended yet.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return waiting;
            }
        }
    }

    /// <summary>
    /// Enters work at the end of the chat's lane. The task ends when the work has ended and carries its exception; the
    /// lane goes on after it.
    /// </summary>
    public Task Enter(ChatId chat, Func<Task> work)
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue<Func<Task>>? fresh = null;
        lock (gate)
        {
            waiting++;
            if (!lanes.TryGetValue(chat, out Queue<Func<Task>>? lane))
            {
                lanes[chat] = lane = fresh = new Queue<Func<Task>>();
            }

            lane.Enqueue(() => Follow(work, ended));
        }

        if (fresh is not null)
        {
            _ = Task.Run(() => Run(chat, fresh));
        }

        return ended.Task;
    }

    /// <summary>Ends when fewer than <paramref name="below"/> works are entered.</summary>
    public Task Room(int below)
    {
        lock (gate)
        {
            if (waiting < below)
            {
                return Task.CompletedTask;
            }

            TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
            waiters.Add((below, reached));
            return reached.Task;
        }
    }

    public void Dispose() => places.Dispose();

    private async Task Run(ChatId chat, Queue<Func<Task>> lane)
    {
        while (Next(chat, lane) is { } work)
        {
            // The place is given back after each work: a chat that floods does not keep others from theirs.
            await places.WaitAsync(CancellationToken.None);
            try
            {
                await work();
            }
            finally
            {
                places.Release();
                Ended();
            }
        }
    }

    private Func<Task>? Next(ChatId chat, Queue<Func<Task>> lane)
    {
        lock (gate)
        {
            if (lane.TryDequeue(out Func<Task>? work))
            {
                return work;
            }

            lanes.Remove(chat);
            return null;
        }
    }

    private void Ended()
    {
        lock (gate)
        {
            waiting--;
            foreach ((_, TaskCompletionSource reached) in waiters.Where(w => waiting < w.Below))
            {
                reached.TrySetResult();
            }

            waiters.RemoveAll(w => waiting < w.Below);
        }
    }

    private static async Task Follow(Func<Task> work, TaskCompletionSource ended)
    {
        try
        {
            await work();
            ended.TrySetResult();
        }
        catch (OperationCanceledException cancelled)
        {
            ended.TrySetCanceled(cancelled.CancellationToken);
        }
#pragma warning disable CA1031 // It is handed to whoever entered the work; the lane must go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            ended.TrySetException(failure);
        }
    }
}
