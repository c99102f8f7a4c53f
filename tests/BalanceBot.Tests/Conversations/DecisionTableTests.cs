using BalanceBot.Conversations;
using CsCheck;

namespace BalanceBot.Tests.Conversations;

public sealed class DecisionTableTests
{
    private static readonly Facts BothWays = new(DocumentWay: true, LoginWay: true);

    private static readonly Gen<Facts> AnyFacts = Gen.Select(
        Gen.Int[1, 3],
        Gen.Int[0, 3],
        Gen.Int[0, 4095],
        (ways, links, facts) =>
            new Facts((ways & 1) != 0, (ways & 2) != 0)
            {
                Links = links,
                Full = (facts & 1) != 0,
                Known = (facts & 2) != 0,
                Asked = (facts & 4) != 0,
                Plausible = (facts & 8) != 0,
                Answers = (facts & 16) != 0,
                Zones = (facts & 32) != 0,
                Promises = (facts & 64) != 0,
                Agreed = (facts & 128) != 0,
                History = (facts & 256) != 0,
                PromisesBySignIn = (facts & 512) != 0,
                BalanceBySignIn = (facts & 1024) != 0,
                ForBalance = (facts & 2048) != 0,
            }
    );

    /// <summary>Stateless throws for a trigger without a rule, and for two rules that both hold.</summary>
    [Fact]
    public void Every_state_has_exactly_one_rule_for_every_trigger_whatever_the_facts()
    {
        foreach (State state in Enum.GetValues<State>())
        {
            foreach (Trigger trigger in Enum.GetValues<Trigger>())
            {
                AnyFacts.Sample(
                    facts => Assert.True(Enum.IsDefined(DecisionTable.Decide(state, trigger, facts).Next)),
                    iter: 200
                );
            }
        }
    }

    /// <summary>Asked twice: once it is decided, once it is remembered.</summary>
    [Fact]
    public void A_decision_that_is_remembered_is_that_of_the_machine()
    {
        Gen.Select(Gen.Enum<State>(), Gen.Enum<Trigger>(), AnyFacts)
            .Sample(
                (state, trigger, facts) =>
                {
                    Decision machine = DecisionTable.DecideAnew(state, trigger, facts);
                    Decision[] both =
                    [
                        DecisionTable.Decide(state, trigger, facts),
                        DecisionTable.Decide(state, trigger, facts),
                    ];
                    Assert.All(
                        both,
                        said =>
                        {
                            Assert.Equal((machine.Next, machine.Begins), (said.Next, said.Begins));
                            Assert.Equal(machine.Effects, said.Effects);
                        }
                    );
                },
                iter: 3000
            );
    }

    [Fact]
    public void Nothing_a_person_does_is_met_with_silence_but_an_edit_of_something_harmless()
    {
        foreach (State state in Enum.GetValues<State>())
        {
            foreach (
                Trigger trigger in Enum.GetValues<Trigger>().Where(t => t is < Trigger.Proved and not Trigger.Edited)
            )
            {
                AnyFacts.Sample(
                    facts =>
                        Assert.Contains(
                            DecisionTable.Decide(state, trigger, facts).Effects,
                            e =>
                                e >= Effect.SayGreeting
                                || e
                                    is Effect.VerifyDocument
                                        or Effect.VerifyPassword
                                        or Effect.UsePassword
                                        or Effect.CheckInvitation
                                        or Effect.CheckInvitationAgain
                                        or Effect.AskBalance
                                        or Effect.AskPromise
                                        or Effect.TakePromise
                        ),
                    iter: 100
                );
            }
        }
    }

    [Fact]
    public void Whatever_may_carry_a_secret_is_deleted_before_anything_else()
    {
        State[] secret = [State.AwaitingDocument, State.AwaitingLogin, State.AwaitingPassword, State.AwaitingSignIn];
        Trigger[] carriers = [Trigger.Words, Trigger.ForeignWords, Trigger.Contact, Trigger.OtherKind, Trigger.Edited];
        foreach ((State state, Trigger trigger) in secret.SelectMany(s => carriers.Select(c => (s, c))))
        {
            AnyFacts.Sample(
                facts => Assert.Equal(Effect.DeleteMessage, DecisionTable.Decide(state, trigger, facts).Effects[0]),
                iter: 50
            );
        }
    }

