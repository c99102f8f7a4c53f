using static BalanceBot.Conversations.Condition;
using static BalanceBot.Conversations.Effect;
using static BalanceBot.Conversations.State;

namespace BalanceBot.Conversations;

/// <summary>The rules of one-time links: a token is looked at, then the person is asked, and only yes links.</summary>
internal static partial class DialogueRules
{
    private static readonly Condition Asked = new("as asked", f => f.Asked);
    private static readonly Condition NewHere = new("not linked, has room", f => f is { Known: false, Full: false });
    private static readonly Condition NewButFull = new("not linked, is full", f => f is { Known: false, Full: true });

    private static void Invitations(DecisionTable.Row row, State state)
    {
        // As any /start it leaves whatever was open; what the token is worth comes as the next trigger.
        row.Go(Trigger.Redeem, Idle, Always, CheckInvitation);
        switch (state)
        {
            case Idle:
                row.Stay(Trigger.Crowded, Always, SayTooManyChats)
                    .Go(Trigger.InvitationGood, ConfirmingInvitation, NewHere, KeepInvitation, SayConfirmInvitation)
                    .Stay(Trigger.InvitationGood, NewButFull, SayTooManyContracts)
                    .Stay(Trigger.InvitationGood, Known, SayLinked)
                    .Stay(Trigger.InvitationNotGood, Always, SayInvitationNotGood);
                break;
            case ConfirmingInvitation:
                row.Go(Trigger.Crowded, Idle, Always, SayTooManyChats)
                    .Go(Trigger.InvitationGood, Idle, NewHere, AddLink, SayLinked)
                    .Go(Trigger.InvitationGood, Idle, NewButFull, SayTooManyContracts)
                    .Go(Trigger.InvitationGood, Idle, Known, SayLinked)
                    .Go(Trigger.InvitationNotGood, Idle, Always, SayInvitationNotGood);
                break;
            default:
                row.Ignore(Trigger.InvitationGood, Trigger.InvitationNotGood);
                if (state is not (AwaitingDocument or AwaitingPassword))
                {
                    row.Ignore(Trigger.Crowded);
                }

                break;
        }

        InvitationButtons(row, state);
    }

    /// <summary>Only the question that is open can be answered with yes or no.</summary>
    private static void InvitationButtons(DecisionTable.Row row, State state)
    {
        if (state == ConfirmingInvitation)
        {
            row.Stay(Trigger.AcceptInvitation, Asked, CheckInvitationAgain)
                .Stay(Trigger.AcceptInvitation, NotAsked, SayStaleButton)
                .Go(Trigger.DeclineInvitation, Idle, Always, SayInvitationDeclined);
        }
        else
        {
            row.Stay(Trigger.AcceptInvitation, Always, SayStaleButton)
                .Stay(Trigger.DeclineInvitation, Always, SayStaleButton);
        }
    }
}
