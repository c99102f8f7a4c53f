namespace BalanceBot.Warnings;

/// <summary>How near the end is; a higher value is nearer. Numbers are stored: never change one.</summary>
internal enum Level
{
    None = 0,

    /// <summary>The balance is at or below the sum that the subscriber has set.</summary>
    Threshold = 1,
    Week = 2,
    ThreeDays = 3,
    Day = 4,
    Stopped = 5,
}

/// <summary>The levels that are counted in days.</summary>
internal static class DayLevels
{
    public static IReadOnlyList<Level> All { get; } = [Level.Week, Level.ThreeDays, Level.Day];

    /// <summary>Days before the end at which the level is reached; null for a level that is not counted in days.</summary>
    public static int? Days(this Level level) =>
        level switch
        {
            Level.Week => 7,
            Level.ThreeDays => 3,
            Level.Day => 1,
            _ => null,
        };
}
