using static BalanceBot.Conversations.Condition;
using static BalanceBot.Conversations.Effect;
using static BalanceBot.Conversations.State;

namespace BalanceBot.Conversations;

/// <summary>The rules of the dialogue: what a person can do in each state.</summary>
internal static partial class DialogueRules
{
    private static readonly Condition NoneLinked = new("nothing linked", f => f.Links == 0);
    private static readonly Condition OneLinked = new("one linked", f => f.Links == 1);
    private static readonly Condition SeveralLinked = new("several linked", f => f.Links > 1);
    private static readonly Condition Linked = new("linked", f => f.Links > 0);
    private static readonly Condition Full = new("chat is full", f => f.Full);
    private static readonly Condition BothWays = new(
        "both ways",
        f => !f.Full && f is { DocumentWay: true, LoginWay: true }
    );
    private static readonly Condition OnlyDocument = new(
        "only by document",
        f => !f.Full && f is { DocumentWay: true, LoginWay: false }
    );
    private static readonly Condition OnlyLogin = new(
        "only by login",
        f => !f.Full && f is { DocumentWay: false, LoginWay: true }
    );
    private static readonly Condition DocumentOn = new("way is on", f => !f.Full && f.DocumentWay);
    private static readonly Condition LoginOn = new("way is on", f => !f.Full && f.LoginWay);
    private static readonly Condition DocumentOff = new("way is off", f => !f.Full && !f.DocumentWay);
    private static readonly Condition LoginOff = new("way is off", f => !f.Full && !f.LoginWay);
    private static readonly Condition Known = new("contract is linked", f => f.Known);
    private static readonly Condition Gone = new("contract is not linked", f => !f.Known);
    private static readonly Condition AskedKnown = new("as asked", f => f is { Asked: true, Known: true });
    private static readonly Condition AskedGone = new("as asked, but gone", f => f is { Asked: true, Known: false });
    private static readonly Condition NotAsked = new("not as asked", f => !f.Asked);
    private static readonly Condition Plausible = new("can be one", f => f.Plausible);
    private static readonly Condition Implausible = new("cannot be one", f => !f.Plausible);

    public static void Write(DecisionTable.Row row, State state)
    {
        Wishes(row);
        PrivacyWishes(row);
        Balances(row);
        Buttons(row);
        WarningButtons(row, state);
        Histories(row);
        Promises(row, state);
        SignIns(row, state);
        row.Go(Trigger.Blocked, Idle, Always, MarkUnreachable).Ignore(Trigger.Returned);
        switch (state)
        {
            case Idle:
                WhenIdle(row).Ignore(Trigger.TimeUp);
                break;
            case AwaitingPromise:
                WhenIdle(row).Go(Trigger.TimeUp, Idle, Always, CheckPromises);
                break;
            case ChoosingWay:
                WithoutSecrets(row).Ignore(Trigger.Edited).Stay(Trigger.Words, Always, SayChooseWay);
                break;
            case AwaitingContract:
                WithoutSecrets(row)
                    .Stay(Trigger.Edited, Always, SayEditedIsNoProof)
                    .Go(Trigger.Words, AwaitingDocument, Plausible, KeepWords, SayAskDocument)
                    .Stay(Trigger.Words, Implausible, SayAskContract);
                break;
            case AwaitingDocument:
                WithSecrets(row).Stay(Trigger.Words, Always, DeleteMessage, VerifyDocument);
                Verdicts(row);
                break;
            case AwaitingLogin:
                WithSecrets(row)
                    .Go(Trigger.Words, AwaitingPassword, Plausible, DeleteMessage, KeepWords, SayAskPassword)
                    .Stay(Trigger.Words, Implausible, DeleteMessage, SayAskLogin)
                    .Ignore(Trigger.Proved, Trigger.NotProved, Trigger.BillingAway);
                break;
            case AwaitingPassword:
                WithSecrets(row).Stay(Trigger.Words, Always, DeleteMessage, VerifyPassword);
                Verdicts(row);
                break;
            case ChoosingUnlink:
                WithoutSecrets(row).Ignore(Trigger.Edited).Stay(Trigger.Words, Always, SayChooseUnlink);
                break;
            case ConfirmingUnlink:
                WithoutSecrets(row).Ignore(Trigger.Edited).Stay(Trigger.Words, Always, SayConfirmUnlink);
                break;
            case ConfirmingInvitation:
                WithoutSecrets(row).Ignore(Trigger.Edited).Stay(Trigger.Words, Always, SayPressYesOrNo);
                break;
            case AwaitingQuiet:
                WhenAwaitingQuiet(row);
                break;
            case AwaitingThreshold:
                WhenAwaitingThreshold(row);
                break;
            case ConfirmingForget:
                WhenConfirmingForget(row);
                break;
            case ConfirmingPromise:
                WhenConfirmingPromise(row);
                break;
            case AwaitingSignIn:
                WhenAwaitingSignIn(row);
                break;
        }

        Unlinking(row, state);
        Invitations(row, state);
        Forgetting(row, state);
    }

