using BalanceBot.Billing;
using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Replies;
using BalanceBot.Subscribers;

namespace BalanceBot.Conversations;

/// <summary>
/// Signing in for one question, where the billing tells or gives only to who does. The password goes from the message into
/// the question and nowhere else; it is counted like any guess, before it is tried.
/// </summary>
internal sealed partial class Turn
{
    /// <summary>With <see cref="Intent"/>: who signs in to take it. In memory, for this one turn.</summary>
    public SignIn? By { get; private set; }

    /// <summary>
    /// The update by which a promised payment was asked for has come again, for whoever asked died before its end: its words
    /// are a password that was used, and only what came of it is to be told.
    /// </summary>
    private Heard? Repeated(Update update) =>
        update is Update.Text text && PromiseRepetition.Read(session.Draft) is { } asked && asked.UpdateId == update.Id
            ? new Heard(Trigger.PickPromise)
            {
                Tag = Presses.Tag(asked.ContractKey),
                MessageId = text.MessageId,
                CarriesSecret = true,
            }
            : null;

    private async Task UsePassword(Heard heard, string? draft, Voice voice, CancellationToken stop)
    {
        SignInWish? wish = SignInWish.Read(draft);
        if (wish is null || subscriber.LinkTo(wish.ContractKey) is not { } link)
        {
            await Do(Told(voice.UnlinkTargetGone()), voice, stop);
            return;
        }

        SignIn by = new(heard.Words);
        await (
            wish.Purpose == SignInPurpose.Balance
                ? BalanceBy(by, link, wish, voice, stop)
                : PromiseBy(by, link, wish, voice, stop)
        );
    }

    private async Task PromiseBy(SignIn by, Link link, SignInWish wish, Voice voice, CancellationToken stop)
    {
        if (await TermsBy(by, link, voice, stop) is not { } now)
        {
            await Do(new Heard(Trigger.SignInRefused) { SignIn = wish }, voice, stop);
            return;
        }

        if (wish.Purpose == SignInPurpose.Terms)
        {
            await Do(now, voice, stop);
        }
        else if (await Agree(link, now, wish.Agreed, voice) is { } told)
        {
            await Do(told with { Terms = wish.Agreed?.Tag }, voice, stop);
        }
        else
        {
            await Do(new Heard(Trigger.SignInUsed), voice, stop);
            session = session with { Draft = new PromiseRepetition(updateId ?? 0, link.ContractKey).Draft };
            By = by;
        }
    }

    /// <summary>Null: the password is wrong, or locked.</summary>
    private async Task<Heard?> TermsBy(SignIn by, Link link, Voice voice, CancellationToken stop)
    {
        // Before the password is tried: a billing that is away costs nobody an attempt.
        ContractBalance seen = await See(link, stop);
        if (seen.Answer is not BillingAnswer<ContractSnapshot>.Found(var contract))
        {
            return Told(NotSeen(link, seen, voice));
        }

        if (contract.IsRemembered)
        {
            return Told(voice.PromiseAway(link));
        }

        BillingAnswer<PromisedPayment>? answer = await TriedBy(
            contract.Key,
            by,
            tried => work.Billing.Promise(contract.Key, tried, stop)
        );
        return answer is null ? null : HeardOf(answer, link, contract.Balance.Currency, voice);
    }

    /// <summary>Null: not told, for the password is wrong, or locked.</summary>
    private async Task<BillingAnswer<T>?> TriedBy<T>(
        ContractKey contract,
        SignIn by,
        Func<SignIn, Task<BillingAnswer<T>>> ask
    )
    {
        switch (await work.Linker.SignIn(updateId ?? 0, session.Chat, contract, by, ask))
        {
            case SignInOutcome<T>.Told(var value, var counts):
                signedIn = counts;
                return new BillingAnswer<T>.Found(value);
            case SignInOutcome<T>.NotJudged(var answer, var counts):
                signedIn = counts;
                return answer;
            case SignInOutcome<T>.NotProved(var trail, var locked):
                audit.Add(trail);
                IReadOnlyList<Subscriber> owners = await Devices.Others(work, session.Chat, contract.Value);
                if (locked is { } key)
                {
                    messages.AddRange(
                        Devices.Tell(work, owners, key, (voice, link) => voice.PasswordsLocked(link.ContractNumber))
                    );
                }

                return null;
            default:
                throw new InvalidOperationException("An outcome of no kind.");
        }
    }
}
