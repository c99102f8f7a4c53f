using System.Globalization;

namespace BalanceBot.Replies;

/// <summary>A language in which every sentence exists.</summary>
/// <param name="Code">What Telegram's command menu is set for (ISO 639-1 or -2).</param>
internal sealed record Language(string Code, CultureInfo Culture);

/// <summary>
/// Which languages there are: those with a resource file. A new language is a file Sentences.xx.resx and a line in
/// <see cref="Known"/>, which says how its plurals work.
/// </summary>
internal static class Languages
{
    private static readonly Dictionary<string, Func<int, int>> Known = new(StringComparer.Ordinal)
    {
        ["en"] = OneOrOther,
        ["nb"] = OneOrOther,
        ["uk"] = OneFewMany,
        ["ru"] = OneFewMany,
    };

    /// <summary>Telegram's codes that mean a language under another name: the app says "no" and "nn" too.</summary>
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["no"] = "nb",
        ["nn"] = "nb",
    };

    public static IReadOnlyList<Language> Supported { get; } =
    [
        .. Known
            .Keys.Where(Wording.Exists)
            .Order(StringComparer.Ordinal)
            .Select(code => new Language(code, CultureInfo.GetCultureInfo(code))),
    ];

    /// <summary>The language for an IETF tag such as "en-GB", "no" or "NB"; null when it is not supported.</summary>
    public static Language? Find(string? tag)
    {
        string primary = (tag ?? "").Split('-', '_')[0];
        string code = Aliases.GetValueOrDefault(primary, primary);
        return Supported.FirstOrDefault(language => language.Code.Equals(code, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Which of a sentence's plural forms goes with a number
    /// (https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html).
    /// </summary>
    public static int PluralForm(string code, int count) => Known[code](count);

    /// <summary>How many plural forms the language has for whole numbers.</summary>
    public static int PluralForms(string code) => Enumerable.Range(0, 200).Max(Known[code]) + 1;

    private static int OneOrOther(int count) => count == 1 ? 0 : 1;

    private static int OneFewMany(int count) =>
        (count % 10, count % 100) switch
        {
            (1, not 11) => 0,
            (>= 2 and <= 4, < 12 or > 14) => 1,
            _ => 2,
        };
}
