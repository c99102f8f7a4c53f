using BalanceBot.Subscribers;

namespace BalanceBot.Linking;

/// <summary>
/// What happened at the door: who came in, who was refused, who opened it for whom. Never what was typed. Append only,
/// until its time is over (<c>Linking:KeepAudit</c>).
/// </summary>
internal sealed record AuditEntry(DateTimeOffset At, AuditKind Kind)
{
    /// <summary>The chat in which it happened; null where none was: an invitation from the desk.</summary>
    public ChatId? Chat { get; init; }

    /// <summary>The billing's key; null where nothing was found for what was typed.</summary>
    public string? ContractKey { get; init; }

    public LinkWay? Way { get; init; }

    /// <summary>
    /// A word that tells entries of one kind apart ("locked until ...", "by the cabinet", "/why"). Names no person and
    /// repeats nothing that was typed.
    /// </summary>
    public string? Detail { get; init; }

    /// <summary>
    /// Keyed hashes of <see cref="Chat"/> and <see cref="ContractKey"/>, given by the store that writes the entry. Once
    /// the person has asked to be forgotten only these are left: entries of one chat can still be told to be of one.
    /// </summary>
    public string? ChatHash { get; init; }

    public string? ContractHash { get; init; }
}

internal enum AuditKind
{
    Linked = 1,
    Unlinked,
    Refused,
    Locked,
    Ambiguous,
    Invited,
    InvitationRefused,
    Suspended,
    VerifiedAgain,
    LinkEnded,
    Forgotten,
    Exported,
    OperatorCommand,
    OperatorRefused,

    /// <summary>A promised payment was agreed to; what came of it is one of the three below, later.</summary>
    PromiseAsked,
    PromiseTaken,
    PromiseNotTaken,
    PromiseUnknown,
}
