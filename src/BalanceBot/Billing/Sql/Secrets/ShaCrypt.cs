using System.Security.Cryptography;
using System.Text;

namespace BalanceBot.Billing.Sql.Secrets;

/// <summary>
/// The $5$ and $6$ of crypt(3), after "Unix crypt using SHA-256 and SHA-512" (https://www.akkadia.org/drepper/SHA-crypt.txt).
/// Our own, for no kept library has it; proved by the specification's vectors.
/// </summary>
internal static class ShaCrypt
{
    public const int DefaultRounds = 5000;
    public const int LeastRounds = 1000;
    public const int LongestSalt = 16;

    public static string Hash(HashAlgorithmName algorithm, byte[] password, byte[] salt, int rounds)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(algorithm);
        byte[] digest = First(hash, algorithm, password, salt);
        byte[] passwords = Sequence(hash, password, password.Length, password.Length);
        byte[] salts = Sequence(hash, salt, 16 + digest[0], salt.Length);
        for (int i = 0; i < rounds; i++)
        {
            bool odd = (i & 1) == 1;
            hash.AppendData(odd ? passwords : digest);
            if (i % 3 != 0)
            {
                hash.AppendData(salts);
            }

            if (i % 7 != 0)
            {
                hash.AppendData(passwords);
            }

            hash.AppendData(odd ? digest : passwords);
            digest = hash.GetHashAndReset();
        }

        return algorithm == HashAlgorithmName.SHA256 ? Written256(digest) : Written512(digest);
    }

    private static byte[] First(IncrementalHash hash, HashAlgorithmName algorithm, byte[] password, byte[] salt)
    {
        byte[] mixed = CryptographicOperations.HashData(algorithm, [.. password, .. salt, .. password]);
        hash.AppendData(password);
        hash.AppendData(salt);
        hash.AppendData(Repeated(mixed, password.Length));
        for (int bits = password.Length; bits > 0; bits >>= 1)
        {
            hash.AppendData((bits & 1) == 1 ? mixed : password);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>So many bytes of the digest of a text that was repeated so many times.</summary>
    private static byte[] Sequence(IncrementalHash hash, byte[] text, int times, int length)
    {
        for (int i = 0; i < times; i++)
        {
            hash.AppendData(text);
        }

        return Repeated(hash.GetHashAndReset(), length);
    }

    private static byte[] Repeated(byte[] bytes, int length)
    {
        byte[] whole = new byte[length];
        for (int i = 0; i < length; i++)
        {
            whole[i] = bytes[i % bytes.Length];
        }

        return whole;
    }

    private static string Written256(byte[] digest)
    {
        StringBuilder text = new(43);
        (int a, int b, int c) = (0, 10, 20);
        for (int i = 0; i < 10; i++)
        {
            CryptText.Append(text, digest[a], digest[b], digest[c], 4);
            (a, b, c) = (c + 1, a + 1, b + 1);
        }

        CryptText.Append(text, 0, digest[31], digest[30], 3);
        return text.ToString();
    }

    private static string Written512(byte[] digest)
    {
        StringBuilder text = new(86);
        (int a, int b, int c) = (0, 21, 42);
        for (int i = 0; i < 21; i++)
        {
            CryptText.Append(text, digest[a], digest[b], digest[c], 4);
            (a, b, c) = (b + 1, c + 1, a + 1);
        }

        CryptText.Append(text, 0, 0, digest[63], 2);
        return text.ToString();
    }
}
