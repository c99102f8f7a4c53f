using BalanceBot.Billing;
using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;

namespace BalanceBot.Conversations;

/// <summary>
/// Promised payments. A turn is one transaction and may be run again, so it never asks the billing to take one: it writes
/// down that it is agreed (<see cref="Intent"/>), in a commit of its own; what came of it is settled by a second run.
/// </summary>
internal sealed partial class Turn
{
    /// <summary>What is to be taken once this turn is written down.</summary>
    public PromiseIntent? Intent { get; private set; }

    private Task AskPromise(Heard heard, Voice voice, CancellationToken stop) =>
        Asked(heard) is { } link ? AskPromise(link, heard, voice, stop) : Task.CompletedTask;

    private async Task AskPromise(Link link, Heard heard, Voice voice, CancellationToken stop) =>
        await Do(await PromiseOf(link, voice, stop) with { Terms = heard.Terms }, voice, stop);

    /// <summary>Only what was agreed to, and only if it still is what can be had.</summary>
    private async Task AgreeToPromise(Heard heard, string? draft, Voice voice, CancellationToken stop)
    {
        Link link = Asked(heard)!;
        Heard now = await PromiseOf(link, voice, stop);
        if (await Agree(link, now, PromiseOffer.Read(draft), voice) is { } told)
        {
            await Do(told with { Terms = heard.Terms }, voice, stop);
        }
    }

    /// <summary>Null: it is agreed, and written down; else what is to be said.</summary>
    private async Task<Heard?> Agree(Link link, Heard now, PromiseOffer? agreed, Voice voice)
    {
        if (
            now.Offer is not { } offer
            || agreed is null
            || (offer.Terms, offer.Currency) != (agreed.Terms, agreed.Currency)
        )
        {
            return now;
        }

        if (await work.Promises.IsAskedElsewhere(session.Chat, link.ContractKey))
        {
            return Told(voice.PromiseElsewhere(link.ContractNumber));
        }

        PromisedPayment.Offered terms = offer.Terms;
        AskedPromise asked = new(work.Now, offer.Currency, terms.Amount, terms.Price, terms.Until);
        Keep(link.ContractKey, asked);
        audit.Add(Entry(AuditKind.PromiseAsked, link.ContractKey) with { At = asked.At });
        Intent = new PromiseIntent(link.ContractKey, asked);
        return null;
    }

    /// <summary>What can be had for a contract, or what has come of what was asked, or that a password is wanted.</summary>
    private async Task<Heard> PromiseOf(Link link, Voice voice, CancellationToken stop)
    {
        if (link is { Promise: { } asked, IsSuspended: false })
        {
            PromiseFinding finding = await work.Promises.Look(new PromiseIntent(link.ContractKey, asked), stop);
            return Told(await Settle(link.ContractKey, finding, voice) ?? voice.PromiseUnsure(link.ContractNumber));
        }

        ContractBalance seen = await See(link, stop);
        if (seen.Answer is not BillingAnswer<ContractSnapshot>.Found(var contract))
        {
            return Told(NotSeen(link, seen, voice));
        }

        return !work.Billing.Abilities.HasFlag(BillingAbilities.PromiseBySignIn)
                ? HeardOf(await work.Billing.Promise(contract.Key, stop), link, contract.Balance.Currency, voice)
            : contract.IsRemembered ? Told(voice.PromiseAway(link))
            : new Heard(Trigger.SignInWanted) { SignIn = new SignInWish(SignInPurpose.Terms, link.ContractKey) };
    }

    private Body.Text NotSeen(Link link, ContractBalance seen, Voice voice) =>
        seen.Answer is BillingAnswer<ContractSnapshot>.Unavailable
            ? voice.PromiseAway(link)
            : voice.Balances([seen], work.Now);

    private Heard HeardOf(BillingAnswer<PromisedPayment> answer, Link link, string currency, Voice voice) =>
        answer switch
        {
            BillingAnswer<PromisedPayment>.Found(PromisedPayment.Offered terms) => new Heard(Trigger.PromiseOffered)
            {
                Offer = new PromiseOffer(link.ContractKey, link.ContractNumber, currency, terms, work.Now),
            },
            BillingAnswer<PromisedPayment>.Found(PromisedPayment.Running running) => Told(
                voice.PromiseRunning(link.ContractNumber, currency, running, work.Now)
            ),
            BillingAnswer<PromisedPayment>.Found(PromisedPayment.Denied(var why)) => Told(
                voice.PromiseDenied(link.ContractNumber, why)
            ),
            BillingAnswer<PromisedPayment>.Found or BillingAnswer<PromisedPayment>.Unavailable => Told(
                voice.PromiseAway(link)
            ),
            _ => Told(
                voice.Balances(
                    [new ContractBalance(link.ContractNumber, new BillingAnswer<ContractSnapshot>.NotFound())],
                    work.Now
                )
            ),
        };

