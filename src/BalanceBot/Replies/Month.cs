using System.Globalization;
using System.Runtime.InteropServices;
using BalanceBot.Billing;

namespace BalanceBot.Replies;

/// <summary>A month of a history, in the operator's time zone.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Month(int Year, int Number)
{
    private const string Format = "yyyyMM";

    public DateOnly First => new(Year, Number, 1);

    public static Month Of(DateOnly day) => new(day.Year, day.Month);

    public Month Plus(int months) => Of(First.AddMonths(months));

    public bool IsBefore(Month other) => First < other.First;

    /// <summary>From its first moment up to the next month's.</summary>
    public Period In(TimeZoneInfo zone) => new(Begin(First, zone), Begin(Plus(1).First, zone));

    /// <summary>The first moment of a day.</summary>
    public static DateTimeOffset Begin(DateOnly day, TimeZoneInfo zone)
    {
        DateTime midnight = day.ToDateTime(TimeOnly.MinValue);
        // Some zones begin their summer at midnight: then the day begins an hour later.
        return zone.IsInvalidTime(midnight)
            ? new DateTimeOffset(midnight, zone.GetUtcOffset(midnight.AddHours(-1)))
            : new DateTimeOffset(midnight, zone.GetUtcOffset(midnight));
    }

    public override string ToString() => First.ToString(Format, CultureInfo.InvariantCulture);

    public static Month? Read(string text) =>
        DateOnly.TryParseExact(
            text + "01",
            Format + "dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out DateOnly first
        )
        // The year after would be no date any more.
        && first.Year is > 1 and < 9999
            ? Of(first)
            : null;
}
