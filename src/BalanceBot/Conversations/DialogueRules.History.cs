using static BalanceBot.Conversations.Effect;

namespace BalanceBot.Conversations;

/// <summary>The rules of the history: it is only shown, and leaves whatever is open.</summary>
internal static partial class DialogueRules
{
    private static readonly Condition NoHistory = new("billing tells none", f => !f.History);
    private static readonly Condition HistoryNoneLinked = new("nothing linked", f => f is { History: true, Links: 0 });
    private static readonly Condition HistoryOneLinked = new("one linked", f => f is { History: true, Links: 1 });
    private static readonly Condition HistorySeveral = new("several linked", f => f is { History: true, Links: > 1 });
    private static readonly Condition HistoryKnown = new(
        "contract is linked",
        f => f is { History: true, Known: true }
    );
    private static readonly Condition HistoryGone = new(
        "contract is not linked",
        f => f is { History: true, Known: false }
    );

    private static void Histories(DecisionTable.Row row) =>
        row.Stay(Trigger.History, NoHistory, SayNoHistory)
            .Stay(Trigger.History, HistoryNoneLinked, SayNothingLinked)
            .Stay(Trigger.History, HistoryOneLinked, SayHistory)
            .Stay(Trigger.History, HistorySeveral, SayChooseHistory)
            .Stay(Trigger.PickHistory, NoHistory, SayNoHistory)
            .Stay(Trigger.PickHistory, HistoryKnown, SayHistory)
            .Stay(Trigger.PickHistory, HistoryGone, SayContractGone)
            .Stay(Trigger.DrawHistory, NoHistory, SayNoHistory)
            .Stay(Trigger.DrawHistory, HistoryKnown, SayPicture)
            .Stay(Trigger.DrawHistory, HistoryGone, SayContractGone);
}
