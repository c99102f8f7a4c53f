namespace BalanceBot.Inbox;

/// <summary>
/// Accepts updates: each is finished or in the durable inbox before Telegram is told that we have it. Quick turns need
/// no writing at all; those still at work after a moment are stored in one commit, so that nobody waits for them.
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
)
{
    // Telegram keeps an update for 24 hours; twice that, and no redelivery can be older.
    private static readonly TimeSpan Memory = TimeSpan.FromHours(48);

    private static readonly TimeSpan QuarantineMemory = TimeSpan.FromDays(30);

    private const int RowsAtOnce = 500;

    // One process: nobody else waits for our lease. A second engine renews what it holds longer.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly KnownUpdates known = new(200_000);

    /// <summary>Takes up what an earlier run left, in the order of its coming, before anything new.</summary>
    public async Task<int> Recover(CancellationToken stop)
    {
        foreach (long id in await store.Known(time.GetUtcNow() - Memory))
        {
            known.Add(id);
        }

        int taken = 0;
        while (await ClaimNext() is { Count: > 0 } rows)
        {
            taken += rows.Count;
            await Enter([.. rows.Select(row => row.Raw)], kept: true, stop);
            await lanes.Room(settings.LaneLimit).WaitAsync(stop);
        }

        return taken;
    }

    /// <summary>When it ends, every update of the batch is finished or kept.</summary>
    public async Task Accept(IReadOnlyList<RawUpdate> batch, CancellationToken stop)
    {
        List<Accepted> accepted = await Enter([.. batch.Where(raw => known.Add(raw.Id))], kept: false, stop);
        await Moment(Task.WhenAll(accepted.Select(a => a.Done)));
        List<Accepted> stragglers = [.. accepted.Where(a => a.MarkKept())];
        if (stragglers.Count > 0)
        {
            DateTimeOffset now = time.GetUtcNow();
            await store.Keep([.. stragglers.Select(a => new Incoming(a.Raw, a.Update.Chat))], owner, now, now + Lease);
        }
    }

    /// <summary>Forgets the marks that no redelivery can need any more; what was quarantined stays for the operator a while.</summary>
    public Task<int> ForgetOld() => store.ForgetDone(time.GetUtcNow() - Memory, time.GetUtcNow() - QuarantineMemory);

    private Task<IReadOnlyList<ClaimedUpdate>> ClaimNext()
    {
        DateTimeOffset now = time.GetUtcNow();
        return store.ClaimUpdates(owner, RowsAtOnce, now, now + Lease);
    }

    private async Task<List<Accepted>> Enter(IReadOnlyList<RawUpdate> batch, bool kept, CancellationToken stop)
    {
        List<Accepted> accepted = new(batch.Count);
        foreach (RawUpdate raw in batch)
        {
            switch (reader.Read(raw))
            {
                case Reading.Readable(Update update):
                    accepted.Add(Enter(new Accepted(raw, update, kept), stop));
                    break;
                case Reading.Unreadable(string reason):
                    await handler.Quarantine(raw, reason, 0);
                    break;
            }
        }

        return accepted;
    }

    private Accepted Enter(Accepted accepted, CancellationToken stop)
    {
        if (accepted.Update is Update.Press press)
        {
            turns.Acknowledge(press);
        }

        accepted.Done = lanes.Enter(accepted.Update.Chat, () => handler.Handle(accepted, stop));
        return accepted;
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