    /// <summary>A command is obeyed in any state; one that only shows something leaves the dialogue open.</summary>
    private static void Wishes(DecisionTable.Row row) =>
        row.Go(Trigger.Start, Idle, NoneLinked, SayGreeting)
            .Go(Trigger.Link, Idle, Full, SayTooManyContracts)
            .Go(Trigger.Link, ChoosingWay, BothWays, SayChooseWay)
            .Go(Trigger.Link, AwaitingContract, OnlyDocument, SayAskContract)
            .Go(Trigger.Link, AwaitingLogin, OnlyLogin, SayAskLogin)
            .Stay(Trigger.Contracts, NoneLinked, SayNothingLinked)
            .Stay(Trigger.Contracts, Linked, SayContracts)
            .Stay(Trigger.Warnings, NoneLinked, SayNothingLinked)
            .Stay(Trigger.Warnings, Linked, SayWarnings)
            .Go(Trigger.Unlink, Idle, NoneLinked, SayNothingLinked)
            .Go(Trigger.Unlink, ConfirmingUnlink, OneLinked, KeepContract, SayConfirmUnlink)
            .Go(Trigger.Unlink, ChoosingUnlink, SeveralLinked, SayChooseUnlink)
            .Stay(Trigger.Devices, NoneLinked, SayNothingLinked)
            .Stay(Trigger.Devices, Linked, SayDevices)
            .Stay(Trigger.Help, Always, SayHelp);

    /// <summary>A button keeps its meaning as long as what it names is there, whatever was said since.</summary>
    private static void Buttons(DecisionTable.Row row) =>
        row.Go(Trigger.ChooseDocument, AwaitingContract, DocumentOn, SayAskContract)
            .Go(Trigger.ChooseDocument, Idle, Full, SayTooManyContracts)
            .Stay(Trigger.ChooseDocument, DocumentOff, SayStaleButton)
            .Go(Trigger.ChooseLogin, AwaitingLogin, LoginOn, SayAskLogin)
            .Go(Trigger.ChooseLogin, Idle, Full, SayTooManyContracts)
            .Stay(Trigger.ChooseLogin, LoginOff, SayStaleButton)
            .Go(Trigger.PickContract, ConfirmingUnlink, Known, KeepContract, SayConfirmUnlink)
            .Stay(Trigger.PickContract, Gone, SayContractGone)
            .Stay(Trigger.UnlinkDevice, Known, RemoveDevice, SayDevices)
            .Stay(Trigger.UnlinkDevice, Gone, SayContractGone)
            .Stay(Trigger.StalePress, Always, SayStaleButton);

    /// <summary>Only the question that is open can be answered with yes or no.</summary>
    private static void Unlinking(DecisionTable.Row row, State state)
    {
        if (state == ConfirmingUnlink)
        {
            row.Go(Trigger.ConfirmUnlink, Idle, AskedKnown, RemoveLink, SayUnlinked)
                .Go(Trigger.ConfirmUnlink, Idle, AskedGone, SayContractGone)
                .Stay(Trigger.ConfirmUnlink, NotAsked, SayStaleButton)
                .Go(Trigger.KeepLink, Idle, Always, SayKept);
        }
        else
        {
            row.Stay(Trigger.ConfirmUnlink, Always, SayStaleButton).Stay(Trigger.KeepLink, Always, SayStaleButton);
        }
    }

    private static DecisionTable.Row WhenIdle(DecisionTable.Row row) =>
        row.Stay(Trigger.Cancel, Always, SayNothingToCancel)
            .Stay(Trigger.Words, Always, SayUnknown)
            .Stay(Trigger.ForeignWords, Always, SayUnknown)
            .Stay(Trigger.Contact, Always, SayContactIsNoProof)
            .Stay(Trigger.OtherKind, Always, SayOnlyText)
            .Ignore(Trigger.Edited, Trigger.Proved, Trigger.NotProved, Trigger.BillingAway);

    private static DecisionTable.Row WithoutSecrets(DecisionTable.Row row, Effect sayEnded = SayDialogueEnded) =>
        Endings(row, sayEnded)
            .Stay(Trigger.ForeignWords, Always, SayForeignIsNoProof)
            .Stay(Trigger.Contact, Always, SayContactIsNoProof)
            .Stay(Trigger.OtherKind, Always, SayOnlyText)
            .Ignore(Trigger.Proved, Trigger.NotProved, Trigger.BillingAway);

    /// <summary>While a login, document or password is awaited, whatever comes may carry one: it goes from the chat.</summary>
    private static DecisionTable.Row WithSecrets(DecisionTable.Row row, Effect sayEnded = SayDialogueEnded) =>
        Endings(row, sayEnded)
            .Stay(Trigger.ForeignWords, Always, DeleteMessage, SayForeignIsNoProof)
            .Stay(Trigger.Contact, Always, DeleteMessage, SayContactIsNoProof)
            .Stay(Trigger.OtherKind, Always, DeleteMessage, SayOnlyText)
            .Stay(Trigger.Edited, Always, DeleteMessage, SayEditedIsNoProof);

    private static DecisionTable.Row Endings(DecisionTable.Row row, Effect sayEnded = SayDialogueEnded) =>
        row.Go(Trigger.Cancel, Idle, Always, SayCancelled).Go(Trigger.TimeUp, Idle, Always, sayEnded);

    private static void Verdicts(DecisionTable.Row row) =>
        row.Go(Trigger.Proved, Idle, Always, AddLink, SayLinked)
            .Go(Trigger.Crowded, Idle, Always, SayTooManyChats)
            .Go(Trigger.NotProved, Idle, Always, SayNotProved)
            .Go(Trigger.BillingAway, Idle, Always, SayBillingAway);
}
