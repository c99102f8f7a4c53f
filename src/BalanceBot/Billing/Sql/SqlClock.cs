using System.Globalization;

namespace BalanceBot.Billing.Sql;

/// <summary>Dates and times as billings write them, by the billing's own clock.</summary>
internal sealed class SqlClock(TimeZoneInfo zone)
{
    private const string NoDate = "0000-00-00";
    private const long LastSecond = 253_402_300_799;

    private static readonly string[] Forms =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-ddTHH:mm:ss",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFF",
    ];

    /// <summary>What a parameter of a query is compared with.</summary>
    public DateTime Local(DateTimeOffset time) =>
        DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(time, zone).DateTime, DateTimeKind.Unspecified);

    /// <summary>Null: the billing's way to write that there is none.</summary>
    public DateOnly? Date(string column, object value) =>
        value is DateOnly day
            ? day == DateOnly.MaxValue
                ? null
                : day == DateOnly.MinValue
                    ? throw Bad(column)
                    : day
            : Time(column, value) is { } time
                ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime)
                : null;

    public DateTimeOffset? Time(string column, object value) =>
        value switch
        {
            // PostgreSQL's infinity, and what lies before any billing.
            DateTime time when time == DateTime.MaxValue => null,
            DateTime { Year: < 1900 } => throw Bad(column),
            DateTime { Kind: DateTimeKind.Utc } time => new DateTimeOffset(time),
            DateTime time => At(time),
            DateTimeOffset time => time,
            DateOnly day => At(day.ToDateTime(TimeOnly.MinValue)),
            string text => Written(column, text.Trim()),
            object whole when SqlRow.IsWhole(whole) => Seconds(column, whole),
            _ => throw Bad(column),
        };

    private DateTimeOffset? Written(string column, string text) =>
        text.Length == 0 || text.StartsWith(NoDate, StringComparison.Ordinal) ? null
        : DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time)
            ? At(time)
        : throw Bad(column);

    /// <summary>Since 1970; none is 0.</summary>
    private static DateTimeOffset? Seconds(string column, object whole) =>
        Convert.ToDecimal(whole, CultureInfo.InvariantCulture) switch
        {
            0 => null,
            > 0 and <= LastSecond and var seconds => DateTimeOffset.FromUnixTimeSeconds((long)seconds),
            _ => throw Bad(column),
        };

    /// <summary>A time that the change of clocks left out, or made twice, has an offset all the same.</summary>
    private DateTimeOffset At(DateTime local)
    {
        DateTime bare = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return new DateTimeOffset(bare, zone.GetUtcOffset(bare));
    }

    private static BadCellException Bad(string column) => new(column, "is no date: give 2026-12-31");
}
