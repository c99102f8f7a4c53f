using System.Buffers.Binary;
using System.Text;
using BalanceBot.Subscribers;

namespace BalanceBot.Storage.LiteDb;

/// <summary>
/// A contract's key and a chat as bytes that sort as the port says: by key in ordinal order, then by chat. LiteDB compares
/// texts by a culture and without case, in which "sub1" and "SUB1" are one; bytes it compares as they are.
/// </summary>
internal static class WatchId
{
    private const int ChatBytes = 8;
    private const int EndBytes = 2;

    /// <summary>LiteDB takes ids of up to 1023 bytes, and writes nothing at all any more after a longer one.</summary>
    private const int LongestKey = 500;

    public static byte[] Of(string contractKey, ChatId chat) => Of(contractKey, chat, 0);

    /// <summary>Of a decision: the watch, and behind it the time.</summary>
    public static byte[] Of(string contractKey, ChatId chat, DateTimeOffset at)
    {
        byte[] id = Of(contractKey, chat, ChatBytes);
        BinaryPrimitives.WriteInt64BigEndian(id.AsSpan(id.Length - ChatBytes), at.UtcTicks);
        return id;
    }

    /// <summary>Not above any id whose key is above this one; below all for null.</summary>
    public static byte[] Above(string? contractKey) =>
        contractKey is null ? [] : [.. Encoding.BigEndianUnicode.GetBytes(contractKey), 0, 1];

    /// <summary>The first above an id.</summary>
    public static byte[] After(byte[] id) => [.. id, 0];

    /// <summary>Not below any id of this key.</summary>
    public static byte[] LastOf(string contractKey) =>
        [
            .. Encoding.BigEndianUnicode.GetBytes(contractKey),
            0,
            0,
            .. Enumerable.Repeat<byte>(0xFF, (2 * ChatBytes) + 1),
        ];

    /// <summary>Not above any id of this key.</summary>
    public static byte[] FirstOf(string contractKey) => [.. Encoding.BigEndianUnicode.GetBytes(contractKey), 0, 0];

    /// <summary>Not below any decision of this watch.</summary>
    public static byte[] LastOf(byte[] watch) => [.. watch, .. Enumerable.Repeat<byte>(0xFF, ChatBytes + 1)];

    /// <summary>Of an id, or of a decision's with its time behind.</summary>
    public static string Key(byte[] id, bool timed = false) =>
        Encoding.BigEndianUnicode.GetString(id, 0, id.Length - EndBytes - ChatBytes - (timed ? ChatBytes : 0));

    public static ChatId Chat(byte[] id, bool timed = false)
    {
        long flipped = BinaryPrimitives.ReadInt64BigEndian(id.AsSpan(id.Length - ChatBytes - (timed ? ChatBytes : 0)));
        return new ChatId(flipped ^ long.MinValue);
    }

    private static byte[] Of(string contractKey, ChatId chat, int more)
    {
        if (contractKey.Length > LongestKey)
        {
            throw new ArgumentException($"A contract's key is longer than {LongestKey} letters.", nameof(contractKey));
        }

        int length = Encoding.BigEndianUnicode.GetByteCount(contractKey);
        byte[] id = new byte[length + EndBytes + ChatBytes + more];
        Encoding.BigEndianUnicode.GetBytes(contractKey, id);
        // The sign is turned over, so that negative numbers sort before positive ones.
        BinaryPrimitives.WriteInt64BigEndian(id.AsSpan(length + EndBytes), chat.Value ^ long.MinValue);
        return id;
    }
}
