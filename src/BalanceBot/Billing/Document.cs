using System.Text.RegularExpressions;

namespace BalanceBot.Billing;

/// <summary>
/// The number of an identity document. On file it may stand in a sentence that a clerk typed ("series 1234 No 567890
/// issued by ... 01.02.2010 123-456"), whose dates and department codes are no numbers of a document.
/// </summary>
internal static partial class Document
{
    /// <summary>Fewer significant characters never verify, on either side.</summary>
    public const int Shortest = 6;

    /// <summary>A sentence on file with more forms than these is no document; so many are always compared.</summary>
    public const int MostForms = 8;

    private const int Longest = 512;
    private const int MostMilliseconds = 1000;

    /// <summary>What a person typed: letters and digits, upper case. Null: too short to prove anything.</summary>
    public static string? Typed(string text) => Enough(Billing.Typed.Significant(text));

    /// <summary>Every form in which the document on file may be typed; none when it is too short.</summary>
    public static IReadOnlyList<string> OnFile(string text)
    {
        string bounded = text.Length <= Longest ? text : text[..Longest];
        string bare = Unrelated().Replace(bounded, " ");
        HashSet<string> forms = [];
        foreach (Match match in SeriesAndNumber().Matches(bare))
        {
            Add(forms, match.Groups["series"].Value + match.Groups["number"].Value);
            Add(forms, match.Groups["number"].Value);
        }

        if (forms.Count == 0 || bare.Length <= 24)
        {
            // No sentence: the document alone, in whatever shape its country gives it.
            Add(forms, bare);
        }

        return [.. forms.Take(MostForms)];
    }

    private static void Add(HashSet<string> forms, string text)
    {
        if (Enough(Billing.Typed.Significant(text)) is { } form)
        {
            forms.Add(form);
        }
    }

    private static string? Enough(string form) => form.Length < Shortest ? null : form;

    // Dates (01.02.2010, 2010-02-01) and department codes (123-456).
    [GeneratedRegex(
        @"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{3}-\d{3}\b",
        RegexOptions.CultureInvariant,
        MostMilliseconds
    )]
    private static partial Regex Unrelated();

    // A series of 2-4 letters or digits (perhaps "12 34"), then 6-9 digits, with words or signs between.
    [GeneratedRegex(
        @"(?<series>\b(?:\d{2}\s?\d{2}|\p{L}{2}))?[\s,]*(?:№|N[oº°r]?\.?|номер|number)?[\s:]*(?<number>\d{6,9})\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        MostMilliseconds
    )]
    private static partial Regex SeriesAndNumber();
}
