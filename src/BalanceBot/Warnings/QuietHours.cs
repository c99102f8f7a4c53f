namespace BalanceBot.Warnings;

/// <summary>
/// When a person wants no message, by the clock on their wall. From the first minute up to, not with, the last; over
/// midnight where it ends before it begins; none where both are the same. Pure.
/// </summary>
internal sealed record QuietHours(TimeOnly From, TimeOnly To)
{
    public static QuietHours None { get; } = new(TimeOnly.MinValue, TimeOnly.MinValue);

    public static QuietHours Night { get; } = new(new TimeOnly(21, 0), new TimeOnly(8, 0));

    public bool IsNever => From == To;

    /// <summary>When the quiet hours in which <paramref name="now"/> falls end; null when it is not quiet.</summary>
    public DateTimeOffset? EndAfter(DateTimeOffset now, TimeZoneInfo zone)
    {
        DateTime local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        TimeOnly clock = TimeOnly.FromDateTime(local);
        if (!clock.IsBetween(From, To))
        {
            return null;
        }

        DateOnly day = DateOnly.FromDateTime(local);
        // Stryker disable once Equality : at the end itself it is not quiet any more.
        return InstantOf(day.ToDateTime(To) > local ? day : day.AddDays(1), To, zone, now);
    }

    /// <summary>
    /// A time that the clock skips in spring comes when it would have; of a time that it shows twice in autumn the first,
    /// unless that is over.
    /// </summary>
    private static DateTimeOffset InstantOf(DateOnly day, TimeOnly time, TimeZoneInfo zone, DateTimeOffset after)
    {
        DateTime local = day.ToDateTime(time);
        if (zone.IsInvalidTime(local))
        {
            // The offset before the jump: 02:30 of a night without 02:30 is 03:30 by the new clock.
            return new DateTimeOffset(local, zone.GetUtcOffset(local.AddHours(-3)));
        }

        IEnumerable<TimeSpan> offsets = zone.IsAmbiguousTime(local)
            ? zone.GetAmbiguousTimeOffsets(local).OrderDescending()
            : [zone.GetUtcOffset(local)];
        // Stryker disable once Equality : at the end itself it is not quiet any more.
        return offsets.Select(offset => new DateTimeOffset(local, offset)).First(instant => instant > after);
    }
}
