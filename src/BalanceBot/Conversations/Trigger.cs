namespace BalanceBot.Conversations;

/// <summary>What can happen to a dialogue.</summary>
internal enum Trigger
{
    // A person wishes.
    Start = 1,
    Link,
    Balance,
    Contracts,
    Warnings,
    Unlink,
    Devices,
    History,
    Promise,
    Help,
    Privacy,
    Export,
    Forget,
    Cancel,

    /// <summary>/start with a one-time token behind it.</summary>
    Redeem,

    // A person presses a button.
    ChooseDocument,
    ChooseLogin,
    PickContract,
    ConfirmUnlink,
    KeepLink,
    UnlinkDevice,
    AcceptInvitation,
    DeclineInvitation,
    ConfirmForget,
    KeepAll,
    ChooseWarnings,
    BackToWarnings,
    AskQuiet,
    AskZone,
    TypeQuiet,
    TypeThreshold,
    Snooze,
    PickHistory,
    DrawHistory,
    PickBalance,
    PickPromise,
    ConfirmPromise,
    DeclinePromise,
    StalePress,

    // A person writes something else.
    Words,
    ForeignWords,
    Contact,
    OtherKind,
    Edited,

    // The billing has answered.
    Proved,
    NotProved,
    Crowded,
    BillingAway,
    PromiseOffered,

    /// <summary>What has come of a question is ready to be said.</summary>
    Told,

    /// <summary>It tells or gives only to who signs in.</summary>
    SignInWanted,
    SignInRefused,

    /// <summary>What was agreed to is written down: nothing is awaited any more.</summary>
    SignInUsed,

    // The store has answered what a token is worth.
    InvitationGood,
    InvitationNotGood,

    // Neither.
    TimeUp,
    Blocked,
    Returned,
}

/// <summary>What a decision may depend on beside state and trigger.</summary>
internal readonly record struct Facts(bool DocumentWay, bool LoginWay)
{
    /// <summary>How many contracts the chat is linked to.</summary>
    public int Links { get; init; }

    /// <summary>No further contract may be linked to this chat.</summary>
    public bool Full { get; init; }

    /// <summary>The contract that is spoken of, by the invitation, the pressed button or else the dialogue, is linked to this chat.</summary>
    public bool Known { get; init; }

    /// <summary>The pressed button names the contract that the dialogue asked about.</summary>
    public bool Asked { get; init; }

    /// <summary>The pressed button answers the question that the dialogue asked.</summary>
    public bool Answers { get; init; }

    /// <summary>The billing tells payments or charges.</summary>
    public bool History { get; init; }

    /// <summary>The billing takes promised payments.</summary>
    public bool Promises { get; init; }

    /// <summary>It takes them, and tells their terms, only for who signs in.</summary>
    public bool PromisesBySignIn { get; init; }

    /// <summary>The billing tells a balance only to who signs in.</summary>
    public bool BalanceBySignIn { get; init; }

    /// <summary>The password that is awaited is for a balance.</summary>
    public bool ForBalance { get; init; }

    /// <summary>The pressed button names the terms that the dialogue asked about.</summary>
    public bool Agreed { get; init; }

    /// <summary>There are time zones to choose from.</summary>
    public bool Zones { get; init; }

    /// <summary>The words can be a contract number, a login, times or a sum at all.</summary>
    public bool Plausible { get; init; }
}
