namespace BalanceBot.Linking;

/// <summary>
/// Invitations that are open. One is taken by the commit of the turn that links
/// (<c>TurnChanges.Redeemed</c>), and by nothing else: of two that race for it one wins, and a turn that is not committed
/// has not used it up.
/// </summary>
internal interface IInvitationStore
{
    Task Add(Invitation invitation);

    /// <summary>Null: never made, used or forgotten. One whose time is over may still be found.</summary>
    Task<Invitation?> Find(string tokenHash);

    /// <summary>Forgets those whose time was over at <paramref name="now"/>; how many.</summary>
    Task<int> ForgetInvitations(DateTimeOffset now);
}
