using System.Globalization;
using System.Text.RegularExpressions;
using BalanceBot.Subscribers;

namespace BalanceBot.Replies;

/// <summary>
/// Times and sums as people type them. Null: not understood. What can be read in two ways is not: asking again is better
/// than a wrong sum.
/// </summary>
internal static partial class Typing
{
    private const int Longest = 64;

    /// <summary>"22:00-07:30", "22 - 7", "kl. 22.00 til 7", "from 10 pm to 7 am".</summary>
    public static QuietChoice? Quiet(string words) =>
        words.Length <= Longest
        && Times().Match(words) is { Success: true } match
        && Clock(match.Groups["h1"], match.Groups["m1"], match.Groups["half1"]) is { } from
        && Clock(match.Groups["h2"], match.Groups["m2"], match.Groups["half2"]) is { } to
            ? new QuietChoice(from, to)
            : null;

    /// <summary>"100", "1 000,50", "1,000.50", "-20.5", "100 kr", "kr 100,-"; with at most two decimals.</summary>
    public static decimal? Sum(string words) =>
        words.Length <= Longest
        && Amount().Match(words) is { Success: true } match
        && decimal.TryParse(
            string.Concat(match.Groups["whole"].Value.Where(char.IsAsciiDigit)) + "." + match.Groups["part"].Value,
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out decimal sum
        )
            ? (match.Groups["minus"].Success ? -sum : sum)
            : null;

    private static TimeOnly? Clock(Group hours, Group minutes, Group half)
    {
        int hour = int.Parse(hours.Value, CultureInfo.InvariantCulture);
        int minute = minutes.Success ? int.Parse(minutes.Value, CultureInfo.InvariantCulture) : 0;
        if (half.Success)
        {
            bool isAfternoon = half.Value[0] is 'p' or 'P';
            hour = hour is >= 1 and <= 12 ? (hour % 12) + (isAfternoon ? 12 : 0) : int.MaxValue;
        }

        return hour is 24 && minute is 0 ? TimeOnly.MinValue
            : hour <= 23 && minute <= 59 ? new TimeOnly(hour, minute)
            : null;
    }

    [GeneratedRegex(
        """
            ^\s* (from|fra|between|mellom|kl\.?|з|із|с|від|от)? \s* (kl\.?)? \s*
            (?<h1>[0-9]{1,2}) ([:.]?(?<m1>[0-9]{2}))? \s* (?<half1>[ap]\.?m\.?)? \s*
            (-|–|—|−|to|till?|until|and|og|до|по) \s* (kl\.?)? \s*
            (?<h2>[0-9]{1,2}) ([:.]?(?<m2>[0-9]{2}))? \s* (?<half2>[ap]\.?m\.?)? \s* \.? \s*$
            """,
        RegexOptions.CultureInvariant
            | RegexOptions.IgnoreCase
            | RegexOptions.ExplicitCapture
            | RegexOptions.IgnorePatternWhitespace,
        1000
    )]
    private static partial Regex Times();

    /// <summary>Three digits behind a sign are thousands; the same sign never stands for thousands and for decimals.</summary>
    [GeneratedRegex(
        """
            ^\s* ( (\p{Sc}|kr\.?|nok|eur|usd|uah|rub)? \s* (?<minus>[-−–])? | (?<minus>[-−–]) \s* \p{Sc} \s* )
            (
              (?<whole>[0-9]{1,15}|[1-9][0-9]{0,2}(\s[0-9]{3}){1,4}) ([.,](?<part>[0-9]{1,2}))?
            | (?<whole>[1-9][0-9]{0,2}(,[0-9]{3}){1,4}) (\.(?<part>[0-9]{1,2}))?
            | (?<whole>[1-9][0-9]{0,2}(\.[0-9]{3}){1,4}) (,(?<part>[0-9]{1,2}))?
            )
            ([.,][-–])? \s*
            (\p{Sc}|kr|kroner|krone|nok|euros?|eur|dollars?|usd|uah|rub|грн|грив(ень|ні|ня|ен)|руб|рубл(ей|я|ь)|р)? \s* \.? \s*$
            """,
        RegexOptions.CultureInvariant
            | RegexOptions.IgnoreCase
            | RegexOptions.ExplicitCapture
            | RegexOptions.IgnorePatternWhitespace,
        1000
    )]
    private static partial Regex Amount();
}
