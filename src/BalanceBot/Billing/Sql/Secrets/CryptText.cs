using System.Text;

namespace BalanceBot.Billing.Sql.Secrets;

/// <summary>The way in which crypt(3) writes bytes: six bits a letter, the lowest first.</summary>
internal static class CryptText
{
    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static void Append(StringBuilder text, int high, int middle, int low, int letters)
    {
        int bits = (high << 16) | (middle << 8) | low;
        for (int i = 0; i < letters; i++)
        {
            text.Append(Alphabet[bits & 0x3F]);
            bits >>= 6;
        }
    }
}
