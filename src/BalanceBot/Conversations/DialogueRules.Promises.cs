using static BalanceBot.Conversations.Condition;
using static BalanceBot.Conversations.Effect;
using static BalanceBot.Conversations.State;

namespace BalanceBot.Conversations;

/// <summary>The rules of promised payments: terms are told, then the person is asked, and only yes to these terms takes one.</summary>
internal static partial class DialogueRules
{
    private static readonly Condition NoPromises = new("billing takes none", f => !f.Promises);
    private static readonly Condition PromiseNoneLinked = new("nothing linked", f => f is { Promises: true, Links: 0 });
    private static readonly Condition PromiseOneLinked = new("one linked", f => f is { Promises: true, Links: 1 });
    private static readonly Condition PromiseSeveral = new("several linked", f => f is { Promises: true, Links: > 1 });
    private static readonly Condition PromiseKnown = new(
        "contract is linked",
        f => f is { Promises: true, Known: true }
    );
    private static readonly Condition PromiseGone = new(
        "contract is not linked",
        f => f is { Promises: true, Known: false }
    );
    private static readonly Condition Agreed = new(
        "agrees to what was asked",
        f => f is { Promises: true, Known: true, Agreed: true, PromisesBySignIn: false }
    );
    private static readonly Condition AgreedBySignIn = new(
        "agrees to what was asked, and must sign in",
        f => f is { Promises: true, Known: true, Agreed: true, PromisesBySignIn: true }
    );
    private static readonly Condition AgreedAgain = new(
        "agrees once more",
        f => f is { Promises: true, Known: true, Agreed: true }
    );
    private static readonly Condition NotAgreed = new(
        "agrees to other terms",
        f => f is { Promises: true, Known: true, Agreed: false }
    );

    private static readonly Condition ForPromise = new("password is for a promise", f => !f.ForBalance);
    private static readonly Condition ForBalance = new("password is for a balance", f => f.ForBalance);

    private static void Promises(DecisionTable.Row row, State state)
    {
        row.Stay(Trigger.Promise, NoPromises, SayNoPromises)
            .Stay(Trigger.Promise, PromiseNoneLinked, SayNothingLinked)
            .Go(Trigger.Promise, Idle, PromiseOneLinked, AskPromise)
            .Stay(Trigger.Promise, PromiseSeveral, SayChoosePromise)
            .Stay(Trigger.PickPromise, NoPromises, SayNoPromises)
            .Go(Trigger.PickPromise, Idle, PromiseKnown, AskPromise)
            .Stay(Trigger.PickPromise, PromiseGone, SayContractGone)
            .Stay(Trigger.ConfirmPromise, NoPromises, SayNoPromises)
            .Stay(Trigger.ConfirmPromise, PromiseGone, SayContractGone);
        PromiseAnswers(row, state);
        PromiseButtons(row, state);
    }

    /// <summary>Whatever was open has been left when the billing is asked, but for a password that it was asked with.</summary>
    private static void PromiseAnswers(DecisionTable.Row row, State state)
    {
        if (state is Idle or AwaitingSignIn)
        {
            row.Go(Trigger.PromiseOffered, ConfirmingPromise, Always, KeepOffer, SayPromiseOffer)
                .Go(Trigger.Told, Idle, Always, SayTold);
        }
        else
        {
            row.Ignore(Trigger.PromiseOffered, Trigger.Told);
        }
    }

    /// <summary>An old "yes", or one to other terms, takes nothing: what can be had now is asked anew.</summary>
    private static void PromiseButtons(DecisionTable.Row row, State state)
    {
        if (state == ConfirmingPromise)
        {
            row.Go(Trigger.ConfirmPromise, Idle, Agreed, TakePromise)
                .Go(Trigger.ConfirmPromise, AwaitingSignIn, AgreedBySignIn, KeepSignIn, SayAskSignIn)
                .Go(Trigger.ConfirmPromise, Idle, NotAgreed, AskPromise)
                .Go(Trigger.DeclinePromise, Idle, Always, SayPromiseDeclined);
        }
        else if (state == AwaitingSignIn)
        {
            // A double tap is one yes: the password is still awaited.
            row.Stay(Trigger.ConfirmPromise, AgreedAgain, SayAskSignIn)
                .Go(Trigger.ConfirmPromise, Idle, NotAgreed, AskPromise)
                .Go(Trigger.DeclinePromise, Idle, ForPromise, SayPromiseDeclined)
                .Stay(Trigger.DeclinePromise, ForBalance, SayStaleButton);
        }
        else
        {
            row.Go(Trigger.ConfirmPromise, Idle, PromiseKnown, AskPromise)
                .Stay(Trigger.DeclinePromise, Always, SayStaleButton);
        }
    }

    private static void WhenConfirmingPromise(DecisionTable.Row row) =>
        WithoutSecrets(row, SayPromiseDeclined).Ignore(Trigger.Edited).Stay(Trigger.Words, Always, SayPressYesOrNo);
}
