using System.Globalization;
using System.Text.RegularExpressions;
using BalanceBot.Subscribers;

namespace BalanceBot.Replies;

/// <summary>Times and sums as people type them. Null: not understood.</summary>
internal static partial class Typing
{
    private const int Longest = 64;

    /// <summary>"22:00-07:30", "22 - 7", "22.00 til 7".</summary>
    public static QuietChoice? Quiet(string words) =>
        words.Length <= Longest
        && Times().Match(words) is { Success: true } match
        && Clock(match.Groups["h1"], match.Groups["m1"]) is { } from
        && Clock(match.Groups["h2"], match.Groups["m2"]) is { } to
            ? new QuietChoice(from, to)
            : null;

    /// <summary>"100", "1 000,50", "-20.5", "100 kr"; with at most two decimals.</summary>
    public static decimal? Sum(string words) =>
        words.Length <= Longest
        && Amount().Match(words) is { Success: true } match
        && decimal.TryParse(
            string.Concat(match.Groups["sum"].Value.Where(c => !char.IsWhiteSpace(c)))
                .Replace(',', '.')
                .Replace('−', '-'),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out decimal sum
        )
            ? sum
            : null;

    private static TimeOnly? Clock(Group hours, Group minutes)
    {
        int hour = int.Parse(hours.Value, CultureInfo.InvariantCulture);
        int minute = minutes.Success ? int.Parse(minutes.Value, CultureInfo.InvariantCulture) : 0;
        return hour is 24 && minute is 0 ? TimeOnly.MinValue
            : hour <= 23 && minute <= 59 ? new TimeOnly(hour, minute)
            : null;
    }

    [GeneratedRegex(
        @"^\s*(?<h1>[0-9]{1,2})([:.](?<m1>[0-9]{2}))?\s*(-|–|—|to|til|до)\s*(?<h2>[0-9]{1,2})([:.](?<m2>[0-9]{2}))?\s*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Times();

    [GeneratedRegex(
        @"^\s*(?<sum>[-−]?[0-9][0-9\s]{0,14}([.,][0-9]{1,2})?)\s*\p{L}{0,5}\.?\s*$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Amount();
}
