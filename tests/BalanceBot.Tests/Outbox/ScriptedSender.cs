using BalanceBot.Outbox;

namespace BalanceBot.Tests.Outbox;

/// <summary>The wall to Telegram with outcomes by script; it can hold tries back, and tells what came.</summary>
internal sealed class ScriptedSender : IMessageSender
{
    private readonly Lock gate = new();
    private readonly Queue<SendOutcome> script = [];
    private readonly List<Outgoing> tries = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> waiters = [];
    private TaskCompletionSource? held;
    private int underWay;

    /// <summary>All tries, in the order of their coming.</summary>
    public IReadOnlyList<Outgoing> Tries
    {
        get
        {
            lock (gate)
            {
                return [.. tries];
            }
        }
    }

    public IReadOnlyList<string> Words =>
        [.. Tries.Select(message => message.Body is Body.Text text ? text.Html : message.Body.GetType().Name)];

    public int MostAtOnce { get; private set; }

    /// <summary>Sees each try as it comes.</summary>
    public Action<Outgoing>? Trying { get; set; }

    /// <summary>Outcomes of the next tries, in order; afterwards each is sent.</summary>
    public void Next(params SendOutcome[] outcomes)
    {
        lock (gate)
        {
            foreach (SendOutcome outcome in outcomes)
            {
                script.Enqueue(outcome);
            }
        }
    }

    public void Hold()
    {
        lock (gate)
        {
            held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Release()
    {
        TaskCompletionSource? let;
        lock (gate)
        {
            let = held;
            held = null;
        }

        let?.SetResult();
    }

    /// <summary>Ends when so many tries have come.</summary>
    public Task Reached(int count)
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiters.Add((count, reached));
            Tell();
        }

        return reached.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    public async Task<SendOutcome> Send(Outgoing message, CancellationToken stop)
    {
        Trying?.Invoke(message);
        SendOutcome outcome;
        Task wait;
        lock (gate)
        {
            tries.Add(message);
            MostAtOnce = Math.Max(MostAtOnce, ++underWay);
            outcome = script.TryDequeue(out SendOutcome? scripted) ? scripted : new SendOutcome.Sent(tries.Count);
            wait = held?.Task ?? Task.CompletedTask;
            Tell();
        }

        await wait;
        lock (gate)
        {
            underWay--;
        }

        return outcome;
    }

    public Task<SendOutcome> AnswerPress(string callbackId, string? text, CancellationToken stop) =>
        Task.FromResult<SendOutcome>(
            script.TryDequeue(out SendOutcome? scripted) ? scripted : new SendOutcome.Sent(null)
        );

    private void Tell()
    {
        foreach ((int count, TaskCompletionSource reached) in waiters.Where(waiter => tries.Count >= waiter.Count))
        {
            reached.TrySetResult();
        }
    }
}
