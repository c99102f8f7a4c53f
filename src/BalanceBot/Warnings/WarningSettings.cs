namespace BalanceBot.Warnings;

/// <summary>What people are warned of, and when. Subscribers choose within it.</summary>
internal sealed class WarningSettings
{
    /// <summary>Days before the end of the money, for whoever has not chosen: some of 7, 3 and 1.</summary>
    public IReadOnlyList<int> Days { get; set; } = [7, 3, 1];

    /// <summary>Nobody is written to in this time, by the clock on their wall; the same time twice: never quiet.</summary>
    public TimeSpan QuietFrom { get; set; } = TimeSpan.FromHours(21);

    /// <summary>See <see cref="QuietFrom"/>.</summary>
    public TimeSpan QuietTo { get; set; } = TimeSpan.FromHours(8);

    /// <summary>Tell "payment received", unless switched off by the subscriber.</summary>
    public bool Payments { get; set; } = true;

    /// <summary>Tell "all right until", unless switched off by the subscriber.</summary>
    public bool AllRight { get; set; } = true;

    /// <summary>One balance warning per contract and chat in this time. Range 1 h - 7 days.</summary>
    public TimeSpan CoolDown { get; set; } = TimeSpan.FromHours(20);

    /// <summary>Balance warnings of one contract until its money lasts again. Range 1-50.</summary>
    public int MostInEpisode { get; set; } = 6;

    /// <summary>Who has been stopped for longer is left in peace. Range 1-365.</summary>
    public int StoppedDays { get; set; } = 14;

    /// <summary>Older data is never warned from. Range 5 min - 7 days.</summary>
    public TimeSpan Freshness { get; set; } = TimeSpan.FromHours(26);

    /// <summary>Where nobody knows what is charged, and the subscriber has set no sum: warn at or below this one. Empty: not.</summary>
    public decimal? PlainThreshold { get; set; }

    /// <summary>The largest sum that a subscriber may set.</summary>
    public decimal LargestThreshold { get; set; } = 10_000;

    /// <summary>Days of the week on which bank transfers rest.</summary>
    public IReadOnlyList<DayOfWeek> BankRest { get; set; } = [];

    /// <summary>Other days on which they rest.</summary>
    public IReadOnlyList<DateOnly> BankHolidays { get; set; } = [];

    /// <summary>Time zones that subscribers may choose from (IANA names); Conversations:TimeZone is always one of them.</summary>
    public IReadOnlyList<string> TimeZones { get; set; } = [];

    /// <param name="zone">The operator's.</param>
    public WarningLimits Limits(TimeZoneInfo zone) =>
        new()
        {
            CoolDown = CoolDown,
            MostInEpisode = MostInEpisode,
            StoppedDays = StoppedDays,
            Freshness = Freshness,
            PlainThreshold = PlainThreshold,
            Banking = new BankingDays(BankRest, BankHolidays.ToHashSet()),
            Zone = zone,
            Levels = [.. DayLevels.All.Where(level => Days.Contains(level.Days()!.Value))],
            Quiet = new QuietHours(TimeOnly.FromTimeSpan(QuietFrom), TimeOnly.FromTimeSpan(QuietTo)),
            Payments = Payments,
            AllRight = AllRight,
        };
}
