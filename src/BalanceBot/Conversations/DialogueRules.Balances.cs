using static BalanceBot.Conversations.Effect;
using static BalanceBot.Conversations.State;

namespace BalanceBot.Conversations;

/// <summary>
/// The rules of balances: all at once, and whatever is open stays open; or, where the billing tells one only to who signs in,
/// one at a time, for a password.
/// </summary>
internal static partial class DialogueRules
{
    private static readonly Condition BalancesTold = new("linked", f => f is { BalanceBySignIn: false, Links: > 0 });
    private static readonly Condition BalanceOneLinked = new(
        "one linked, and must sign in",
        f => f is { BalanceBySignIn: true, Links: 1 }
    );
    private static readonly Condition BalanceSeveral = new(
        "several linked, and must sign in",
        f => f is { BalanceBySignIn: true, Links: > 1 }
    );
    private static readonly Condition PickedNone = new(
        "nothing linked",
        f => f is { BalanceBySignIn: false, Links: 0 }
    );
    private static readonly Condition PickedKnown = new(
        "contract is linked, and must sign in",
        f => f is { BalanceBySignIn: true, Known: true }
    );
    private static readonly Condition PickedGone = new(
        "contract is not linked",
        f => f is { BalanceBySignIn: true, Known: false }
    );

    private static void Balances(DecisionTable.Row row) =>
        row.Go(Trigger.Start, Idle, BalancesTold, SayBalances)
            .Go(Trigger.Start, Idle, BalanceOneLinked, AskBalance)
            .Go(Trigger.Start, Idle, BalanceSeveral, SayChooseBalance)
            .Stay(Trigger.Balance, NoneLinked, SayNothingLinked)
            .Stay(Trigger.Balance, BalancesTold, SayBalances)
            .Go(Trigger.Balance, Idle, BalanceOneLinked, AskBalance)
            .Stay(Trigger.Balance, BalanceSeveral, SayChooseBalance)
            .Stay(Trigger.PickBalance, PickedNone, SayNothingLinked)
            .Stay(Trigger.PickBalance, BalancesTold, SayBalances)
            .Go(Trigger.PickBalance, Idle, PickedKnown, AskBalance)
            .Stay(Trigger.PickBalance, PickedGone, SayContractGone);
}
