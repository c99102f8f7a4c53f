using BalanceBot.Billing;
using BalanceBot.Subscribers;

namespace BalanceBot.Linking;

/// <summary>What came of signing in for one question: a closed family.</summary>
internal abstract record SignInOutcome<T>
{
    private SignInOutcome() { }

    /// <param name="Counts">To be written in the commit of the turn.</param>
    public sealed record Told(T Value, CountsAfter Counts) : SignInOutcome<T>;

    /// <summary>Wrong, or locked: nobody outside may tell which.</summary>
    /// <param name="Trail">For the audit alone, as with <see cref="ProofOutcome.NotProved"/>.</param>
    /// <param name="Locked">The contract that this very attempt has locked: its other chats are told.</param>
    public sealed record NotProved(AuditEntry Trail, ContractKey? Locked) : SignInOutcome<T>;

    /// <summary>The password was not judged: away, or there is no such contract any more. It was no guess.</summary>
    /// <param name="Counts">As with <see cref="Told"/>.</param>
    public sealed record NotJudged(BillingAnswer<T> Answer, CountsAfter Counts) : SignInOutcome<T>;
}

/// <summary>What a success leaves of the counts in which it was counted as an attempt.</summary>
internal sealed record CountsAfter(IReadOnlyList<string> Cleared, IReadOnlyList<AttemptRecord> Left)
{
    public static CountsAfter Untouched { get; } = new([], []);
}

/// <summary>
/// Whoever is linked and signs in for one question: the password is guessed here like anywhere, but counted apart. Whoever
/// guesses from outside locks new links, one contract's or all, and keeps nobody who is linked from signing in.
/// </summary>
internal sealed partial class Linker
{
    public const string SigningIn = "to sign in";

    /// <param name="ask">
    /// Only asks. While it is locked it is asked too, for equal work, but with another password: the answer to a right one
    /// may take longer, and must not tell what the lock hides.
    /// </param>
    public async Task<SignInOutcome<T>> SignIn<T>(
        long updateId,
        ChatId chat,
        ContractKey contract,
        SignIn by,
        Func<SignIn, Task<BillingAnswer<T>>> ask
    )
    {
        Guess guess = new(updateId, chat, LinkWay.LoginAndPassword, "");
        string[] keys = [hash($"chat:{chat}"), hash($"signing in:{contract}")];
        (AttemptVerdict verdict, bool locks) = await ReserveOwn(guess, keys, time.GetUtcNow());
        BillingAnswer<T> answer = await ask(
            verdict == AttemptVerdict.Locked ? new SignIn(AnyOther(by.Password.Length)) : by
        );
        switch (answer)
        {
            case BillingAnswer<T>.Found(var value) when verdict == AttemptVerdict.Allowed:
                LinkingMeter.SignedIn("proved");
                return new SignInOutcome<T>.Told(value, await WithoutThis(updateId, keys));
            case BillingAnswer<T>.Found or BillingAnswer<T>.Refused:
                LinkingMeter.SignedIn(verdict == AttemptVerdict.Locked ? "locked" : "not_proved");
                await CountForAll(guess, verdict);
                AuditKind kind = verdict == AttemptVerdict.Locked ? AuditKind.Locked : AuditKind.Refused;
                AuditEntry trail = new(time.GetUtcNow(), kind)
                {
                    Chat = chat,
                    ContractKey = contract.Value,
                    Way = guess.Way,
                    Detail = SigningIn,
                };
                return new SignInOutcome<T>.NotProved(trail, locks ? contract : null);
            default:
                LinkingMeter.SignedIn("unavailable");
                // What was refused before it was asked has not been counted.
                return new SignInOutcome<T>.NotJudged(
                    answer,
                    verdict == AttemptVerdict.Allowed ? await WithoutThis(updateId, keys) : CountsAfter.Untouched
                );
        }
    }

    /// <summary>
    /// Of both counts only this attempt. Who signs in does so often: did it clear the contract's count, whoever guesses at the
    /// same contract meanwhile could go on for ever.
    /// </summary>
    private async Task<CountsAfter> WithoutThis(long updateId, string[] keys)
    {
        List<string> cleared = [];
        List<AttemptRecord> left = [];
        foreach (AttemptRecord record in await attempts.Attempts(keys))
        {
            // Somebody else has locked the contract since: that lock is not ours to take back.
            if (record.LastUpdate != updateId && record.LockedUntil is not null)
            {
                continue;
            }

            if (policy.TakeBack(record) is { } without)
            {
                left.Add(without);
            }
            else
            {
                cleared.Add(record.Key);
            }
        }

        return new CountsAfter(cleared, left);
    }
}
