using BalanceBot.Subscribers;

namespace BalanceBot.Linking;

/// <summary>What a brought token came to: a closed family.</summary>
internal abstract record RedeemOutcome
{
    private RedeemOutcome() { }

    /// <param name="Attempts">Keys whose counts the link's commit clears.</param>
    public sealed record Good(Invitation Invitation, IReadOnlyList<string> Attempts) : RedeemOutcome;

    /// <summary>
    /// Unknown, used, too late, not a token at all, or the chat is locked: nobody outside may tell which.
    /// </summary>
    /// <param name="IsLocked">For the audit alone: a guess that was not even weighed is not told again.</param>
    public sealed record NotGood(bool IsLocked) : RedeemOutcome;
}

/// <summary>
/// Looks at tokens that people bring. Each is counted for the chat, durably, before it is looked up, so that guessing is
/// limited; the count is one of its own, for whoever mistyped a document is sent a link for that very reason.
/// </summary>
/// <param name="attemptKey">A keyed hash: the store's count tells no chat.</param>
/// <param name="tokenHash">A keyed hash: the store's invitations tell no token.</param>
internal sealed class Redeemer(
    IInvitationStore store,
    IAttemptStore attempts,
    AttemptPolicy policy,
    Func<string, string> attemptKey,
    Func<string, string> tokenHash,
    TimeProvider time
)
{
    /// <summary>What stands behind /start, whatever it is: the same work is done for each.</summary>
    public async Task<RedeemOutcome> Try(long updateId, ChatId chat, string payload)
    {
        string[] keys = Keys(chat);
        Reservation reserved = await attempts.Reserve(updateId, keys, policy, time.GetUtcNow());
        Invitation? found = await store.Find(tokenHash(payload));
        bool isLocked = reserved.Verdict == AttemptVerdict.Locked;
        if (found is null || isLocked || !IsInTime(found))
        {
            LinkingMeter.Attempted(LinkWay.Token, isLocked ? "locked" : "not_proved");
            return new RedeemOutcome.NotGood(isLocked);
        }

        return new RedeemOutcome.Good(found, keys);
    }

    /// <summary>The same invitation once more, when the person has said yes: it may have been used or gone meanwhile.</summary>
    public async Task<RedeemOutcome> Again(ChatId chat, string hash)
    {
        Invitation? found = await store.Find(hash);
        bool isGood = found is not null && IsInTime(found);
        LinkingMeter.Attempted(LinkWay.Token, isGood ? "proved" : "not_proved");
        return isGood ? new RedeemOutcome.Good(found!, Keys(chat)) : new RedeemOutcome.NotGood(IsLocked: false);
    }

    private bool IsInTime(Invitation invitation) => invitation.ExpiresAt > time.GetUtcNow();

    private string[] Keys(ChatId chat) => [attemptKey($"token:{chat}")];
}
