using static BalanceBot.Conversations.Condition;
using static BalanceBot.Conversations.Effect;
using static BalanceBot.Conversations.State;

namespace BalanceBot.Conversations;

/// <summary>The rules of what is kept of a person: shown, and erased after a question.</summary>
internal static partial class DialogueRules
{
    private static void PrivacyWishes(DecisionTable.Row row) =>
        row.Stay(Trigger.Privacy, Always, SayPrivacy)
            .Stay(Trigger.Export, Always, SayExport)
            .Go(Trigger.Forget, ConfirmingForget, Always, SayConfirmForget);

    private static void WhenConfirmingForget(DecisionTable.Row row) =>
        WithoutSecrets(row, SayNothingErased).Ignore(Trigger.Edited).Stay(Trigger.Words, Always, SayConfirmForget);

    /// <summary>Only the question that is open can be answered: an old "yes" must never erase.</summary>
    private static void Forgetting(DecisionTable.Row row, State state)
    {
        if (state == ConfirmingForget)
        {
            row.Go(Trigger.ConfirmForget, Idle, Always, ForgetAll, SayForgotten)
                .Go(Trigger.KeepAll, Idle, Always, SayNothingErased);
        }
        else
        {
            row.Stay(Trigger.ConfirmForget, Always, SayStaleButton).Stay(Trigger.KeepAll, Always, SayStaleButton);
        }
    }
}
