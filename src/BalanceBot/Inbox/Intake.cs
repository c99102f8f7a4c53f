namespace BalanceBot.Inbox;

/// <summary>
/// Accepts updates: each is finished or in the durable inbox before Telegram is told that we have it. With one process
/// that polls, quick turns need no writing at all; those still at work after a moment are stored in one commit, so that
/// nobody waits for them. With a webhook, or many processes, all are stored first.
/// </summary>
internal sealed class Intake(
    IUpdateReader reader,
    IInboxStore store,
    ITurnTaker turns,
    UpdateHandler handler,
    Lanes lanes,
    InboxSettings settings,
    string owner,
    TimeProvider time
) : IDisposable
{
    // Telegram keeps an update for 24 hours; twice that, and no redelivery can be older.
    private static readonly TimeSpan Memory = TimeSpan.FromHours(48);

    private static readonly TimeSpan QuarantineMemory = TimeSpan.FromDays(30);

    private const int RowsAtOnce = 500;

    // Nobody waits for it to end: leases of a process that is gone are freed at once, by the next start or by the others.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan DrainAtMost = TimeSpan.FromSeconds(3);

    /// <summary>Nobody who delivers waits longer for whoever claims.</summary>
    private static readonly TimeSpan TakingAtMost = TimeSpan.FromSeconds(1.5);

    // What the store gives us goes into the lanes before it gives us more: else what was kept later could enter first.
    private readonly SemaphoreSlim taking = new(1, 1);

    private readonly KnownUpdates known = new(200_000);

    // Turns in hand outlive the wish to stop for a moment: what they have begun they may end.
    private readonly CancellationTokenSource life = new();

    /// <summary>Updates were kept behind others of their chats, and somebody should look for them soon.</summary>
    public Action? Behind { get; set; }

    /// <summary>Takes up what an earlier run left, in the order of its coming, before anything new.</summary>
    public async Task<int> Recover(CancellationToken stop)
    {
        foreach (long id in await store.Known(time.GetUtcNow() - Memory))
        {
            known.Add(id);
        }

        int taken = 0;
        while (await TakeUp(stop) is > 0 and var some)
        {
            taken += some;
        }

        return taken;
    }

    /// <summary>Claims what is kept and nobody holds, and begins it; waits for room. How many.</summary>
    public async Task<int> TakeUp(CancellationToken stop)
    {
        int taken = await ClaimSome(stop);
        await lanes.Room(settings.LaneLimit).WaitAsync(stop);
        return taken;
    }

    private async Task<int> ClaimSome(CancellationToken stop)
    {
        await taking.WaitAsync(stop);
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            IReadOnlyList<ClaimedUpdate> rows = await store.ClaimUpdates(owner, RowsAtOnce, now, now + Lease);
            foreach (Accepted accepted in await Read([.. rows.Select(row => row.Raw)], kept: true))
            {
                Enter(accepted);
            }

            return rows.Count;
        }
        finally
        {
            taking.Release();
        }
    }

    /// <summary>When it ends, every update of the batch is finished or kept.</summary>
    public async Task Accept(IReadOnlyList<RawUpdate> batch)
    {
        InboxMeter.Took(batch.Count);
        List<Accepted> accepted = await Read([.. batch.Where(raw => known.Add(raw.Id))], kept: false);
        accepted.ForEach(Enter);
        await Moment(Task.WhenAll(accepted.Select(a => a.Done)));
        List<Accepted> stragglers = [.. accepted.Where(a => a.MarkKept())];
        if (stragglers.Count > 0)
        {
            await Keep(stragglers);
        }
    }

    /// <summary>When it ends, every update of the batch is kept or known. Throws when the store cannot keep them.</summary>
    public async Task AcceptKept(IReadOnlyList<RawUpdate> batch)
    {
        InboxMeter.Took(batch.Count);
        // A redelivery may come while the first one waits for the same commit.
        List<Accepted> accepted = await Read([.. batch.DistinctBy(raw => raw.Id).OrderBy(raw => raw.Id)], kept: true);
        if (accepted.Count == 0)
        {
            return;
        }

        if (!await taking.WaitAsync(TakingAtMost))
        {
            // Claiming takes so long only with a store that is away.
            throw new TimeoutException();
        }

        try
        {
            HashSet<long> ours = [.. await Keep(accepted)];
            accepted.FindAll(a => ours.Contains(a.Raw.Id)).ForEach(Enter);
            if (ours.Count < accepted.Count)
            {
                Behind?.Invoke();
            }
        }
        finally
        {
            taking.Release();
        }
    }

    /// <summary>Forgets the marks that no redelivery can need any more; what was quarantined stays for the operator a while.</summary>
    public Task<int> ForgetOld() => store.ForgetDone(time.GetUtcNow() - Memory, time.GetUtcNow() - QuarantineMemory);

    /// <summary>
    /// Ends what is in hand; what takes too long is left in the inbox, for the next start or for others. How many.
    /// </summary>
    public async Task<int> Drain()
    {
        await Task.WhenAny(lanes.Room(1), Task.Delay(DrainAtMost, time, CancellationToken.None));
        await life.CancelAsync();
        return lanes.Waiting;
    }

    public void Dispose()
    {
        life.Dispose();
        taking.Dispose();
    }

    private Task<IReadOnlyList<long>> Keep(List<Accepted> accepted)
    {
        DateTimeOffset now = time.GetUtcNow();
        return store.Keep([.. accepted.Select(a => new Incoming(a.Raw, a.Update.Chat))], owner, now, now + Lease);
    }

    private async Task<List<Accepted>> Read(IReadOnlyList<RawUpdate> batch, bool kept)
    {
        List<Accepted> accepted = new(batch.Count);
        // Together, for each commit is a wait for the disk: a new kind of updates may fill whole batches.
        List<Task> putAway = [];
        foreach (RawUpdate raw in batch)
        {
            switch (reader.Read(raw))
            {
                case Reading.Readable(Update update):
                    accepted.Add(new Accepted(raw, update, kept));
                    break;
                case Reading.Unreadable(string reason):
                    putAway.Add(handler.Quarantine(raw, reason, 0));
                    break;
            }
        }

        await Task.WhenAll(putAway);
        return accepted;
    }

    private void Enter(Accepted accepted)
    {
        if (accepted.Update is Update.Press press)
        {
            turns.Acknowledge(press);
        }

        CancellationToken stop = life.Token;
        accepted.Done = lanes.Enter(accepted.Update.Chat, () => handler.Handle(accepted, stop));
    }

    /// <summary>Waits for the end of the work, however it ends, but only a moment.</summary>
    private async Task Moment(Task all)
    {
        using CancellationTokenSource enough = new();
        Task moment = Task.Delay(settings.StragglerAfter, time, enough.Token);
        if (await Task.WhenAny(all, moment) == all)
        {
            await enough.CancelAsync();
        }
    }
}
