namespace BalanceBot.Outbox;

/// <summary>What befalls a whole chat, and rows that come to hand a second time.</summary>
internal sealed partial class Dispatcher
{
    /// <summary>The whole chat goes back to the store, in its order: none of its messages may overtake the one that waits.</summary>
    private async Task GiveBack(Job job, Verdict.Again again)
    {
        foreach (Job waiting in TakeChat(job))
        {
            int attempts = waiting == job ? again.Attempts : waiting.Message.Attempts;
            waiting.Direct?.TrySetResult(new DirectOutcome.NotTaken(again.NotBefore, attempts));
            if (waiting.ClaimId is { } claim)
            {
                Settlement.Later later = new(again.NotBefore, attempts);
                await store.Settle(waiting.Message.Id, claim, later, time.GetUtcNow());
            }
        }

        RowDue?.Invoke(again.NotBefore);
    }

    private async Task EndChat(Job job)
    {
        IReadOnlyList<Job> all = TakeChat(job);
        if (all.FirstOrDefault(waiting => waiting.ClaimId is not null) is { ClaimId: { } claim } stored)
        {
            await store.Settle(stored.Message.Id, claim, new Settlement.ChatUnreachable(), time.GetUtcNow());
        }

        foreach (Job waiting in all)
        {
            waiting.Direct?.TrySetResult(new DirectOutcome.Unreachable());
        }
    }

    /// <summary>
    /// A group became a supergroup: the same messages to its new id. Stored ones go back to the store, which re-keys them
    /// and hands them out in their order; were some kept here, they would overtake those.
    /// </summary>
    private async Task Move(Job job, Settlement.ChatMoved moved)
    {
        DateTimeOffset now = time.GetUtcNow();
        bool rekeyed = false;
        foreach (Job waiting in TakeChat(job))
        {
            if (waiting.ClaimId is { } claim)
            {
                Settlement back = rekeyed ? new Settlement.Later(now, waiting.Message.Attempts) : moved;
                await store.Settle(waiting.Message.Id, claim, back, now);
                rekeyed = true;
            }
            else if (rekeyed)
            {
                waiting.Direct?.TrySetResult(new DirectOutcome.NotTaken(null, waiting.Message.Attempts));
            }
            else
            {
                waiting.Message = waiting.Message with { Chat = moved.NewChat };
                Enter(waiting);
            }
        }

        RowDue?.Invoke(time.GetUtcNow());
    }

    private IReadOnlyList<Job> TakeChat(Job job)
    {
        lock (gate)
        {
            IReadOnlyList<Job> all = queues.TakeAll(job.Message.Chat);
            foreach (Job taken in all)
            {
                inHand.Remove(taken.Message.Id);
            }

            return all;
        }
    }

    /// <summary>
    /// A machine that slept longer than a lease claims its own rows anew: what is on its way must not go twice, and what
    /// went is settled under the new claim.
    /// </summary>
    private bool IsInHand(ClaimedOutgoing row)
    {
        Job? job;
        lock (gate)
        {
            if (!inHand.TryGetValue(row.Message.Id, out job))
            {
                return false;
            }

            job.ClaimId = row.ClaimId;
        }

        if (job.Ended is { } settlement)
        {
            _ = SettleAnew(job, row.ClaimId, settlement);
        }

        return true;
    }

    private async Task SettleAnew(Job job, Guid claim, Settlement settlement)
    {
        try
        {
            await store.Settle(job.Message.Id, claim, settlement, time.GetUtcNow());
            LetGo(job);
        }
#pragma warning disable CA1031 // The store is gone: the process ends, and the next start finds the row.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            dead.TrySetResult(failure);
        }
    }

    private void LetGo(Job job)
    {
        lock (gate)
        {
            inHand.Remove(job.Message.Id);
        }
    }
}
