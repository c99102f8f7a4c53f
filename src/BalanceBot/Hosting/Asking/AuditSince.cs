using System.Globalization;

namespace BalanceBot.Hosting.Asking;

/// <summary>From when on, as an operator types it: a while back (12h, 7d), or a day.</summary>
internal sealed record AuditSince(TimeSpan? Back, DateOnly? Day)
{
    private const int MostDays = 3650;

    /// <summary>Null: neither of both.</summary>
    public static AuditSince? Parse(string text)
    {
        if (
            DateOnly.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out DateOnly day
            )
        )
        {
            return day.Year > 1 ? new AuditSince(null, day) : null;
        }

        if (
            text.Length < 2
            || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
        )
        {
            return null;
        }

        TimeSpan? back = text[^1] switch
        {
            'h' => TimeSpan.FromHours(count),
            'd' => TimeSpan.FromDays(Math.Min(count, MostDays + 1)),
            _ => null,
        };
        return back is { } known && known > TimeSpan.Zero && known.TotalDays <= MostDays
            ? new AuditSince(known, null)
            : null;
    }

    /// <summary>A day begins at midnight by the operator's clock.</summary>
    public DateTimeOffset From(DateTimeOffset now, TimeZoneInfo zone)
    {
        if (Day is not { } day)
        {
            return now - Back!.Value;
        }

        DateTime midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight));
    }
}
