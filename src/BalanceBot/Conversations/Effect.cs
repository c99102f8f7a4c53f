namespace BalanceBot.Conversations;

/// <summary>What a decision asks to be done, in this order: a closed set. The table only names them.</summary>
internal enum Effect
{
    // To the chat's messages.
    DeleteMessage = 1,

    // To what the dialogue remembers.
    KeepWords,
    KeepContract,

    // To the chat's links.
    AddLink,
    RemoveLink,
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

    // Say.
    SayGreeting = 100,
    SayBalances,
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
    SayLinked,
    SayNotProved,
    SayBillingAway,
    SayNothingLinked,
    SayChooseUnlink,
    SayConfirmUnlink,
    SayUnlinked,
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
}
