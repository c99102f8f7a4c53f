using static BalanceBot.Conversations.Effect;
using static BalanceBot.Conversations.State;

namespace BalanceBot.Conversations;

/// <summary>The rules of the page of warnings, and of the two questions that it may ask.</summary>
internal static partial class DialogueRules
{
    private static readonly Condition LinkedAnswers = new(
        "answers the question",
        f => f is { Links: > 0, Answers: true }
    );
    private static readonly Condition LinkedNoAnswer = new(
        "is no answer to the question",
        f => f is { Links: > 0, Answers: false }
    );
    private static readonly Condition LinkedZones = new("several time zones", f => f is { Links: > 0, Zones: true });
    private static readonly Condition LinkedNoZones = new("one time zone", f => f is { Links: > 0, Zones: false });
    private static readonly Condition LinkedPlausible = new(
        "linked, can be times",
        f => f is { Links: > 0, Plausible: true }
    );
    private static readonly Condition LinkedImplausible = new(
        "linked, cannot be times",
        f => f is { Links: > 0, Plausible: false }
    );
    private static readonly Condition KnownPlausible = new("can be a sum", f => f is { Known: true, Plausible: true });
    private static readonly Condition KnownImplausible = new(
        "cannot be a sum",
        f => f is { Known: true, Plausible: false }
    );

    private static void WarningButtons(DecisionTable.Row row, State state)
    {
        row.Stay(Trigger.BackToWarnings, Linked, SayWarnings)
            .Stay(Trigger.BackToWarnings, NoneLinked, SayNothingLinked)
            .Stay(Trigger.AskQuiet, Linked, SayChooseQuiet)
            .Stay(Trigger.AskQuiet, NoneLinked, SayNothingLinked)
            .Stay(Trigger.AskZone, LinkedZones, SayChooseZone)
            .Stay(Trigger.AskZone, LinkedNoZones, SayWarnings)
            .Stay(Trigger.AskZone, NoneLinked, SayNothingLinked)
            .Go(Trigger.TypeQuiet, AwaitingQuiet, Linked, SayAskQuiet)
            .Stay(Trigger.TypeQuiet, NoneLinked, SayNothingLinked)
            .Go(Trigger.TypeThreshold, AwaitingThreshold, Known, KeepContract, SayAskThreshold)
            .Stay(Trigger.TypeThreshold, Gone, SayContractGone)
            .Stay(Trigger.Snooze, Known, Effect.Snooze, SaySnoozed)
            .Stay(Trigger.Snooze, Gone, SayContractGone);
        ChoosingByButton(row, state);
    }

    private static void WhenAwaitingQuiet(DecisionTable.Row row) =>
        Choosing(row)
            .Go(Trigger.Words, Idle, LinkedPlausible, ChooseTyped, SayWarnings)
            .Stay(Trigger.Words, LinkedImplausible, SayQuietUnclear)
            .Go(Trigger.Words, Idle, NoneLinked, SayNothingLinked);

    private static void WhenAwaitingThreshold(DecisionTable.Row row) =>
        Choosing(row)
            .Go(Trigger.Words, Idle, KnownPlausible, ChooseTyped, SayWarnings)
            .Stay(Trigger.Words, KnownImplausible, SayThresholdBounds)
            .Go(Trigger.Words, Idle, Gone, SayContractGone);

    /// <summary>What is typed here is a time or a sum, and stays in the chat.</summary>
    private static DecisionTable.Row Choosing(DecisionTable.Row row) =>
        WithoutSecrets(row, SayChoosingEnded).Ignore(Trigger.Edited);

    /// <summary>A button may be the answer to a question that asks for words: "none" to "which sum?".</summary>
    private static void ChoosingByButton(DecisionTable.Row row, State state)
    {
        row.Stay(Trigger.ChooseWarnings, NoneLinked, SayNothingLinked);
        if (state is AwaitingQuiet or AwaitingThreshold)
        {
            row.Go(Trigger.ChooseWarnings, Idle, LinkedAnswers, Effect.ChooseWarnings, SayWarnings)
                .Stay(Trigger.ChooseWarnings, LinkedNoAnswer, Effect.ChooseWarnings, SayWarnings);
        }
        else
        {
            row.Stay(Trigger.ChooseWarnings, Linked, Effect.ChooseWarnings, SayWarnings);
        }
    }
}
