using System.Globalization;
using System.Text;

namespace BalanceBot.Replies;

/// <summary>
/// Makes text that is not ours harmless: a contract number or a tariff's name may hold anything that somebody once
/// typed into a billing system.
/// </summary>
internal static class Outside
{
    private const int MostCharacters = 64;

    /// <summary>Telegram refuses a button without a label.</summary>
    private const string Nothing = "–";

    /// <summary>For HTML: <see cref="Plain"/>, escaped as Telegram asks (https://core.telegram.org/bots/api#html-style).</summary>
    public static string Html(string? text) => Escape(Plain(text));

    /// <summary>What is ours, or clean, and may be longer than anything from outside.</summary>
    public static string Escape(string plain) =>
        plain
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal);

    /// <summary>For button labels: one line, no invisible marks that turn the reading direction, cut at a length.</summary>
    public static string Plain(string? text)
    {
        StringBuilder clean = new();
        foreach (Rune rune in (text ?? "").EnumerateRunes())
        {
            if (Shown(rune) is not { } shown || (shown.Value == ' ' && (clean.Length == 0 || clean[^1] == ' ')))
            {
                continue;
            }

            if (clean.Length + shown.Utf16SequenceLength > MostCharacters)
            {
                return clean.Append('…').ToString();
            }

            clean.Append(shown.ToString());
        }

        string plain = clean.ToString().TrimEnd(' ');
        return plain.Length == 0 ? Nothing : plain;
    }

    /// <summary>A lone half of a surrogate pair arrives here as U+FFFD, which can be shown.</summary>
    private static Rune? Shown(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control
            or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.SpaceSeparator => new Rune(' '),
            UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => null,
            _ => rune,
        };
}