    /// <summary>The second run: what came of an intent, by the process that has asked.</summary>
    public async Task Settle(PromiseIntent intent, PromiseFinding finding, Update update)
    {
        Link? link = subscriber.LinkTo(intent.ContractKey);
        if (link is not null && link.Promise == intent.Asked)
        {
            Voice voice = work.VoiceOf(subscriber, update.From?.LanguageCode ?? session.Language);
            Say(link, await Settle(intent.ContractKey, finding, voice) ?? voice.PromiseUnsure(link.ContractNumber));
        }
        else if (link is null && finding is PromiseFinding.Taken)
        {
            // The contract is not this chat's any more: nothing of it is told here, but to the audit.
            audit.Add(Entry(AuditKind.PromiseTaken, intent.ContractKey));
            await TellOthers(intent, finding);
        }

        session = PromiseRepetition.Read(session.Draft) is null ? session : session with { Draft = null };
        WaitForPromises();
    }

    /// <summary>Nobody waits for an answer: only what is known now is said.</summary>
    private async Task CheckPromises(Voice voice, CancellationToken stop)
    {
        foreach (Link link in subscriber.Links.Where(link => link.Promise is not null).ToArray())
        {
            PromiseFinding finding = await work.Promises.Look(new PromiseIntent(link.ContractKey, link.Promise!), stop);
            Say(link, await Settle(link.ContractKey, finding, voice));
        }
    }

    /// <summary>Of a contract that must be proved again nothing is told.</summary>
    private void Say(Link link, Body.Text? told)
    {
        if (told is not null && !link.IsSuspended)
        {
            messages.Add(Conversation.Message(session.Chat, told));
        }
    }

    /// <summary>Null: still not known.</summary>
    private async Task<Body.Text?> Settle(string contractKey, PromiseFinding finding, Voice voice)
    {
        Link link = subscriber.LinkTo(contractKey)!;
        (AuditKind? kind, Body.Text? told) = finding switch
        {
            PromiseFinding.Taken(var running) => (
                AuditKind.PromiseTaken,
                voice.PromiseTaken(link.ContractNumber, link.Promise!, running, work.Now)
            ),
            PromiseFinding.TakenItSeems(var why) => (
                AuditKind.PromiseTaken,
                voice.PromiseDenied(link.ContractNumber, why)
            ),
            PromiseFinding.Denied(var why) => (
                AuditKind.PromiseNotTaken,
                voice.PromiseDenied(link.ContractNumber, why)
            ),
            PromiseFinding.NotTaken => (AuditKind.PromiseNotTaken, voice.PromiseNotTaken(link)),
            PromiseFinding.GaveWay => (AuditKind.PromiseNotTaken, voice.PromiseElsewhere(link.ContractNumber)),
            PromiseFinding.NeverKnown => (AuditKind.PromiseUnknown, voice.PromiseNeverKnown(link.ContractNumber)),
            _ => ((AuditKind?)null, (Body.Text?)null),
        };
        if (kind is { } known)
        {
            Keep(contractKey, null);
            audit.Add(Entry(known, contractKey));
            await TellOthers(new PromiseIntent(contractKey, link.Promise!), finding);
        }

        return told;
    }

    private void Keep(string contractKey, AskedPromise? asked) =>
        subscriber = subscriber.With(subscriber.LinkTo(contractKey)! with { Promise = asked });

    /// <summary>A chat rests only when nothing asked is unknown: else its session wakes it, in any process.</summary>
    private void WaitForPromises()
    {
        AskedPromise? asked = subscriber.Links.Select(link => link.Promise).OfType<AskedPromise>().MinBy(one => one.At);
        session = (asked, session.State) switch
        {
            (not null, State.Idle) => session with
            {
                State = State.AwaitingPromise,
                EndsAt = PromiseDesk.NextLook(asked, work.Now),
            },
            (null, State.AwaitingPromise) => session with { State = State.Idle, EndsAt = null },
            _ => session,
        };
    }

    private static Heard Told(Body.Text told) => new(Trigger.Told) { Says = told };
}
