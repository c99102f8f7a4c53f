using System.Globalization;
using System.Security.Cryptography;
using BalanceBot.Linking;

namespace BalanceBot.Hosting.Inviting;

/// <summary>
/// So many in each minute of the clock by all instances together, for a proxy spreads one caller over them. Counted in the
/// store as attempts are.
/// </summary>
internal sealed class SharedWindow(IAttemptStore attempts, Func<string, string> hash, int most, TimeProvider time)
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);
    private readonly AttemptPolicy policy = new(most, [Length], Length);

    /// <summary>How long to wait; null: it may go.</summary>
    public async Task<TimeSpan?> Take()
    {
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset begun = now.AddTicks(-(now.UtcTicks % Length.Ticks));
        string key = hash(string.Create(CultureInfo.InvariantCulture, $"links-api:{begun.UtcDateTime:yyyyMMddHHmm}"));
        // Each request is one of its own: no number of an update tells them apart.
        long request = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
        return (await attempts.Reserve(request, [key], policy, now)).Verdict == AttemptVerdict.Locked
            ? begun + Length - now
            : null;
    }
}
