namespace BalanceBot.Sandbox.Clock;

/// <summary>
/// Time that can be moved forward and never back. A move is to its timers what the sleep of a machine is: whatever came
/// due meanwhile fires once, at the end of it.
/// </summary>
internal sealed partial class MovableTime(TimeProvider inner) : TimeProvider
{
    private readonly long began = inner.GetTimestamp();
    private readonly Lock gate = new();

    /// <summary>Only those that wait for something: one that nobody disposed of may be collected when it has fired.</summary>
    private readonly HashSet<MovableTimer> waiting = [];
    private long moved;

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <summary>How far ahead of the inner clock.</summary>
    public TimeSpan Moved => TimeSpan.FromTicks(Interlocked.Read(ref moved));

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Moved;

    // Wider than a long: at a nanosecond a tick, a year of 100 ns ticks overflows when multiplied.
    public override long GetTimestamp() =>
        inner.GetTimestamp() + (long)((Int128)Moved.Ticks * TimestampFrequency / TimeSpan.TicksPerSecond);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        MovableTimer timer = new(this, callback, state);
        timer.Begin(inner, dueTime, period);
        return timer;
    }

    public void MoveForward(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(by, TimeSpan.Zero);
        MovableTimer[] all;
        lock (gate)
        {
            Interlocked.Add(ref moved, by.Ticks);
            all = [.. waiting.OrderBy(timer => timer.Due)];
        }

        // Not under the lock: a clock for tests calls back from within.
        foreach (MovableTimer timer in all)
        {
            timer.Rearm();
        }
    }

    private TimeSpan Elapsed() => inner.GetElapsedTime(began) + Moved;
}
