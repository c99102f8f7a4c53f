using System.Globalization;
using BalanceBot.Hosting.Settings;
using BalanceBot.Warnings;

namespace BalanceBot.Hosting.Trying;

/// <summary>What the operator's clock shows, and what follows from it: a wrong zone is seen at once.</summary>
internal static class TimeZoneTrial
{
    public static IReadOnlyList<TrialLine> Try(BotSettings settings, TimeProvider time)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(settings.Conversations.TimeZone);
        DateTimeOffset now = time.GetUtcNow();
        string local = TimeZoneInfo
            .ConvertTime(now, zone)
            .ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);
        QuietHours quiet = settings.Warnings.Limits(zone).Quiet;
        string silence =
            quiet.IsNever ? "there are no quiet hours"
            : quiet.EndAfter(now, zone) is not null ? $"it is quiet now, until {quiet.To:HH\\:mm}"
            : $"quiet hours begin at {quiet.From:HH\\:mm}";
        return [new("timeZone", TrialResult.Fine, $"In {settings.Conversations.TimeZone} it is {local}; {silence}.")];
    }
}
