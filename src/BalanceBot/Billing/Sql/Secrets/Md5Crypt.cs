using System.Security.Cryptography;
using System.Text;

namespace BalanceBot.Billing.Sql.Secrets;

/// <summary>
/// The $1$ of crypt(3), as Poul-Henning Kamp published it in FreeBSD. Our own, for no kept library has it; proved by
/// hashes that other implementations made.
/// </summary>
internal static class Md5Crypt
{
    private const int Rounds = 1000;
    private static readonly byte[] Magic = "$1$"u8.ToArray();

    public static string Hash(byte[] password, byte[] salt)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        byte[] digest = First(hash, password, salt);
        for (int i = 0; i < Rounds; i++)
        {
            bool odd = (i & 1) == 1;
            hash.AppendData(odd ? password : digest);
            if (i % 3 != 0)
            {
                hash.AppendData(salt);
            }

            if (i % 7 != 0)
            {
                hash.AppendData(password);
            }

            hash.AppendData(odd ? digest : password);
            digest = hash.GetHashAndReset();
        }

        return Written(digest);
    }

    private static byte[] First(IncrementalHash hash, byte[] password, byte[] salt)
    {
        byte[] mixed = MD5.HashData([.. password, .. salt, .. password]);
        hash.AppendData(password);
        hash.AppendData(Magic);
        hash.AppendData(salt);
        for (int left = password.Length; left > 0; left -= mixed.Length)
        {
            hash.AppendData(mixed.AsSpan(0, Math.Min(left, mixed.Length)));
        }

        for (int bits = password.Length; bits > 0; bits >>= 1)
        {
            // A zero for each one bit of the length, and the first letter for each zero: as it was first written.
            hash.AppendData((bits & 1) == 1 ? [0] : password.AsSpan(0, 1));
        }

        return hash.GetHashAndReset();
    }

    private static string Written(byte[] digest)
    {
        StringBuilder text = new(22);
        for (int i = 0; i < 5; i++)
        {
            CryptText.Append(text, digest[i], digest[i + 6], digest[i == 4 ? 5 : i + 12], 4);
        }

        CryptText.Append(text, 0, 0, digest[11], 2);
        return text.ToString();
    }
}
