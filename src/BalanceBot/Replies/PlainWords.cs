using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using System.Text;

namespace BalanceBot.Replies;

/// <summary>
/// Plain words that mean a command, in every language at once: people mix them, and Telegram's language is that of the
/// app. Only a whole message counts, so that "how much does the document cost" is no wish.
/// </summary>
internal static class PlainWords
{
    private const int LongestPhrase = 64;

    private static readonly FrozenDictionary<string, Wish> Wishes = Load();

    public static Wish? Read(string text) =>
        text.Length <= LongestPhrase && Wishes.TryGetValue(Normalise(text), out Wish wish) ? wish : null;

    private static FrozenDictionary<string, Wish> Load()
    {
        ResourceManager words = new("BalanceBot.Replies.Words", typeof(PlainWords).Assembly);
        Dictionary<string, Wish> wishes = new(StringComparer.Ordinal);
        foreach (
            System.Collections.DictionaryEntry entry in words.GetResourceSet(CultureInfo.InvariantCulture, true, true)!
        )
        {
            Wish wish = Enum.Parse<Wish>(((string)entry.Key).Split('.')[0]);
            foreach (string phrase in ((string)entry.Value!).Split(';').Select(Normalise))
            {
                // A phrase of two languages may stand twice, but never for two wishes.
                if (!wishes.TryAdd(phrase, wish) && wishes[phrase] != wish)
                {
                    throw new MissingManifestResourceException(
                        $"Words.resx: '{phrase}' stands for {wish} and for {wishes[phrase]}."
                    );
                }
            }
        }

        return wishes.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string Normalise(string text)
    {
        IEnumerable<char> kept = text.ToUpperInvariant()
            .Select(c => char.IsLetterOrDigit(c) || IsInnerMark(c) ? c : ' ');
        string[] words = string.Concat(kept).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words).Normalize(NormalizationForm.FormC);
    }

    private static bool IsInnerMark(char c) =>
        c is '\'' or '’' || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark;
}
