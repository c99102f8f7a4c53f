namespace BalanceBot.Billing;

/// <summary>
/// All that is hashed and compared to judge a proof: one place, so that it can be shown that each refusal costs the same.
/// </summary>
internal interface IHashing
{
    byte[] Digest(byte[] key, string text);

    /// <summary>In fixed time: both sides are of one length.</summary>
    bool AreSame(ReadOnlySpan<byte> oneDigest, ReadOnlySpan<byte> otherDigest);

    /// <summary>A comparison in the way in which a billing keeps its passwords.</summary>
    /// <param name="cost">The way and all that its work depends on; nothing of the password.</param>
    bool AreSame(string cost, Func<bool> compare);
}

internal sealed class Hashing : IHashing
{
    public static Hashing Plain { get; } = new();

    public byte[] Digest(byte[] key, string text) => Typed.Digest(key, text);

    public bool AreSame(ReadOnlySpan<byte> oneDigest, ReadOnlySpan<byte> otherDigest) =>
        Typed.AreSame(oneDigest, otherDigest);

    public bool AreSame(string cost, Func<bool> compare) => compare();
}
