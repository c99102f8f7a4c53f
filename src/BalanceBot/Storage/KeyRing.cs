using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace BalanceBot.Storage;

/// <summary>
/// Seals fields that name a person and opens them: the current key seals, an older one only opens. Without any key nothing
/// is sealed. AES-256-GCM; layout: version, the key's id (4), nonce (12), tag (16), ciphertext. Each value is bound to its
/// place: moved into another row it does not open.
/// </summary>
internal sealed class KeyRing(FieldKey? current = null, IReadOnlyList<FieldKey>? older = null)
{
    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int NonceAt = 1 + FieldKey.IdBytes;
    private const int TagAt = NonceAt + NonceBytes;
    private const int HeadBytes = TagAt + TagBytes;
    private const int MarkBytes = 16;
    private readonly FieldKey[] all = [.. current is null ? [] : new[] { current }, .. older ?? []];
    private readonly TaskCompletionSource<StoreUnusableException> failed = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>Null: what is written lies in clear.</summary>
    public string? CurrentId => current?.Id;

    /// <summary>
    /// Ends when a value of a key that is not known was met: somebody else at this store has a newer key, and whoever
    /// lacks it must not work on.
    /// </summary>
    public Task<StoreUnusableException> Failed => failed.Task;

    public bool Knows(string id) => all.Any(key => key.Id == id);

    /// <summary>Null: there is no key, write it in clear.</summary>
    public byte[]? Close(string place, string text)
    {
        if (current is null)
        {
            return null;
        }

        byte[] plain = Encoding.UTF8.GetBytes(text);
        byte[] closed = new byte[HeadBytes + plain.Length];
        closed[0] = Version;
        current.IdSpan.CopyTo(closed.AsSpan(1));
        Span<byte> nonce = closed.AsSpan(NonceAt, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using AesGcm cipher = current.Cipher(TagBytes);
        cipher.Encrypt(nonce, plain, closed.AsSpan(HeadBytes), closed.AsSpan(TagAt, TagBytes), BoundTo(closed, place));
        return closed;
    }

    /// <summary>
    /// Throws when it cannot: never is a value that does not open taken for an empty one, which the next write would keep.
    /// </summary>
    public string Open(string place, byte[] closed) =>
        closed.Length < HeadBytes || closed[0] != Version ? throw new SealBrokenException()
        : all.Where(key => Is(closed, key)).ToList() is { Count: > 0 } keys
            ? keys.Select(key => TryOpen(key, place, closed)).FirstOrDefault(text => text is not null)
                ?? throw new SealBrokenException()
        : throw Unknown(IdOf(closed));

    /// <summary>False: to be sealed again, with the current key.</summary>
    public bool IsCurrent([NotNullWhen(true)] byte[]? closed) =>
        closed is { Length: >= HeadBytes } && current is not null && Is(closed, current);

    /// <summary>Of the current key; null: there is none.</summary>
    public string? Mark(string text) => current is null ? null : Mark(current, text);

    /// <summary>Of all keys: what an older one marked is found too.</summary>
    public string[] Marks(string text) => [.. all.Select(key => Mark(key, text))];

    private StoreUnusableException Unknown(string id)
    {
        failed.TrySetResult(
            new StoreUnusableException(
                $"The store holds values sealed with a key that this process does not know ({id}): give that key in Storage:KeyFile, or in Storage:OldKeyFiles, and start again. Nothing was written over."
            )
        );
        return failed.Task.Result;
    }

    private static string Mark(FieldKey key, string text) =>
        Convert.ToHexStringLower(key.Mark(Encoding.UTF8.GetBytes(text)).AsSpan(0, MarkBytes));

    private static bool Is(byte[] closed, FieldKey key) => closed.AsSpan(1, FieldKey.IdBytes).SequenceEqual(key.IdSpan);

    private static string IdOf(byte[] closed) => Convert.ToHexStringLower(closed.AsSpan(1, FieldKey.IdBytes));

    private static string? TryOpen(FieldKey key, string place, byte[] closed)
    {
        byte[] plain = new byte[closed.Length - HeadBytes];
        using AesGcm cipher = key.Cipher(TagBytes);
        try
        {
            cipher.Decrypt(
                closed.AsSpan(NonceAt, NonceBytes),
                closed.AsSpan(HeadBytes),
                closed.AsSpan(TagAt, TagBytes),
                plain,
                BoundTo(closed, place)
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(plain);
    }

    private static byte[] BoundTo(byte[] closed, string place) =>
        [.. closed.AsSpan(0, NonceAt), .. Encoding.UTF8.GetBytes(place)];
}

/// <summary>A sealed field was altered, or moved here from another row. What it held is not told.</summary>
internal sealed class SealBrokenException() : Exception("A sealed field was altered, or moved here from another row.");
