using BalanceBot.Subscribers;

namespace BalanceBot.Conversations;

/// <summary>Where the dialogue of a chat stands.</summary>
/// <param name="Draft">
/// What the dialogue must remember: a contract number or login typed one step before its proof, or the hash of a one-time
/// token, or the terms of a promised payment, or what a password is awaited for. Never a document, a password or the token. The store seals it, for a person may type anything anywhere.
/// </param>
/// <param name="EndsAt">When the dialogue ends by itself; null when none is open.</param>
internal sealed record Session(ChatId Chat, State State, string? Draft, DateTimeOffset? EndsAt)
{
    public const int CurrentSchema = 1;

    /// <summary>The store's count of writes, 0 before the first; a commit over another version is refused.</summary>
    public long RowVersion { get; init; }

    /// <summary>The language of the person when the dialogue opened: its end by time-out is told in it.</summary>
    public string? Language { get; init; }

    public static Session New(ChatId chat) => new(chat, State.Idle, null, null);
}

/// <summary>Numbers are stored: never change one.</summary>
internal enum State
{
    Idle = 0,
    ChoosingWay = 1,
    AwaitingContract = 2,
    AwaitingDocument = 3,
    AwaitingLogin = 4,
    AwaitingPassword = 5,
    ChoosingUnlink = 6,
    ConfirmingUnlink = 7,
    AwaitingQuiet = 8,
    AwaitingThreshold = 9,
    ConfirmingInvitation = 10,
    ConfirmingForget = 20,
    ConfirmingPromise = 21,

    /// <summary>
    /// As <see cref="Idle"/>, but an asked promise's outcome is not known yet: when its time is up, it is looked for.
    /// </summary>
    AwaitingPromise = 22,

    /// <summary>The password of the web cabinet is awaited, for one question (<see cref="SignInWish"/>).</summary>
    AwaitingSignIn = 23,
}
