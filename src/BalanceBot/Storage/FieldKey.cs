using System.Security.Cryptography;

namespace BalanceBot.Storage;

/// <summary>A key of the operator's for fields that name a person: 32 random bytes, written in base64.</summary>
internal sealed class FieldKey
{
    public const int Bytes = 32;
    public const int IdBytes = 4;
    private readonly byte[] key;
    private readonly byte[] marks;
    private readonly byte[] id;

    private FieldKey(byte[] key)
    {
        this.key = key;
        id = SHA256.HashData(key)[..IdBytes];
        marks = DerivedKey.Of(key, "marks");
    }

    public ReadOnlySpan<byte> IdSpan => id;

    /// <summary>Tells keys apart, and tells nothing of the key.</summary>
    public string Id => Convert.ToHexStringLower(id);

    public static string New() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Null: it is none.</summary>
    public static FieldKey? Parse(string base64)
    {
        byte[] read = new byte[Bytes + 1];
        return Convert.TryFromBase64String(base64.Trim(), read, out int length) && length == Bytes
            ? new FieldKey(read[..Bytes])
            : null;
    }

    public AesGcm Cipher(int tagBytes) => new(key, tagBytes);

    /// <summary>A keyed hash by which a sealed text is found.</summary>
    public byte[] Mark(byte[] text) => HMACSHA256.HashData(marks, text);
}
