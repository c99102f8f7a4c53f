using BalanceBot.Conversations;

namespace BalanceBot.Tests.Conversations;

/// <summary>The rules of the page of warnings and of its two questions, by table.</summary>
public sealed class WarningRulesTests
{
    private static readonly Facts None = new(DocumentWay: true, LoginWay: true);
    private static readonly Facts One = None with { Links = 1 };
    private static readonly State[] Questions = [State.AwaitingQuiet, State.AwaitingThreshold];

    /// <summary>Whatever else is going on, a button of the page does what it says.</summary>
    [Fact]
    public void A_choice_is_made_in_any_state_and_leaves_the_dialogue_as_it_is()
    {
        foreach (State state in Enum.GetValues<State>())
        {
            Decision decision = DecisionTable.Decide(state, Trigger.ChooseWarnings, One);
            Assert.Equal([Effect.ChooseWarnings, Effect.SayWarnings], decision.Effects);
            Assert.Equal((state, false), (decision.Next, decision.Begins));
        }
    }

    [Fact]
    public void A_button_that_answers_the_question_ends_it()
    {
        foreach (State state in Questions)
        {
            Decision decision = DecisionTable.Decide(state, Trigger.ChooseWarnings, One with { Answers = true });
            Assert.Equal([Effect.ChooseWarnings, Effect.SayWarnings], decision.Effects);
            Assert.Equal(State.Idle, decision.Next);
        }
    }

    [Theory]
    [InlineData(Trigger.Warnings)]
    [InlineData(Trigger.ChooseWarnings)]
    [InlineData(Trigger.BackToWarnings)]
    [InlineData(Trigger.AskQuiet)]
    [InlineData(Trigger.AskZone)]
    [InlineData(Trigger.TypeQuiet)]
    internal void Where_nothing_is_linked_nothing_is_chosen(Trigger trigger)
    {
        foreach (State state in Enum.GetValues<State>())
        {
            Decision decision = DecisionTable.Decide(state, trigger, None);
            Assert.Equal([Effect.SayNothingLinked], decision.Effects);
            Assert.Equal(state, decision.Next);
        }
    }

    [Theory]
    [InlineData(Trigger.TypeThreshold)]
    [InlineData(Trigger.Snooze)]
    internal void A_button_of_a_contract_that_was_unlinked_says_so(Trigger trigger) =>
        Assert.Equal([Effect.SayContractGone], DecisionTable.Decide(State.Idle, trigger, One).Effects);

    [Theory]
    [InlineData(true, Effect.SayChooseZone)]
    [InlineData(false, Effect.SayWarnings)]
    internal void Time_zones_are_offered_where_there_are_several(bool zones, Effect expected) =>
        Assert.Equal([expected], DecisionTable.Decide(State.Idle, Trigger.AskZone, One with { Zones = zones }).Effects);

    [Fact]
    public void What_is_typed_is_chosen_and_the_page_shown_or_asked_again()
    {
        Facts linked = One with { Known = true };
        foreach (State state in Questions)
        {
            Decision good = DecisionTable.Decide(state, Trigger.Words, linked with { Plausible = true });
            Decision bad = DecisionTable.Decide(state, Trigger.Words, linked);
            Assert.Equal([Effect.ChooseTyped, Effect.SayWarnings], good.Effects);
            Assert.Equal((State.Idle, state), (good.Next, bad.Next));
            Assert.Equal(
                [state == State.AwaitingQuiet ? Effect.SayQuietUnclear : Effect.SayThresholdBounds],
                bad.Effects
            );
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_sum_for_a_contract_that_was_unlinked_meanwhile_ends_the_question(bool plausible)
    {
        Facts gone = One with { Plausible = plausible };
        Decision decision = DecisionTable.Decide(State.AwaitingThreshold, Trigger.Words, gone);
        Assert.Equal([Effect.SayContractGone], decision.Effects);
        Assert.Equal(State.Idle, decision.Next);
    }

    [Fact]
    public void Times_typed_where_nothing_is_linked_any_more_end_the_question()
    {
        Decision decision = DecisionTable.Decide(State.AwaitingQuiet, Trigger.Words, None with { Plausible = true });
        Assert.Equal([Effect.SayNothingLinked], decision.Effects);
        Assert.Equal(State.Idle, decision.Next);
    }

    [Fact]
    public void The_end_by_time_speaks_of_settings_where_settings_were_asked_for()
    {
        foreach (State state in Enum.GetValues<State>().Where(state => state != State.Idle))
        {
            Assert.Equal(
                [
                    Questions.Contains(state) ? Effect.SayChoosingEnded
                    : state == State.ConfirmingForget ? Effect.SayNothingErased
                    : state == State.ConfirmingPromise ? Effect.SayPromiseDeclined
                    : state == State.AwaitingPromise ? Effect.CheckPromises
                    : state == State.AwaitingSignIn ? Effect.SaySignInEnded
                    : Effect.SayDialogueEnded,
                ],
                DecisionTable.Decide(state, Trigger.TimeUp, One).Effects
            );
        }
    }

    /// <summary>Else a question that is asked anew would end with the time of the first.</summary>
    [Fact]
    public void A_question_asked_anew_begins_anew()
    {
        Facts known = One with { Known = true };
        Decision another = DecisionTable.Decide(State.AwaitingThreshold, Trigger.TypeThreshold, known);
        Assert.Equal((State.AwaitingThreshold, true), (another.Next, another.Begins));
        Assert.True(DecisionTable.Decide(State.AwaitingQuiet, Trigger.TypeQuiet, One).Begins);
        Assert.False(DecisionTable.Decide(State.AwaitingThreshold, Trigger.Words, known).Begins);
    }
}
