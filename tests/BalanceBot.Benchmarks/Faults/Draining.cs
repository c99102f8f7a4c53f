using Npgsql;

namespace BalanceBot.Benchmarks.Faults;

/// <summary>What is left after a while of peace.</summary>
internal sealed record Drained(long Inbox, long Outbox, long Quarantine);

/// <summary>Waits until nothing is to be done any more.</summary>
internal sealed class Draining(Ledger ledger, TimeProvider time)
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public async Task<Drained> Wait(Task allAnswered, CancellationToken stop)
    {
        long begun = time.GetTimestamp();
        await Task.WhenAny(allAnswered, Task.Delay(AtMost, time, stop));
        while (true)
        {
            Drained left = await Left(stop);
            if ((left.Inbox == 0 && left.Outbox == 0) || time.GetElapsedTime(begun) > AtMost)
            {
                return left;
            }

            await Task.Delay(Look, time, stop);
        }
    }

    private async Task<Drained> Left(CancellationToken stop)
    {
        try
        {
            (long inbox, long outbox, long quarantine) = await ledger.Waiting(stop);
            return new Drained(inbox, outbox, quarantine);
        }
        catch (NpgsqlException)
        {
            // It may just be coming back.
            return new Drained(-1, -1, -1);
        }
    }
}
