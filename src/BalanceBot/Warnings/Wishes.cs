using BalanceBot.Subscribers;

namespace BalanceBot.Warnings;

/// <summary>What a subscriber wants to be told of one contract, within the operator's bounds.</summary>
internal sealed record Wishes
{
    public bool On { get; init; } = true;

    /// <summary>Levels counted in days that the subscriber has not switched off.</summary>
    public IReadOnlyCollection<Level> Levels { get; init; } = DayLevels.All;

    /// <summary>A sum in the contract's currency: warn at or below it; null: none.</summary>
    public decimal? Threshold { get; init; }

    public QuietHours Quiet { get; init; } = QuietHours.Night;

    /// <summary>Tell "all right until".</summary>
    public bool AllRight { get; init; } = true;

    /// <summary>Tell "payment received".</summary>
    public bool Payments { get; init; } = true;

    /// <summary>"Not now": no balance warning before this time.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>The subscriber's, or the operator's where the subscriber has set none.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>What was chosen, and the operator's default for what was not.</summary>
    public static Wishes Of(WarningChoices chat, LinkChoices contract, WarningLimits limits) =>
        new()
        {
            On = contract.On,
            Levels = LevelsOf(chat.Days, limits),
            Threshold = contract.Threshold,
            Quiet = chat.Quiet is { } quiet ? new QuietHours(quiet.From, quiet.To) : limits.Quiet,
            AllRight = chat.AllRight ?? limits.AllRight,
            Payments = chat.Payments ?? limits.Payments,
            SnoozedUntil = contract.SnoozedUntil,
            Zone = ZoneOf(chat.Zone) ?? limits.Zone,
        };

    private static IReadOnlyCollection<Level> LevelsOf(DayChoice? chosen, WarningLimits limits) =>
        chosen is not { } days
            ? limits.Levels
            :
            [
                .. DayLevels.All.Where(level =>
                    level switch
                    {
                        Level.Week => days.Week,
                        Level.ThreeDays => days.ThreeDays,
                        _ => days.Day,
                    }
                ),
            ];

    /// <summary>A zone that this machine does not know (any more) is no reason to wake anybody at night: the operator's.</summary>
    private static TimeZoneInfo? ZoneOf(string? name) =>
        name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone) ? zone : null;
}
