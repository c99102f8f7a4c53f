using System.Globalization;

namespace BalanceBot.Replies;

/// <summary>Days and times in words: "Tuesday 1 December", with the year only when it is not the current one.</summary>
internal sealed class Days(Language language, Wording words, TimeZoneInfo zone)
{
    public TimeZoneInfo Zone => zone;

    public DateOnly Today(DateTimeOffset now) => DayOf(now);

    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(Local(moment).DateTime);

    public string Say(DateOnly day, DateOnly today) =>
        day.ToString(words[day.Year == today.Year ? Sentence.Day : Sentence.DayWithYear], language.Culture);

    /// <summary>
    /// "14:05 (UTC+1)": the offset says the same in every language, and what it is on that day. The name of a zone is
    /// either English or long.
    /// </summary>
    public string SayTime(DateTimeOffset moment)
    {
        DateTimeOffset local = Local(moment);
        return $"{local.ToString(words[Sentence.Time], language.Culture)} ({Offset(local.Offset)})";
    }

    private static string Offset(TimeSpan offset)
    {
        string sign = offset < TimeSpan.Zero ? "−" : "+";
        string format = offset.Minutes == 0 ? "%h" : @"h\:mm";
        return offset == TimeSpan.Zero ? "UTC" : $"UTC{sign}{offset.ToString(format, CultureInfo.InvariantCulture)}";
    }

    private DateTimeOffset Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, zone);
}
