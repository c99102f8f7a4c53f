namespace BalanceBot.Conversations;

/// <summary>What a decision asks to be done, in this order: a closed set. The table only names them.</summary>
internal enum Effect
{
    // To the chat's messages.
    DeleteMessage = 1,

    // To what the dialogue remembers.
    KeepWords,
    KeepContract,
    KeepInvitation,
    KeepOffer,
    KeepSignIn,

    // To the chat's links.
    AddLink,
    RemoveLink,
    RemoveDevice,
    MarkUnreachable,

    // To everything that is kept of the chat.
    ForgetAll,

    // To what the chat is warned of.
    ChooseWarnings,
    ChooseTyped,
    Snooze,

    // Ask the billing; its answer is the next trigger.
    VerifyDocument,
    VerifyPassword,
    AskBalance,
    AskPromise,

    /// <summary>Asks what the dialogue is about with the password that was typed, once.</summary>
    UsePassword,

    /// <summary>Agreed: the wish is written down first, and only then the billing is asked to take it.</summary>
    TakePromise,

    // Ask the billing what came of what was asked; told when it is known.
    CheckPromises,

    // Ask the store what a token is worth; its answer is the next trigger.
    CheckInvitation,
    CheckInvitationAgain,

    // Say.
    SayGreeting = 100,
    SayBalances,
    SayChooseBalance,
    SayContracts,
    SayHelp,
    SayPrivacy,
    SayExport,
    SayConfirmForget,
    SayForgotten,
    SayNothingErased,
    SayChooseWay,
    SayAskContract,
    SayAskDocument,
    SayAskLogin,
    SayAskPassword,
    SayTooManyContracts,
    SayTooManyChats,
    SayLinked,
    SayNotProved,
    SayBillingAway,
    SayNothingLinked,
    SayChooseUnlink,
    SayConfirmUnlink,
    SayUnlinked,
    SayDevices,
    SayKept,
    SayContractGone,
    SayCancelled,
    SayNothingToCancel,
    SayDialogueEnded,
    SayChoosingEnded,
    SayUnknown,
    SayOnlyText,
    SayForeignIsNoProof,
    SayContactIsNoProof,
    SayEditedIsNoProof,
    SayStaleButton,
    SayWarnings,
    SayChooseQuiet,
    SayChooseZone,
    SayAskQuiet,
    SayQuietUnclear,
    SayAskThreshold,
    SayThresholdBounds,
    SaySnoozed,
    SayConfirmInvitation,
    SayInvitationNotGood,
    SayInvitationDeclined,
    SayPressYesOrNo,
    SayNoHistory,
    SayChooseHistory,
    SayHistory,
    SayPicture,
    SayNoPromises,
    SayChoosePromise,
    SayPromiseOffer,
    SayTold,
    SayPromiseDeclined,
    SayAskSignIn,
    SayNotSignedIn,
    SaySignInEnded,
}
