using BalanceBot.Linking;
using BalanceBot.Subscribers;

namespace BalanceBot.Conversations;

/// <summary>
/// One file in so long for each chat: it is made of everything that is kept. Counted as attempts are, so that it holds over
/// all processes and restarts, and the same update is counted once.
/// </summary>
/// <param name="hash">A keyed hash: the store's count tells no chat.</param>
/// <param name="every">Zero: no limit.</param>
internal sealed class ExportLimit(IAttemptStore attempts, Func<string, string> hash, TimeSpan every, TimeProvider time)
{
    private readonly AttemptPolicy policy = new(1, [every], every);

    /// <summary>How long to wait; null: it may go.</summary>
    public async Task<TimeSpan?> Take(long updateId, ChatId chat)
    {
        if (every == TimeSpan.Zero)
        {
            return null;
        }

        DateTimeOffset now = time.GetUtcNow();
        string key = hash($"export:{chat}");
        return
            await attempts.Reserve(updateId, [key], policy, now)
                is { Verdict: AttemptVerdict.Locked, After: [{ LockedUntil: { } until }] }
            ? until - now
            : null;
    }
}
