using BalanceBot.Warnings;

namespace BalanceBot.Benchmarks.Scans;

internal static class Judging
{
    /// <summary>The settings' defaults, in a zone whose clock changes.</summary>
    public static WarningLimits Limits { get; } =
        new WarningSettings().Limits(TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo"));
}
