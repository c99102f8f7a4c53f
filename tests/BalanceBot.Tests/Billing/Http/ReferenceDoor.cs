using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace BalanceBot.Tests.Billing.Http;

/// <summary>
/// Lets in whoever has the key. For a provider's programmer: this is all there is to do about signatures; it uses nothing of
/// the bot.
/// </summary>
internal sealed class ReferenceDoor(string key, TimeProvider time)
{
    private static readonly TimeSpan MostApart = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, DateTimeOffset> nonces = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <returns>What to say with status 401; null: come in.</returns>
    public string? Refusal(string path, byte[] body, string at, string nonce, string signature, bool onlyOnce)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{at}\n{nonce}\nPOST\n{path}\n"), .. body];
        byte[] right = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), signed);
        if (
            !CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(Hex(right)),
                Encoding.ASCII.GetBytes(signature)
            )
        )
        {
            return "signature";
        }

        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset asked = DateTimeOffset.FromUnixTimeSeconds(long.Parse(at, CultureInfo.InvariantCulture));
        if ((now - asked).Duration() > MostApart)
        {
            return "time";
        }

        return onlyOnce && WasHere(nonce, now) ? "nonce" : null;
    }

    /// <summary>Kept for as long as a time may be valid: five minutes to both sides.</summary>
    private bool WasHere(string nonce, DateTimeOffset now)
    {
        lock (gate)
        {
            foreach (
                string old in nonces.Where(one => now - one.Value > 2 * MostApart).Select(one => one.Key).ToArray()
            )
            {
                nonces.Remove(old);
            }

            return !nonces.TryAdd(nonce, now);
        }
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
