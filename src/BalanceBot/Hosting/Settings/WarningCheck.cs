using BalanceBot.Conversations;
using BalanceBot.Replies;
using BalanceBot.Scanning;
using BalanceBot.Warnings;
using static BalanceBot.Hosting.Settings.SettingsCheck;

namespace BalanceBot.Hosting.Settings;

/// <summary>Whether the settings of warnings, scans and operators make sense.</summary>
internal static class WarningCheck
{
    public static IEnumerable<string> Mistakes(BotSettings settings) =>
        Ranges(settings.Warnings)
            .Concat(Ranges(settings.Scanning))
            .OfType<string>()
            .Concat(Words(settings))
            .Concat(Operators(settings.Operators));

    private static IEnumerable<string> Operators(OperatorSettings operators)
    {
        foreach ((string role, IReadOnlyList<long> ids) in operators.Roles())
        {
            if (ids.Any(id => id <= 0))
            {
                yield return $"Operators:{role} must be numeric ids of people, such as 123456789; a group cannot be an operator.";
            }
        }

        foreach (
            IGrouping<long, string> twice in operators
                .Roles()
                .SelectMany(role => role.Ids.Select(id => (Id: id, role.Role)))
                .GroupBy(given => given.Id, given => given.Role)
                .Where(given => given.Count() > 1)
        )
        {
            yield return $"Operators: {twice.Key} is named more than once ({string.Join(" and ", twice)}): give each person one role.";
        }
    }

    private static IEnumerable<string?> Ranges(WarningSettings s)
    {
        yield return Within("Warnings:CoolDown", s.CoolDown, TimeSpan.FromHours(1), TimeSpan.FromDays(7));
        yield return Within("Warnings:MostInEpisode", s.MostInEpisode, 1, 50);
        yield return Within("Warnings:StoppedDays", s.StoppedDays, 1, 365);
        yield return Within("Warnings:Freshness", s.Freshness, TimeSpan.FromMinutes(5), TimeSpan.FromDays(7));
        yield return Within("Warnings:QuietFrom", s.QuietFrom, TimeSpan.Zero, new TimeSpan(23, 59, 0));
        yield return Within("Warnings:QuietTo", s.QuietTo, TimeSpan.Zero, new TimeSpan(23, 59, 0));
        yield return Within("Warnings:LargestThreshold", s.LargestThreshold, 1m, 1_000_000_000m);
    }

    private static IEnumerable<string?> Ranges(ScanSettings s)
    {
        yield return Within("Scanning:Every", s.Every, TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
        yield return Within("Scanning:PageSize", s.PageSize, 10, 10_000);
        yield return Within("Scanning:Deadline", s.Deadline, TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
        yield return Within("Scanning:AlarmAfter", s.AlarmAfter, TimeSpan.FromHours(1), TimeSpan.FromDays(7));
        yield return Within("Scanning:KeepDecisions", s.KeepDecisions, TimeSpan.FromDays(1), TimeSpan.FromDays(365));
    }

    private static IEnumerable<string> Words(BotSettings settings)
    {
        if (settings.Warnings.Days.Any(day => day is not (7 or 3 or 1)))
        {
            yield return "Warnings:Days must be some of 7, 3 and 1.";
        }

        if (settings.Warnings.BankRest.Distinct().Count() == 7)
        {
            yield return "Warnings:BankRest names every day of the week: bank transfers must arrive on some.";
        }

        foreach (
            string zone in settings.Warnings.TimeZones.Where(z => !TimeZoneInfo.TryFindSystemTimeZoneById(z, out _))
        )
        {
            yield return $"Warnings:TimeZones: {zone} is no name of a time zone such as Europe/Oslo.";
        }

        if (settings.Billing.TopUpUrl.Length > 0 && TopUpLink.Mistake(settings.Billing.TopUpUrl) is { } mistake)
        {
            yield return $"Billing:TopUpUrl {mistake}.";
        }
    }
}
