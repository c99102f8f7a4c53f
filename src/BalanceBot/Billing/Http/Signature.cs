using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BalanceBot.Billing.Http;

/// <summary>
/// Who asks, when, and what: HMAC-SHA256 over five lines, so that nobody can ask in our name, change a question on its way,
/// or ask it again later.
/// </summary>
internal static class Signature
{
    public const string TimeHeader = "BalanceBot-Time";
    public const string NonceHeader = "BalanceBot-Nonce";
    public const string SignatureHeader = "BalanceBot-Signature";

    /// <summary>Of the nonce, in bytes.</summary>
    public const int NonceLength = 16;

    /// <param name="path">As it stands in the request, from the first slash on.</param>
    public static string Of(string key, string at, string nonce, string path, ReadOnlySpan<byte> body)
    {
        string head = $"{at}\n{nonce}\nPOST\n{path}\n";
        byte[] signed = [.. Encoding.UTF8.GetBytes(head), .. body];
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), signed));
    }

    public static IReadOnlyList<(string Name, string Value)> Headers(
        string key,
        DateTimeOffset now,
        string path,
        ReadOnlySpan<byte> body
    )
    {
        string at = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        string nonce = RandomNumberGenerator.GetHexString(NonceLength * 2, lowercase: true);
        return [(TimeHeader, at), (NonceHeader, nonce), (SignatureHeader, Of(key, at, nonce, path, body))];
    }
}
