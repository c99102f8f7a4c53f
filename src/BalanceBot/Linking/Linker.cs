using System.Globalization;
using System.Security.Cryptography;
using BalanceBot.Billing;
using BalanceBot.Subscribers;

namespace BalanceBot.Linking;

/// <summary>What a proof came to: a closed family.</summary>
internal abstract record ProofOutcome
{
    private ProofOutcome() { }

    /// <param name="Attempts">Keys whose counts the link's commit clears.</param>
    public sealed record Proved(VerifiedContract Contract, LinkWay Way, IReadOnlyList<string> Attempts) : ProofOutcome
    {
        /// <summary>The chat's count as the link's commit leaves it; null: there is nothing left to count.</summary>
        public AttemptRecord? TakenBack { get; init; }
    }

    /// <summary>
    /// No such contract, wrong document, none on file, more than one match, a reply for another, or locked: nobody outside
    /// may tell which, so nobody inside looks.
    /// </summary>
    /// <param name="Trail">For the audit alone: to be passed on unread, so that no answer depends on it.</param>
    /// <param name="Locked">
    /// The contract that this very attempt has locked against new links: its owners are told. Nothing that the guesser sees
    /// may depend on it.
    /// </param>
    public sealed record NotProved(AuditEntry Trail, ContractKey? Locked = null) : ProofOutcome;

    /// <summary>The billing could not be asked.</summary>
    public sealed record Unavailable : ProofOutcome;
}

