using BalanceBot.Subscribers;

namespace BalanceBot.Outbox;

/// <summary>
/// Sends what is handed to it: one message of a chat at a time and in order, the most urgent chat first, at Telegram's
/// pace. Stored messages are settled by name; direct ones tell their sender what became of them.
/// </summary>
internal sealed partial class Dispatcher : IDisposable
{
    /// <summary>A direct message that cannot go within this time is given back to be stored: its turn should end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>A stored message that must wait longer goes back to the store; shorter than any lease.</summary>
    private static readonly TimeSpan LongestInMemory = TimeSpan.FromMinutes(3);

    /// <summary>As whoever claims rows for us takes it.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan BulkLooksAgain = TimeSpan.FromMilliseconds(100);

    private readonly ChatQueues queues = new();
    private readonly IMessageSender sender;
    private readonly IOutboxStore store;
    private readonly Pace pace;
    private readonly Failures failures;
    private readonly int mostAtOnce;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Job> inHand = [];
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Exception> dead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<Job>? behindClaim;
    private int claims;
    private int underWay;
    private int bulkUnderWay;
    private bool closed;

    public Dispatcher(
        IMessageSender sender,
        IOutboxStore store,
        OutboxSettings settings,
        Func<double> chance,
        TimeProvider time,
        ILogger<Dispatcher> log
    )
    {
        this.sender = sender;
        this.store = store;
        pace = new Pace(settings);
        failures = new Failures(chance);
        mostAtOnce = settings.MostAtOnce;
        this.time = time;
        this.log = log;
        timer = time.CreateTimer(_ => Pump(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends when nothing can be sent or settled any more: the token is refused, or the store is gone.</summary>
    public Task<Exception> Dead => dead.Task;

    /// <summary>
    /// False: this process may have been thought dead (it was frozen, or cut off from the store), and what it holds may be
    /// with others by now.
    /// </summary>
    public Func<DateTimeOffset, bool> IsSure { get; init; } = _ => true;

    /// <summary>A stored row may be due at this time: whoever claims rows should look then.</summary>
    public Action<DateTimeOffset>? RowDue { get; set; }

    /// <summary>Messages that a commit has stored and claimed for this process.</summary>
    public void Dispatch(IReadOnlyList<ClaimedOutgoing> committed)
    {
        Enter(committed);
        Pump();
    }

    private void Enter(IReadOnlyList<ClaimedOutgoing> rows)
    {
        foreach (ClaimedOutgoing row in rows)
        {
            if (!IsInHand(row))
            {
                Enter(new Job(row.Message, row.ClaimId, null) { EnteredAt = time.GetUtcNow() });
            }
        }
    }

    /// <summary>
    /// Stored messages of others that become ours by a claim; how many. What comes meanwhile waits for the claim's answer:
    /// it was written after what the claim brings, and must go behind it.
    /// </summary>
    public async Task<int> TakeUp(Func<Task<IReadOnlyList<ClaimedOutgoing>>> claim)
    {
        IReadOnlyList<ClaimedOutgoing> claimed = [];
        lock (gate)
        {
            claims++;
            behindClaim ??= [];
        }

        try
        {
            claimed = await claim();
        }
        finally
        {
            lock (gate)
            {
                List<Job> behind = behindClaim ?? [];
                behindClaim = null;
                Enter(claimed);
                if (--claims > 0)
                {
                    behindClaim = behind;
                }
                else
                {
                    behind.ForEach(Enter);
                }
            }

            Pump();
        }

        return claimed.Count;
    }

    /// <summary>Stored messages of the bulk class that are not settled yet.</summary>
    public int BulkInHand
    {
        get
        {
            lock (gate)
            {
                return inHand.Values.Count(job => job.Message.Class == OutgoingClass.Bulk && job.Ended is null);
            }
        }
    }

    /// <summary>Messages that are with Telegram at this moment.</summary>
    public int UnderWay
    {
        get
        {
            lock (gate)
            {
                return underWay;
            }
        }
    }

    /// <summary>A pause that Telegram asked of an earlier process.</summary>
    public void Resume(DateTimeOffset pausedUntil)
    {
        lock (gate)
        {
            pace.Resume(pausedUntil);
        }
    }

    /// <summary>A message that is not stored, behind whatever the chat has waiting.</summary>
    public async Task<DirectOutcome> SendDirect(Outgoing message, CancellationToken stop)
    {
        Job job = new(message, null, new(TaskCreationOptions.RunContinuationsAsynchronously))
        {
            PatientUntil = time.GetUtcNow() + Patience,
        };
        Enter(job);
        Pump();
        return await job.Direct!.Task.WaitAsync(stop);
    }

    /// <summary>At once, or not at all: a press is worth an answer for a few seconds only.</summary>
    public async Task AnswerPress(string callbackId, string? text)
    {
        bool paused;
        lock (gate)
        {
            paused = closed || pace.PausedUntil > time.GetUtcNow();
        }

        if (
            !paused
            && await sender.AnswerPress(callbackId, text, CancellationToken.None) is SendOutcome.TooMany(var wait)
        )
        {
            lock (gate)
            {
                pace.Pause(new ChatId(1), time.GetUtcNow() + wait, time.GetUtcNow());
            }
        }
    }

    /// <summary>Begins nothing more, gives direct messages back, and ends when what is under way has ended.</summary>
    public Task Close()
    {
        lock (gate)
        {
            closed = true;
            foreach (Job job in queues.TakeAllDirect().Concat(DirectBehindClaim()))
            {
                job.Direct!.TrySetResult(new DirectOutcome.NotTaken(null, job.Message.Attempts));
            }

            if (underWay == 0)
            {
                idle.TrySetResult();
            }
        }

        return idle.Task;
    }

    public void Dispose() => timer.Dispose();

    private void Enter(Job job)
    {
        lock (gate)
        {
            if (!closed)
            {
                if (job.ClaimId is not null)
                {
                    inHand[job.Message.Id] = job;
                }

                if (behindClaim is { } behind)
                {
                    behind.Add(job);
                }
                else
                {
                    queues.Add(job);
                }

                return;
            }
        }

        // A stored one stays where it is, for the next start.
        job.Direct?.TrySetResult(new DirectOutcome.NotTaken(null, job.Message.Attempts));
    }

    private IEnumerable<Job> DirectBehindClaim() => behindClaim?.Where(job => job.Direct is not null) ?? [];

    private void Pump()
    {
        List<Job> go = [];
        lock (gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            queues.Wake(now);
            while (!closed && underWay < mostAtOnce && queues.Next() is { } job)
            {
                OutgoingClass urgency = queues.UrgencyOf(job);
                DateTimeOffset at = Max(job.NotBefore, pace.Earliest(job.Message, urgency, now));
                if (at <= now && urgency == OutgoingClass.Bulk && bulkUnderWay >= Math.Max(1, mostAtOnce / 2))
                {
                    // A Telegram that hangs on bulk must leave places for answers.
                    queues.Sleep(job, now + BulkLooksAgain);
                }
                else if (at <= now)
                {
                    pace.Take(job.Message, now);
                    underWay++;
                    job.IsBulkUnderWay = urgency == OutgoingClass.Bulk;
                    bulkUnderWay += job.IsBulkUnderWay ? 1 : 0;
                    go.Add(job);
                }
                else if (job.Direct is { } direct && at > job.PatientUntil)
                {
                    queues.Finish(job);
                    direct.TrySetResult(new DirectOutcome.NotTaken(at, job.Message.Attempts));
                }
                else
                {
                    queues.Sleep(job, at);
                }
            }

            SetTimer(now);
        }

        foreach (Job job in go)
        {
            _ = Task.Run(() => Send(job));
        }
    }

    private void SetTimer(DateTimeOffset now)
    {
        if (queues.NextWake is { } at)
        {
            timer.Change(Max(at, now) - now, Timeout.InfiniteTimeSpan);
        }
    }

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
