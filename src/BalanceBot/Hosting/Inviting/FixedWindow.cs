namespace BalanceBot.Hosting.Inviting;

/// <summary>So many in a minute, whoever asks, in this process.</summary>
internal sealed class FixedWindow(int most, TimeProvider time)
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private DateTimeOffset until;
    private int taken;

    /// <summary>How long to wait; null: it may go.</summary>
    public TimeSpan? Take()
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (gate)
        {
            if (now >= until)
            {
                until = now + Length;
                taken = 0;
            }

            if (taken >= most)
            {
                return until - now;
            }

            taken++;
            return null;
        }
    }
}
