using BalanceBot.Billing;
using BalanceBot.Linking;
using BalanceBot.Subscribers;

namespace BalanceBot.Conversations;

/// <summary>A promised payment that a person has agreed to: what one turn writes down before the billing is asked.</summary>
internal sealed record PromiseIntent(string ContractKey, AskedPromise Asked)
{
    public PromisedPayment.Offered Terms => new(Asked.Amount, Asked.Price, Asked.Until);
}

/// <summary>What is known of an asked promise: a closed family.</summary>
internal abstract record PromiseFinding
{
    private PromiseFinding() { }

    public sealed record Taken(PromisedPayment.Running Running) : PromiseFinding;

    /// <summary>Not taken, and the billing says why none can be.</summary>
    public sealed record Denied(PromiseDenial Why) : PromiseFinding;

    /// <summary>It has been taken, by all that the billing says, which is only that no other can be.</summary>
    public sealed record TakenItSeems(PromiseDenial Why) : PromiseFinding;

    public sealed record NotTaken : PromiseFinding;

    /// <summary>Another chat of the contract has asked as well: this one gives way.</summary>
    public sealed record GaveWay : PromiseFinding;

    /// <summary>To be looked for again.</summary>
    public sealed record Unknown : PromiseFinding;

    /// <summary>It was looked for long enough.</summary>
    public sealed record NeverKnown : PromiseFinding;
}

/// <summary>
/// The one place that asks a billing to take a promised payment, and the rules by which it is found out what came of it.
/// Nothing is ever asked a second time: an intent is taken once, by the process that wrote it down, right after; whoever
/// finds one written down only looks.
/// </summary>
internal sealed class PromiseDesk(
    IBilling billing,
    Func<string, Task<IReadOnlyList<Subscriber>>> linkedTo,
    Func<DateTimeOffset, string?, int, Task<IReadOnlyList<AuditEntry>>> audit,
    TimeProvider time
)
{
    /// <summary>A process that stood still for longer does not ask any more: somebody may have looked meanwhile.</summary>
    private static readonly TimeSpan AskWithin = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Until then a question may still be on its way within the billing. Longer than <see cref="AskWithin"/> and the longest
    /// Billing:Timeout together.
    /// </summary>
    private static readonly TimeSpan MayArrive = TimeSpan.FromMinutes(2);

    private const int MostLately = 1000;
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Rarer and rarer.</summary>
    public static DateTimeOffset NextLook(AskedPromise asked, DateTimeOffset now)
    {
        TimeSpan pause = (now - asked.At) / 2;
        return now
            + (
                pause < FirstLook ? FirstLook
                : pause > LongestPause ? LongestPause
                : pause
            );
    }

    /// <summary>
    /// Of two chats that write at the same moment at least one sees the other; who sees another gives way, so that at
    /// most one asks the billing. The audit remembers it for those who have unlinked or are forgotten since: the billing
    /// may still be at work on what they asked for.
    /// </summary>
    /// <param name="own">What this chat has written down itself; null: nothing yet.</param>
    public async Task<bool> IsAskedElsewhere(ChatId chat, string contractKey, AskedPromise? own = null)
    {
        if (
            (await linkedTo(contractKey)).Any(other =>
                other.Chat != chat && other.LinkTo(contractKey)?.Promise is not null
            )
        )
        {
            return true;
        }

        IReadOnlyList<AuditEntry> lately = await audit(time.GetUtcNow() - MayArrive, contractKey, MostLately);
        return lately.Any(entry =>
            entry.Kind == AuditKind.PromiseAsked
            && !(entry.Chat == chat && entry.At == own?.At)
            && !lately.Any(later => IsOutcome(later) && later.ChatHash == entry.ChatHash && later.At >= entry.At)
        );
    }

    /// <summary>
    /// Where several have asked at the same moment and the bot died, each finds the one that was taken: the first of them
    /// tells it to the others.
    /// </summary>
    public async Task<bool> IsFirst(ChatId chat, PromiseIntent intent)
    {
        DateTimeOffset at = intent.Asked.At;
        IReadOnlyList<AuditEntry> lately = await audit(at - MayArrive, intent.ContractKey, MostLately);
        return !lately.Any(entry =>
            entry.Kind == AuditKind.PromiseAsked
            && entry.Chat != chat
            && (entry.At < at || (entry.At == at && entry.Chat?.Value < chat.Value))
            && lately
                .Where(later => IsOutcome(later) && later.ChatHash == entry.ChatHash && later.At >= entry.At)
                .MinBy(later => later.At)
                is null
                    or { Kind: AuditKind.PromiseTaken }
        );
    }

    private static bool IsOutcome(AuditEntry entry) =>
        entry.Kind is AuditKind.PromiseTaken or AuditKind.PromiseNotTaken or AuditKind.PromiseUnknown;

    /// <summary>Only right after the intent has been written down, and never again.</summary>
    /// <param name="by">Where the billing takes it only for who signs in.</param>
    public async Task<PromiseFinding> Take(ChatId own, PromiseIntent intent, SignIn? by, CancellationToken stop)
    {
        if (await IsAskedElsewhere(own, intent.ContractKey, intent.Asked))
        {
            return new PromiseFinding.GaveWay();
        }

        stop.ThrowIfCancellationRequested();
        if (time.GetUtcNow() - intent.Asked.At > AskWithin)
        {
            return new PromiseFinding.NotTaken();
        }

        ContractKey contract = new(intent.ContractKey);
        Task<BillingAnswer<PromisedPayment>> asked = by is null
            ? billing.TakePromise(contract, intent.Terms, stop)
            : billing.TakePromise(contract, intent.Terms, by, stop);
        return await asked switch
        {
            BillingAnswer<PromisedPayment>.Found(PromisedPayment.Running running) => new PromiseFinding.Taken(running),
            BillingAnswer<PromisedPayment>.Found(PromisedPayment.Denied(var why)) => new PromiseFinding.Denied(why),
            BillingAnswer<PromisedPayment>.Unavailable => await Look(intent, stop),
            _ => new PromiseFinding.NotTaken(),
        };
    }

    /// <summary>Asks how the contract stands now, without signing in, and never for a promise.</summary>
    public async Task<PromiseFinding> Look(PromiseIntent intent, CancellationToken stop) =>
        FindingOf(
            await billing.Promise(new ContractKey(intent.ContractKey), stop),
            intent.Asked,
            time.GetUtcNow() - intent.Asked.At
        );

    private static PromiseFinding FindingOf(
        BillingAnswer<PromisedPayment> answer,
        AskedPromise asked,
        TimeSpan since
    ) =>
        answer switch
        {
            // A smaller credit is another one, which ran before: beside it this could be had.
            BillingAnswer<PromisedPayment>.Found(PromisedPayment.Running running)
                when !(running.Amount < asked.Amount) => new PromiseFinding.Taken(running),
            // It could be taken when it was asked for: what the billing counts now was taken since then.
            BillingAnswer<PromisedPayment>.Found(
                PromisedPayment.Denied
                (var why and (PromiseDenial.TakenThisMonth or PromiseDenial.PreviousUnpaid))
            ) => new PromiseFinding.TakenItSeems(why),
            _ when since < MayArrive => new PromiseFinding.Unknown(),
            BillingAnswer<PromisedPayment>.Found(PromisedPayment.Denied(var why)) => new PromiseFinding.Denied(why),
            BillingAnswer<PromisedPayment>.Unavailable => since < GiveUpAfter
                ? new PromiseFinding.Unknown()
                : new PromiseFinding.NeverKnown(),
            _ => new PromiseFinding.NotTaken(),
        };
}
