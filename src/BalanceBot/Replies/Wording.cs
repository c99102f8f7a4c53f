using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using System.Text;

namespace BalanceBot.Replies;

/// <summary>
/// The sentences of one language, read once. The culture is always named, never the thread's: one process speaks to
/// many people at once.
/// </summary>
internal sealed class Wording
{
    internal static readonly ResourceManager Resources = new("BalanceBot.Replies.Sentences", typeof(Wording).Assembly)
    {
        IgnoreCase = false,
    };

    private readonly Language _language;
    private readonly FrozenDictionary<Sentence, CompositeFormat[]> _formats;

    public Wording(Language language)
    {
        _language = language;
        _formats = Enum.GetValues<Sentence>().ToFrozenDictionary(key => key, key => Forms(key, language.Culture));
    }

    /// <summary>Whether a language has a resource file of its own; English is the neutral one.</summary>
    public static bool Exists(string code) =>
        code == "en" || Resources.GetResourceSet(CultureInfo.GetCultureInfo(code), true, false) is not null;

    public string this[Sentence sentence] => _formats[sentence][0].Format;

    public string Say(Sentence sentence, params ReadOnlySpan<object?> values) =>
        string.Format(_language.Culture, _formats[sentence][0], values);

    /// <summary>A sentence in the plural form of <paramref name="count"/>, which is its {0}.</summary>
    public string Count(Sentence sentence, int count, string? second = null)
    {
        CompositeFormat[] forms = _formats[sentence];
        CompositeFormat form = forms[Math.Min(Languages.PluralForm(_language.Code, count), forms.Length - 1)];
        return string.Format(_language.Culture, form, count, second);
    }

    private static CompositeFormat[] Forms(Sentence key, CultureInfo culture)
    {
        string text =
            Resources.GetString(key.ToString(), culture)
            ?? throw new MissingManifestResourceException($"Sentences.resx has no '{key}'.");
        return [.. text.Split('|').Select(CompositeFormat.Parse)];
    }
}
