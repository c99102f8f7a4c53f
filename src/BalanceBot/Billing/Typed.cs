using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BalanceBot.Billing;

/// <summary>What people type, made comparable. Never throws, whatever the text.</summary>
internal static class Typed
{
    private const int Longest = 512;

    // Cyrillic letters that look like Latin ones: people type whichever their keyboard has.
    private const string Cyrillic = "АВСЕОКМНРТХІ";
    private const string Latin = "ABCEOKMHPTXI";

    /// <summary>Upper case, compatibility forms, look-alikes as Latin, letters and digits only.</summary>
    public static string Significant(string text)
    {
        StringBuilder kept = new(Math.Min(text.Length, Longest));
        foreach (Rune rune in Compatible(text).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                kept.Append(Latinised(Rune.ToUpperInvariant(rune)));
            }
        }

        return kept.ToString();
    }

    /// <summary>In fixed time: both sides are hashed to one length first.</summary>
    public static bool AreSame(ReadOnlySpan<byte> oneDigest, ReadOnlySpan<byte> otherDigest) =>
        CryptographicOperations.FixedTimeEquals(oneDigest, otherDigest);

    public static byte[] Digest(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    /// <summary>NFKC of at most some hundred characters; a lone surrogate, which would make it throw, becomes a mark that counts for nothing.</summary>
    private static string Compatible(string text)
    {
        string bounded = text.Length <= Longest ? text : text[..Longest];
        StringBuilder valid = new(bounded.Length);
        foreach (Rune rune in bounded.EnumerateRunes())
        {
            valid.Append(rune);
        }

        return valid.ToString().Normalize(NormalizationForm.FormKC);
    }

    private static string Latinised(Rune rune)
    {
        string letter = rune.ToString();
        int at = letter.Length == 1 ? Cyrillic.IndexOf(letter[0], StringComparison.Ordinal) : -1;
        return at < 0 ? Digit(rune) ?? letter : Latin[at].ToString();
    }

    /// <summary>Digits of other scripts are digits.</summary>
    private static string? Digit(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
            ? ((int)Rune.GetNumericValue(rune)).ToString(CultureInfo.InvariantCulture)
            : null;
}
