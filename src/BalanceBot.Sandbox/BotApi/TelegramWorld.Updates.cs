using System.Globalization;
using System.Text.Json.Nodes;

namespace BalanceBot.Sandbox.BotApi;

/// <summary>getUpdates and what belongs to it.</summary>
internal sealed partial class TelegramWorld
{
    private static readonly TimeSpan HammerWindow = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan HardHammerWindow = TimeSpan.FromSeconds(0.5);

    private static readonly Answer.Error OtherPoller = new(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    );

    private TaskCompletionSource<bool>? poller;
    private (long Offset, DateTimeOffset At)? lastPoll;

    /// <summary>getUpdates requests that have come in; one that waits is counted too.</summary>
    public int Polls { get; private set; }

    public async Task<Answer> GetUpdates(long offset, int limit, int timeout, CancellationToken gone)
    {
        TaskCompletionSource<bool> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        (int wait, int most) = (Math.Clamp(timeout, 0, 50), limit is >= 1 and <= 100 ? limit : 100);
        lock (gate)
        {
            if (Webhook is not null && rules.WebhookExcludesPolling)
            {
                return new Answer.Error(
                    409,
                    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
                );
            }

            if (rules.OnePoller)
            {
                poller?.TrySetResult(false);
            }

            Polls++;
            updates.Forget(offset);
            (wait, most) = Slowed(offset, wait, most);
            lastPoll = (offset, time.GetUtcNow());
            poller = mine;
            Tell(new WorldEvent.Polled());
            if (updates.Has(offset) || Faults.Active().Any(fault => fault.Kind == FaultKind.Duplicate) || wait == 0)
            {
                mine.TrySetResult(true);
            }
        }

        return await Wait(mine, TimeSpan.FromSeconds(wait), gone) ? Batch(offset, most, mine) : OtherPoller;
    }

    /// <summary>False: another poller came.</summary>
    private async Task<bool> Wait(TaskCompletionSource<bool> mine, TimeSpan atMost, CancellationToken gone)
    {
        if (mine.Task.IsCompleted)
        {
            return await mine.Task;
        }

        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(gone);
        Task timer = Task.Delay(atMost, time, enough.Token);
        await Task.WhenAny(mine.Task, timer);
        await enough.CancelAsync();
        return !mine.Task.IsCompleted || await mine.Task;
    }

    private Answer.Ok Batch(long offset, int most, TaskCompletionSource<bool> mine)
    {
        lock (gate)
        {
            if (poller == mine)
            {
                poller = null;
            }

            bool again = Faults.Take("getUpdates", null, duplicates: true) is not null;
            return new Answer.Ok(updates.Take(offset, most, time.GetUtcNow(), again));
        }
    }

    private (int Wait, int Most) Slowed(long offset, int wait, int most)
    {
        if (!rules.SlowsHammering || lastPoll is not { } last || last.Offset != offset || updates.Has(offset))
        {
            return (wait, most);
        }

        TimeSpan since = time.GetUtcNow() - last.At;
        int stretched = since < HammerWindow && wait < 3 ? 3 : wait;
        return (stretched, since < HardHammerWindow ? 1 : most);
    }

    private long Enqueue(string kind, JsonNode content)
    {
        long id = updates.Add(kind, content, time.GetUtcNow());
        poller?.TrySetResult(true);
        if (Webhook is not null)
        {
            // Not here: this lock is held.
            _ = Task.Run(() => WebhookHasWork?.Invoke());
        }

        return id;
    }

    private string NewCallback(long chat)
    {
        string id = (++lastCallback).ToString(CultureInfo.InvariantCulture);
        callbacks[id] = (chat, time.GetUtcNow());
        return id;
    }
}
