using System.Security.Cryptography;
using System.Text;

namespace BalanceBot.Storage;

/// <summary>AES-256-GCM; layout: version, nonce (12), tag (16), ciphertext.</summary>
internal sealed class Seal : ISeal
{
    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = 1 + NonceBytes + TagBytes;
    private const int MarkBytes = 16;
    private readonly byte[] key;
    private readonly byte[] marks;

    private Seal(byte[] key)
    {
        this.key = key;
        marks = DerivedKey.Of(key, "marks");
    }

    /// <summary>The key is derived from <paramref name="secret"/> (the bot's token) for one purpose only.</summary>
    public static Seal From(string secret, string purpose) => new(DerivedKey.Of(secret, purpose));

    public byte[] Close(string text)
    {
        byte[] plain = Encoding.UTF8.GetBytes(text);
        byte[] closed = new byte[HeadBytes + plain.Length];
        closed[0] = Version;
        Span<byte> nonce = closed.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using AesGcm aes = new(key, TagBytes);
        aes.Encrypt(
            nonce,
            plain,
            closed.AsSpan(HeadBytes),
            closed.AsSpan(1 + NonceBytes, TagBytes),
            closed.AsSpan(0, 1)
        );
        return closed;
    }

    public string? Open(byte[] closed)
    {
        if (closed.Length < HeadBytes || closed[0] != Version)
        {
            return null;
        }

        byte[] plain = new byte[closed.Length - HeadBytes];
        using AesGcm aes = new(key, TagBytes);
        try
        {
            aes.Decrypt(
                closed.AsSpan(1, NonceBytes),
                closed.AsSpan(HeadBytes),
                closed.AsSpan(1 + NonceBytes, TagBytes),
                plain,
                closed.AsSpan(0, 1)
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(plain);
    }

    public string Mark(string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(marks, Encoding.UTF8.GetBytes(text)).AsSpan(0, MarkBytes));
}

/// <summary>A keyed hash: the same text gives the same word, and nobody without the key can try texts out.</summary>
internal sealed class KeyedHash
{
    private readonly byte[] key;

    private KeyedHash(byte[] key) => this.key = key;

    public static KeyedHash From(string secret, string purpose) => new(DerivedKey.Of(secret, purpose));

    public string Of(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}

/// <summary>Keys for different purposes from one secret (HKDF, RFC 5869).</summary>
internal static class DerivedKey
{
    private const int Bytes = 32;

    public static byte[] Of(string secret, string purpose) => Of(Encoding.UTF8.GetBytes(secret), purpose);

    public static byte[] Of(byte[] secret, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, Bytes, info: Encoding.UTF8.GetBytes($"BalanceBot {purpose}"));
}
