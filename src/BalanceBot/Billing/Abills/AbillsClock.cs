using System.Globalization;

namespace BalanceBot.Billing.Abills;

/// <summary>Days and times as ABillS writes them, by the clock of its machine.</summary>
internal sealed class AbillsClock(TimeZoneInfo zone)
{
    private const string Form = "yyyy-MM-dd HH:mm:ss";

    public DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>Null: the zeros by which it says that there is none.</summary>
    public DateTimeOffset? Time(string name, string? text)
    {
        if (text is null || text.StartsWith("0000-00-00", StringComparison.Ordinal))
        {
            return null;
        }

        return DateTime.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local)
            // An hour that the change of clocks left out, or made twice, has an offset all the same.
            ? new DateTimeOffset(local, zone.GetUtcOffset(local))
            : throw new BadCellException(name, "is no time such as 2026-12-31 23:59:59");
    }

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
