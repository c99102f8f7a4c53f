using System.Globalization;
using BalanceBot.Tests.Billing.Web;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>What a list is asked for, read as ABillS reads it: a value is a small language.</summary>
internal sealed class Choice(IReadOnlyDictionary<string, string> fields)
{
    public int Rows => int.Parse(Text("PAGE_ROWS") ?? "25", CultureInfo.InvariantCulture);

    public static Choice Of(Asked asked) =>
        new(
            asked
                .Target.Split('?')
                .Skip(1)
                .SelectMany(query => query.Split('&'))
                .Select(pair => pair.Split('='))
                // A field that comes twice is both values with a comma.
                .GroupBy(pair => pair[0], StringComparer.Ordinal)
                .ToDictionary(
                    same => same.Key,
                    same => string.Join(", ", same.Select(pair => Uri.UnescapeDataString(pair[1]))),
                    StringComparer.Ordinal
                )
        );

    public string? Text(string field) => fields.GetValueOrDefault(field);

    /// <summary>"_SHOW", and for a text 0 too, choose nobody out; ";" is a list, "*" a pattern, "&gt;" and "&lt;" compare.</summary>
    public bool Fits(string field, string value, bool isNumber)
    {
        string? choice = Text(field);
        if (choice is null or "_SHOW" || (!isNumber && choice == "0"))
        {
            return true;
        }

        return choice.Contains(';', StringComparison.Ordinal)
            ? choice.Split(';').Any(one => Same(one, value))
            : choice.Split(',').All(one => isNumber ? Compares(one.Trim(), value) : Looks(one, value));
    }

    private static bool Same(string one, string other) =>
        string.Equals(one.TrimEnd(), other.TrimEnd(), StringComparison.OrdinalIgnoreCase);

    private static bool Looks(string pattern, string value)
    {
        if (!pattern.Contains('*', StringComparison.Ordinal))
        {
            return pattern.StartsWith('!') ? !Same(pattern[1..], value) : Same(pattern, value);
        }

        // All patterns of these tests begin and end with "*".
        int from = 0;
        foreach (string part in pattern.Split('*', StringSplitOptions.RemoveEmptyEntries))
        {
            int at = value.IndexOf(part, from, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            from = at + part.Length;
        }

        return true;
    }

    private static bool Compares(string one, string value)
    {
        string sign = new([.. one.TakeWhile(letter => letter is '<' or '>' or '=')]);
        long number = long.Parse(one[sign.Length..], CultureInfo.InvariantCulture);
        int order = long.Parse(value, CultureInfo.InvariantCulture).CompareTo(number);
        return sign switch
        {
            ">" => order > 0,
            ">=" => order >= 0,
            "<" => order < 0,
            "<=" => order <= 0,
            _ => order == 0,
        };
    }
}
