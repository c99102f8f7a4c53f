using System.Collections.Concurrent;
using BalanceBot.Billing;

namespace BalanceBot.Tests.Billing;

/// <summary>The real hashes and comparisons; each is counted, those of kept passwords by what they cost.</summary>
internal sealed class CountingHashing : IHashing
{
    private readonly ConcurrentQueue<string> done = new();

    public byte[] Digest(byte[] key, string text)
    {
        done.Enqueue("digest");
        return Hashing.Plain.Digest(key, text);
    }

    public bool AreSame(ReadOnlySpan<byte> oneDigest, ReadOnlySpan<byte> otherDigest)
    {
        done.Enqueue("comparison");
        return Hashing.Plain.AreSame(oneDigest, otherDigest);
    }

    public bool AreSame(string cost, Func<bool> compare)
    {
        done.Enqueue(cost);
        return Hashing.Plain.AreSame(cost, compare);
    }

    /// <summary>What was done since the last time this was asked: "comparison x 8, digest x 1".</summary>
    public string Taken()
    {
        List<string> taken = [];
        while (done.TryDequeue(out string? one))
        {
            taken.Add(one);
        }

        return string.Join(
            ", ",
            taken.CountBy(one => one).Select(one => $"{one.Key} x {one.Value}").Order(StringComparer.Ordinal)
        );
    }
}
