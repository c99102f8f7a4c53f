namespace BalanceBot.Warnings;

/// <summary>The operator's bounds and defaults. Pure values; the settings carry ranges.</summary>
internal sealed record WarningLimits
{
    /// <summary>One balance warning per contract and chat in this time.</summary>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromHours(20);

    /// <summary>Balance warnings in one episode.</summary>
    public int MostInEpisode { get; init; } = 6;

    /// <summary>Stopped for longer: silence.</summary>
    public int StoppedDays { get; init; } = 14;

    /// <summary>Older data is never warned from.</summary>
    public TimeSpan Freshness { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How far above the own threshold, as a part of it, the balance must be for the threshold to arm again.</summary>
    public decimal ThresholdMargin { get; init; } = 0.1m;

    /// <summary>
    /// For contracts whose charges nobody knows and for which the subscriber has set no threshold: warn at or below this
    /// sum. Null: they are not warned.
    /// </summary>
    public decimal? PlainThreshold { get; init; }

    public BankingDays Banking { get; init; } = BankingDays.Every;

    /// <summary>The operator's: charges fall on its days.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Of whoever has not chosen: levels counted in days, quiet hours, kinds.</summary>
    public IReadOnlyCollection<Level> Levels { get; init; } = DayLevels.All;

    public QuietHours Quiet { get; init; } = QuietHours.Night;
    public bool Payments { get; init; } = true;
    public bool AllRight { get; init; } = true;

    public DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime);
}