    [Fact]
    public void Cancel_and_the_end_of_its_time_leave_every_dialogue()
    {
        foreach (State state in Enum.GetValues<State>())
        {
            // Whoever waits for what came of a promise has no dialogue open.
            State cancelled = state == State.AwaitingPromise ? state : State.Idle;
            Assert.Equal(cancelled, DecisionTable.Decide(state, Trigger.Cancel, BothWays).Next);
            Assert.Equal(State.Idle, DecisionTable.Decide(state, Trigger.TimeUp, BothWays).Next);
        }
    }

    [Fact]
    public void A_link_is_added_only_by_a_proof_that_was_waited_for()
    {
        foreach (State state in Enum.GetValues<State>())
        {
            foreach (Trigger trigger in Enum.GetValues<Trigger>())
            {
                bool waitedFor = state is State.AwaitingDocument or State.AwaitingPassword && trigger == Trigger.Proved;
                bool saidYes = state == State.ConfirmingInvitation && trigger == Trigger.InvitationGood;
                AnyFacts.Sample(
                    facts =>
                        Assert.Equal(
                            waitedFor || (saidYes && facts is { Known: false, Full: false }),
                            DecisionTable.Decide(state, trigger, facts).Effects.Contains(Effect.AddLink)
                        ),
                    iter: 20
                );
            }
        }
    }

    [Fact]
    public void A_link_is_removed_only_by_the_yes_to_the_open_question()
    {
        foreach (State state in Enum.GetValues<State>())
        {
            foreach (Trigger trigger in Enum.GetValues<Trigger>())
            {
                AnyFacts.Sample(
                    facts =>
                        Assert.Equal(
                            state == State.ConfirmingUnlink
                                && trigger == Trigger.ConfirmUnlink
                                && facts is { Asked: true, Known: true },
                            DecisionTable.Decide(state, trigger, facts).Effects.Contains(Effect.RemoveLink)
                        ),
                    iter: 50
                );
            }
        }
    }

    [Fact]
    public void Only_the_yes_to_the_open_question_asks_once_more_what_the_token_is_worth()
    {
        foreach (State state in Enum.GetValues<State>())
        {
            foreach (Trigger trigger in Enum.GetValues<Trigger>())
            {
                AnyFacts.Sample(
                    facts =>
                        Assert.Equal(
                            state == State.ConfirmingInvitation && trigger == Trigger.AcceptInvitation && facts.Asked,
                            DecisionTable.Decide(state, trigger, facts).Effects.Contains(Effect.CheckInvitationAgain)
                        ),
                    iter: 50
                );
            }
        }
    }

    [Fact]
    public void A_chat_is_forgotten_only_by_the_yes_to_the_open_question()
    {
        foreach (State state in Enum.GetValues<State>())
        {
            foreach (Trigger trigger in Enum.GetValues<Trigger>())
            {
                AnyFacts.Sample(
                    facts =>
                        Assert.Equal(
                            state == State.ConfirmingForget && trigger == Trigger.ConfirmForget,
                            DecisionTable.Decide(state, trigger, facts).Effects.Contains(Effect.ForgetAll)
                        ),
                    iter: 20
                );
            }
        }
    }

    [Fact]
    public void A_promised_payment_is_taken_only_by_the_yes_to_the_open_question_and_its_terms()
    {
        foreach (State state in Enum.GetValues<State>())
        {
            foreach (Trigger trigger in Enum.GetValues<Trigger>())
            {
                AnyFacts.Sample(
                    facts =>
                        Assert.Equal(
                            state == State.ConfirmingPromise
                                && trigger == Trigger.ConfirmPromise
                                && facts is { Promises: true, Known: true, Agreed: true, PromisesBySignIn: false },
                            DecisionTable.Decide(state, trigger, facts).Effects.Contains(Effect.TakePromise)
                        ),
                    iter: 50
                );
            }
        }
    }

