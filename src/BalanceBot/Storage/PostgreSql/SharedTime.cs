namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// The database's clock, for all instances: whoever's own clock is wrong does as the others do. Timers and time-outs are
/// the machine's.
/// </summary>
internal sealed class SharedTime(TimeProvider own) : TimeProvider
{
    private volatile Reading last = new(own.GetUtcNow(), own.GetTimestamp());

    public override TimeZoneInfo LocalTimeZone => own.LocalTimeZone;

    public override long TimestampFrequency => own.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => last.At + own.GetElapsedTime(last.Timestamp);

    public override long GetTimestamp() => own.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        own.CreateTimer(callback, state, dueTime, period);

    /// <summary>What the database's clock said; it was read between the two moments.</summary>
    public void Set(DateTimeOffset clock, long asked, long answered) =>
        last = new Reading(clock, asked + ((answered - asked) / 2));

    private sealed record Reading(DateTimeOffset At, long Timestamp);
}
