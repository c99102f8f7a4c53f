namespace BalanceBot.Billing.Web;

/// <summary>A text that an API can be asked by: not empty, not too long, without control signs and halves of characters.</summary>
internal static class Askable
{
    private const int Longest = 512;

    public static bool Is(string text) =>
        text.Length is > 0 and <= Longest && text.EnumerateRunes().All(rune => rune.Value >= ' ') && IsWhole(text);

    /// <summary>Each half of a pair has its other one: a lone one would be sent as something else.</summary>
    private static bool IsWhole(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
