namespace BalanceBot.Warnings;

/// <summary>What a subscriber wants to be told of one contract, within the operator's bounds.</summary>
internal sealed record Wishes
{
    public bool On { get; init; } = true;

    /// <summary>Levels counted in days that the subscriber has not switched off.</summary>
    public IReadOnlyCollection<Level> Levels { get; init; } = DayLevels.All;

    /// <summary>A sum in the contract's currency: warn at or below it; null: none.</summary>
    public decimal? Threshold { get; init; }

    public QuietHours Quiet { get; init; } = new(new TimeOnly(21, 0), new TimeOnly(8, 0));

    /// <summary>Tell "all right until".</summary>
    public bool AllRight { get; init; } = true;

    /// <summary>Tell "payment received".</summary>
    public bool Payments { get; init; } = true;

    /// <summary>"Not now": no balance warning before this time.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>The subscriber's, or the operator's where the subscriber has set none.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;
}
