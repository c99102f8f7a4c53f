using static BalanceBot.Conversations.Condition;
using static BalanceBot.Conversations.Effect;
using static BalanceBot.Conversations.State;

namespace BalanceBot.Conversations;

/// <summary>The rules of signing in for one question: the password is awaited, used once, and everything is as it was.</summary>
internal static partial class DialogueRules
{
    private static void SignIns(DecisionTable.Row row, State state)
    {
        if (state == Idle)
        {
            row.Go(Trigger.SignInWanted, AwaitingSignIn, Always, KeepSignIn, SayAskSignIn);
        }
        else
        {
            row.Ignore(Trigger.SignInWanted);
        }

        if (state == AwaitingSignIn)
        {
            row.Go(Trigger.SignInRefused, Idle, Always, SayNotSignedIn).Go(Trigger.SignInUsed, Idle, Always);
        }
        else
        {
            row.Ignore(Trigger.SignInRefused, Trigger.SignInUsed);
        }
    }

    private static void WhenAwaitingSignIn(DecisionTable.Row row) =>
        WithSecrets(row, SaySignInEnded)
            .Stay(Trigger.Words, Always, DeleteMessage, UsePassword)
            .Ignore(Trigger.Proved, Trigger.NotProved, Trigger.BillingAway);
}
