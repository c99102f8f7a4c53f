using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using BalanceBot.Replies;

namespace BalanceBot.Tests.Replies;

public sealed partial class LanguageTests
{
    public static TheoryData<string> Codes() => [.. Languages.Supported.Select(language => language.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_language_lacks_nothing_that_English_has(string code) =>
        Assert.Empty(Lacks(code, Read("en"), Read(code)));

    [Fact]
    public void Every_sentence_in_the_code_is_in_the_resources_and_the_other_way_round() =>
        Assert.Equal(
            Enum.GetNames<Sentence>().Order(StringComparer.Ordinal),
            Read("en").Keys.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void No_sentence_is_kept_that_nobody_says()
    {
        IEnumerable<string> said = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src", "BalanceBot", "Replies"), "*.cs")
            .SelectMany(file => File.ReadAllText(file).Split("Sentence.").Skip(1))
            .Select(after => string.Concat(after.TakeWhile(char.IsAsciiLetterOrDigit)));
        Assert.Empty(Enum.GetNames<Sentence>().Except(said, StringComparer.Ordinal));
    }

    [Fact]
    public void English_and_Norwegian_ship_with_the_program()
    {
        Assert.NotNull(Languages.Find("en"));
        Assert.NotNull(Languages.Find("nb"));
        Assert.NotEqual(Samples.VoiceOf("en").Greeting(), Samples.VoiceOf("nb").Greeting());
        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, "nb", "BalanceBot.resources.dll")));
    }

    [Fact]
    public void What_a_language_lacks_is_told_by_name()
    {
        Dictionary<string, string> english = new(StringComparer.Ordinal)
        {
            ["Kept"] = "Nothing was unlinked.",
            ["Linked"] = "Contract {0} is linked.",
            ["More"] = "One more.|{0} more.",
        };
        Dictionary<string, string> ukrainian = new(StringComparer.Ordinal)
        {
            ["Linked"] = "Договір підключено.",
            ["More"] = "Ще один.|Ще {0}.",
            ["Moer"] = "",
        };
        Assert.Equal(
            [
                "uk lacks Kept",
                "uk: Linked has other placeholders",
                "uk: More has 2 plural forms, needs 3",
                "uk has Moer, which nobody says",
            ],
            Lacks("uk", english, ukrainian)
        );
    }

    [Theory]
    [InlineData("en", "en")]
    [InlineData("en-GB", "en")]
    [InlineData("nb", "nb")]
    [InlineData("nb-NO", "nb")]
    [InlineData("NB_no", "nb")]
    [InlineData("no", "nb")]
    [InlineData("nn", "nb")]
    [InlineData("tlh", "nb")]
    [InlineData("pt-br", "nb")]
    [InlineData("not a tag \0", "nb")]
    [InlineData("", "nb")]
    [InlineData(null, "nb")]
    public void A_person_is_spoken_to_in_the_language_of_Telegram_or_else_the_operators(string? tag, string expected) =>
        Assert.Equal(expected, new Voices("nb", Samples.Oslo).For(tag).Language.Code);

    [Fact]
    public void An_operators_language_that_does_not_exist_is_told_with_those_that_do()
    {
        ArgumentException mistake = Assert.Throws<ArgumentException>(() => new Voices("xx", Samples.Oslo));
        Assert.Contains("'xx' is not supported. Supported: en, nb", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_language_of_the_thread_changes_nothing()
    {
        string before = Samples.Picture(Scenes.All["Balances.LacksAnOere"](Samples.VoiceOf("en")));
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo uiCulture = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ar-SA");
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("nb");
            Assert.Equal(before, Samples.Picture(Scenes.All["Balances.LacksAnOere"](Samples.VoiceOf("en"))));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
            CultureInfo.CurrentUICulture = uiCulture;
        }
    }

    [Theory]
    [InlineData("nb", 0, 1)]
    [InlineData("nb", 1, 0)]
    [InlineData("nb", 21, 1)]
    [InlineData("uk", 1, 0)]
    [InlineData("uk", 3, 1)]
    [InlineData("uk", 5, 2)]
    [InlineData("uk", 11, 2)]
    [InlineData("uk", 12, 2)]
    [InlineData("uk", 21, 0)]
    [InlineData("ru", 104, 1)]
    [InlineData("ru", 114, 2)]
    public void A_number_gets_the_plural_form_of_its_language(string code, int count, int form) =>
        Assert.Equal(form, Languages.PluralForm(code, count));

    private static List<string> Lacks(
        string code,
        IReadOnlyDictionary<string, string> english,
        IReadOnlyDictionary<string, string> other
    )
    {
        List<string> lacks = [];
        foreach ((string key, string text) in english)
        {
            if (!other.TryGetValue(key, out string? translated) || translated.Length == 0)
            {
                lacks.Add($"{code} lacks {key}");
            }
            else if (!Placeholders(text).SetEquals(Placeholders(translated)))
            {
                lacks.Add($"{code}: {key} has other placeholders");
            }
            else if (
                text.Contains('|', StringComparison.Ordinal)
                && translated.Split('|').Length is var forms
                && forms != Languages.PluralForms(code)
            )
            {
                lacks.Add($"{code}: {key} has {forms} plural forms, needs {Languages.PluralForms(code)}");
            }
        }

        lacks.AddRange(
            other
                .Keys.Except(english.Keys, StringComparer.Ordinal)
                .Select(key => $"{code} has {key}, which nobody says")
        );
        return lacks;
    }

    private static Dictionary<string, string> Read(string code)
    {
        CultureInfo culture = code == "en" ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(code);
        ResourceSet set = Wording.Resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!;
        return set.Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);
    }

    private static HashSet<string> Placeholders(string text) =>
        Placeholder().Matches(text).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
