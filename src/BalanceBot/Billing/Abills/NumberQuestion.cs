namespace BalanceBot.Billing.Abills;

/// <summary>
/// How contracts are asked for by number. ABillS compares a number as it is written, or by a pattern; and what people type
/// may hold its signs for patterns, lists and comparisons, which must not get there.
/// </summary>
internal static class NumberQuestion
{
    /// <summary>A pattern of fewer digits would fit too many.</summary>
    private const int FewestDigits = 3;

    private const int Longest = 64;

    /// <summary>
    /// The digits in their order, whatever stands between: "700 123" and "700-123" are one number, and letters may be
    /// Cyrillic there. More than those that are meant may come. Null: too few digits.
    /// </summary>
    public static string? Wide(string asked)
    {
        char[] digits = [.. asked.Where(char.IsAsciiDigit)];
        return digits.Length < FewestDigits || asked.Length > Longest ? null : $"*{string.Join('*', digits)}*";
    }

    /// <summary>As it was typed, or as it is compared. Null: it cannot be asked for.</summary>
    public static string? AsWritten(string typed, string asked)
    {
        string[] forms = [.. new[] { typed.Trim(), asked }.Distinct(StringComparer.Ordinal).Where(IsPlain)];
        return forms.Length == 0 ? null : string.Join(';', forms);
    }

    /// <summary>
    /// A text that means itself to ABillS: none of its signs (* , ; ! &lt; &gt; =), no word of its own (_SHOW), and not 0,
    /// which it takes for "any".
    /// </summary>
    public static bool IsPlain(string text) =>
        text.Length is > 0 and <= Longest
        && text is not ("0" or "_SHOW" or "_EMPTY_")
        && text.EnumerateRunes()
            .All(rune => System.Text.Rune.IsLetterOrDigit(rune) || (rune.IsAscii && IsPlainSign((char)rune.Value)));

    private static bool IsPlainSign(char sign) => sign is ' ' or '-' or '_' or '.' or '/' or '@' or '+';
}