/// <summary>
/// Proves that a contract is a person's. Every guess is counted, durably, before it is checked; a locked guess is
/// checked all the same (a password by another in its place) and its result thrown away, so that it takes the same work as
/// any other.
/// </summary>
/// <param name="policy">Of a chat, and of a contract.</param>
/// <param name="overAll">Of all chats together, within an hour of the clock.</param>
/// <param name="hash">A keyed hash: what is counted must not be readable in the store.</param>
internal sealed partial class Linker(
    IBilling billing,
    IAttemptStore attempts,
    AttemptPolicy policy,
    AttemptPolicy overAll,
    Func<string, string> hash,
    TimeProvider time,
    ILogger<Linker> log
)
{
    private long hourTold;

    public Task<ProofOutcome> ByDocument(
        long updateId,
        ChatId chat,
        string number,
        string document,
        CancellationToken stop
    )
    {
        string asked = ContractNumber.Normalise(number);
        return Prove(
            new Guess(updateId, chat, LinkWay.ContractAndDocument, asked),
            () => billing.FindByNumber(number, stop),
            _ => billing.VerifyDocument(number, document, stop),
            proved => string.Equals(ContractNumber.Normalise(proved), asked, StringComparison.Ordinal)
        );
    }

    public Task<ProofOutcome> ByPassword(
        long updateId,
        ChatId chat,
        string login,
        string password,
        CancellationToken stop
    )
    {
        string asked = Login.Normalise(login);
        return Prove(
            new Guess(updateId, chat, LinkWay.LoginAndPassword, asked),
            () => billing.FindByLogin(login, stop),
            // A billing over a network takes longer over a right password than over a wrong one: what is locked is not tried
            // with its own, and takes the time of a wrong one.
            verdict =>
                billing.VerifyPassword(
                    login,
                    verdict == AttemptVerdict.Locked ? AnyOther(password.Length) : password,
                    stop
                ),
            proved => string.Equals(Login.Normalise(proved), asked, StringComparison.Ordinal)
        );
    }

    private async Task<ProofOutcome> Prove(
        Guess guess,
        Func<Task<BillingAnswer<ContractKey>>> find,
        Func<AttemptVerdict, Task<BillingAnswer<VerifiedContract>>> verify,
        Func<string, bool> isTheAsked
    )
    {
        BillingAnswer<ContractKey> found = await find();
        if (found is BillingAnswer<ContractKey>.Unavailable)
        {
            LinkingMeter.Attempted(guess.Way, "unavailable");
            return new ProofOutcome.Unavailable();
        }

        string[] keys = Keys(guess, found);
        (AttemptVerdict verdict, bool locks) = await Reserve(guess, keys);
        BillingAnswer<VerifiedContract> answer = await verify(verdict);
        if (answer is BillingAnswer<VerifiedContract>.Unavailable)
        {
            LinkingMeter.Attempted(guess.Way, "unavailable");
            return new ProofOutcome.Unavailable();
        }

        bool proved =
            answer is BillingAnswer<VerifiedContract>.Found(VerifiedContract contract)
            && isTheAsked(contract.ProvedBy)
            && verdict == AttemptVerdict.Allowed;
        Count(guess.Way, answer, verdict, proved);
        if (proved && answer is BillingAnswer<VerifiedContract>.Found { Value: { } proof })
        {
            return await Proved(guess, proof, keys);
        }

        await CountForAll(guess, verdict);
        return new ProofOutcome.NotProved(
            TrailOf(guess, found, answer, verdict),
            locks && found is BillingAnswer<ContractKey>.Found(ContractKey locked) ? locked : null
        );
    }

    private static string AnyOther(int length) => RandomNumberGenerator.GetHexString(length, lowercase: true);

    /// <summary>The contract's count goes; of the chat's only this attempt, for it may have guessed at other contracts.</summary>
    private async Task<ProofOutcome> Proved(Guess guess, VerifiedContract proof, string[] keys)
    {
        AttemptRecord? left = await attempts.Attempts([keys[0]]) is [AttemptRecord ofChat]
            ? policy.TakeBack(ofChat)
            : null;
        return new ProofOutcome.Proved(proof, guess.Way, left is null ? keys : keys[1..]) { TakenBack = left };
    }

    /// <summary>The verdict; and whether this attempt is the one after which the contract is locked, the same at its redelivery.</summary>
    private async Task<(AttemptVerdict Verdict, bool Locks)> Reserve(Guess guess, string[] keys)
    {
        DateTimeOffset now = time.GetUtcNow();
        (AttemptVerdict own, bool locks) = await ReserveOwn(guess, keys, now);
        bool isClosed =
            await attempts.Attempts([HourOf("all", now)]) is [AttemptRecord all] && AttemptPolicy.IsLocked(all, now);
        // Once in each hour: whoever attacks must not fill the log.
        if (
            isClosed
            && Interlocked.Exchange(ref hourTold, now.Ticks / TimeSpan.TicksPerHour)
                != now.Ticks / TimeSpan.TicksPerHour
        )
        {
            Log.LockedForAll(log, overAll.MostWrong);
        }

        return (isClosed ? AttemptVerdict.Locked : own, locks);
    }

    private async Task<(AttemptVerdict Verdict, bool Locks)> ReserveOwn(Guess guess, string[] keys, DateTimeOffset now)
    {
        Reservation own = await attempts.Reserve(guess.UpdateId, keys, policy, now);
        bool locks =
            own.After[^1] is { LastVerdict: AttemptVerdict.Allowed } contract && AttemptPolicy.IsLocked(contract, now);
        return (own.Verdict, locks);
    }

    /// <summary>
    /// Whoever is locked already must not lock all others by going on; that is counted elsewhere, for equal work. Who proves
    /// a contract is no guesser, however many do so in an hour.
    /// </summary>
    private async Task CountForAll(Guess guess, AttemptVerdict verdict)
    {
        DateTimeOffset now = time.GetUtcNow();
        string hour = HourOf(verdict == AttemptVerdict.Allowed ? "all" : "locked", now);
        await attempts.Reserve(guess.UpdateId, [hour], overAll, now);
    }

    private string HourOf(string counted, DateTimeOffset now) =>
        hash(string.Create(CultureInfo.InvariantCulture, $"{counted}:{now.UtcDateTime:yyyyMMddHH}"));

    /// <summary>One entry for each refused guess, whatever the reason: what is written tells nobody which it was.</summary>
    private AuditEntry TrailOf(
        Guess guess,
        BillingAnswer<ContractKey> found,
        BillingAnswer<VerifiedContract> answer,
        AttemptVerdict verdict
    ) =>
        new(
            time.GetUtcNow(),
            verdict == AttemptVerdict.Locked ? AuditKind.Locked
                : answer is BillingAnswer<VerifiedContract>.Ambiguous ? AuditKind.Ambiguous
                : AuditKind.Refused
        )
        {
            Chat = guess.Chat,
            ContractKey = found is BillingAnswer<ContractKey>.Found(var key) ? key.Value : null,
            Way = guess.Way,
        };

    /// <summary>
    /// By chat first, for a chat that is locked counts against no contract; and by contract: by its stable key where it was found, so that a login and a number of one contract share
    /// a count; by what was typed otherwise, so that a contract that does not exist locks like one that does.
    /// </summary>
    private string[] Keys(Guess guess, BillingAnswer<ContractKey> found) =>
        [
            hash($"chat:{guess.Chat}"),
            found is BillingAnswer<ContractKey>.Found(ContractKey key)
                ? hash($"contract:{key}")
                : hash($"typed:{guess.Way}:{guess.Asked}"),
        ];

    private void Count(LinkWay way, BillingAnswer<VerifiedContract> answer, AttemptVerdict verdict, bool proved)
    {
        LinkingMeter.Attempted(
            way,
            proved ? "proved"
                : verdict == AttemptVerdict.Locked ? "locked"
                : answer is BillingAnswer<VerifiedContract>.Ambiguous ? "ambiguous"
                : "not_proved"
        );
        if (answer is BillingAnswer<VerifiedContract>.Ambiguous)
        {
            Log.Ambiguous(log, way);
        }
        else if (verdict == AttemptVerdict.Locked)
        {
            Log.Locked(log, way);
        }
    }

    private sealed record Guess(long UpdateId, ChatId Chat, LinkWay Way, string Asked);

    private static partial class Log
    {
        [LoggerMessage(
            4000,
            LogLevel.Warning,
            "Refused: the billing has more than one match for a key that must be unique ({Way})",
            EventName = "ProofAmbiguous"
        )]
        public static partial void Ambiguous(ILogger log, LinkWay way);

        [LoggerMessage(
            4001,
            LogLevel.Information,
            "Refused: locked after too many attempts ({Way})",
            EventName = "ProofLocked"
        )]
        public static partial void Locked(ILogger log, LinkWay way);

        [LoggerMessage(
            4002,
            LogLevel.Warning,
            "{Most} wrong attempts to link within this hour: nobody is linked until the next",
            EventName = "ProofsLockedForAll"
        )]
        public static partial void LockedForAll(ILogger log, int most);
    }
}