    [Fact]
    public void A_password_for_one_question_is_used_only_by_the_words_that_were_asked_for_and_asked_for_only_then()
    {
        foreach (State state in Enum.GetValues<State>())
        {
            foreach (Trigger trigger in Enum.GetValues<Trigger>())
            {
                AnyFacts.Sample(
                    facts =>
                    {
                        Decision decision = DecisionTable.Decide(state, trigger, facts);
                        Assert.Equal(
                            (state, trigger) == (State.AwaitingSignIn, Trigger.Words),
                            decision.Effects.Contains(Effect.UsePassword)
                        );
                        Assert.Equal(
                            (state, trigger) == (State.Idle, Trigger.SignInWanted)
                                || (
                                    (state, trigger) == (State.ConfirmingPromise, Trigger.ConfirmPromise)
                                    && facts is { Promises: true, Known: true, Agreed: true, PromisesBySignIn: true }
                                ),
                            state != State.AwaitingSignIn && decision.Next == State.AwaitingSignIn
                        );
                    },
                    iter: 50
                );
            }
        }
    }

    [Fact]
    public void A_balance_is_told_at_once_only_where_nobody_must_sign_in_for_it()
    {
        foreach (State state in Enum.GetValues<State>())
        {
            foreach (Trigger trigger in new[] { Trigger.Start, Trigger.Balance, Trigger.PickBalance })
            {
                AnyFacts.Sample(
                    facts =>
                    {
                        IReadOnlyList<Effect> effects = DecisionTable.Decide(state, trigger, facts).Effects;
                        Assert.Equal(
                            facts is { BalanceBySignIn: false, Links: > 0 },
                            effects.Contains(Effect.SayBalances)
                        );
                        Assert.False(effects.Contains(Effect.AskBalance) && !facts.BalanceBySignIn);
                    },
                    iter: 100
                );
            }
        }
    }

    [Fact]
    public void A_chat_that_waits_for_what_came_of_a_promise_can_do_whatever_an_idle_one_can()
    {
        Trigger[] ofTheBilling =
        [
            Trigger.PromiseOffered,
            Trigger.Told,
            Trigger.SignInWanted,
            Trigger.InvitationGood,
            Trigger.InvitationNotGood,
            Trigger.Crowded,
            Trigger.TimeUp,
        ];
        foreach (Trigger trigger in Enum.GetValues<Trigger>().Except(ofTheBilling))
        {
            AnyFacts.Sample(
                facts =>
                    Assert.Equal(
                        DecisionTable.Decide(State.Idle, trigger, facts).Effects,
                        DecisionTable.Decide(State.AwaitingPromise, trigger, facts).Effects
                    ),
                iter: 20
            );
        }
    }

    [Theory]
    [InlineData(true, true, State.ChoosingWay)]
    [InlineData(true, false, State.AwaitingContract)]
    [InlineData(false, true, State.AwaitingLogin)]
    public void One_way_on_goes_straight_into_it_and_several_ask(bool document, bool login, object expected) =>
        Assert.Equal(expected, DecisionTable.Decide(State.Idle, Trigger.Link, new Facts(document, login)).Next);

    [Fact]
    public void A_way_that_the_operator_switched_off_cannot_be_entered_by_an_old_button()
    {
        foreach (State state in Enum.GetValues<State>())
        {
            Assert.NotEqual(
                State.AwaitingLogin,
                DecisionTable
                    .Decide(
                        state == State.AwaitingLogin ? State.Idle : state,
                        Trigger.ChooseLogin,
                        new Facts(true, false)
                    )
                    .Next
            );
        }
    }

    /// <summary>To write it anew: run the tests with BALANCEBOT_UPDATE_GOLDEN=1.</summary>
    [Fact]
    public void The_diagram_in_the_readme_is_the_machine()
    {
        string page = Path.Combine(Repository.Root, "src", "BalanceBot", "Conversations", "README.md");
        string[] parts = File.ReadAllText(page).Split("```mermaid\n", 2);
        string[] rest = parts[1].Split("```", 2);
        string diagram = DecisionTable.Diagram().ReplaceLineEndings("\n").Trim() + "\n";
        if (Environment.GetEnvironmentVariable("BALANCEBOT_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(page, $"{parts[0]}```mermaid\n{diagram}```{rest[1]}");
            return;
        }

        Assert.Equal(diagram, rest[0]);
    }
}
