using System.Globalization;

namespace BalanceBot.Tests.Warnings;

/// <summary>Sums and days as a table writes them down.</summary>
internal static class Sums
{
    public static decimal Of(string sum) => decimal.Parse(sum, CultureInfo.InvariantCulture);

    public static decimal? OrNone(string? sum) => sum is null ? null : Of(sum);

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
