using BalanceBot.Billing;
using BalanceBot.Conversations;
using BalanceBot.Replies;
using BalanceBot.Subscribers;
using BalanceBot.Tests.Billing;
using BalanceBot.Tests.Replies;
using BalanceBot.Warnings;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Conversations;

/// <summary>The page of warnings, made on 24 November of 149.99 against a charge of 150.00 on 1 December.</summary>
public sealed class WarningPagesTests
{
    private static readonly WarningLimits Limits = new();
    private static readonly Subscriber Anna = new(new ChatId(42)) { Links = [Samples.LinkTo("1")] };
    private static readonly WarningChoices NoWeek = WarningChoices.None with
    {
        Days = new DayChoice(false, true, true),
    };

    [Fact]
    public async Task What_is_reached_anew_by_a_change_is_shown_and_the_preview_counts_it_as_told()
    {
        ShownPage page = await Of(Found, Anna, before: Anna with { Warnings = NoWeek });

        Assert.Equal(new Reached(Level.Week, false), page.Shown["uid-1"]);
        Assert.Equal(new Preview.On(new DateOnly(2026, 11, 28), Level.ThreeDays), page.Page.Contracts[0].Preview);
    }

    [Fact]
    public async Task A_page_that_answers_no_change_shows_nothing_as_told()
    {
        ShownPage page = await Of(Found, Anna, before: Anna);

        Assert.Empty(page.Shown);
        Assert.Equal(new Preview.On(Samples.Today, Level.Week), page.Page.Contracts[0].Preview);
    }

    [Fact]
    public async Task A_contract_linked_in_the_same_turn_has_no_wishes_before()
    {
        ShownPage page = await Of(Found, Anna, before: Anna with { Links = [] });

        Assert.Empty(page.Shown);
    }

    [Fact]
    public async Task What_was_told_before_is_not_previewed_again()
    {
        Episode told = Episode.Fresh with { Told = Level.Week };

        ShownPage page = await Of(Found, Anna, before: Anna, told);

        Assert.Equal(new Preview.On(new DateOnly(2026, 11, 28), Level.ThreeDays), page.Page.Contracts[0].Preview);
    }

    [Fact]
    public async Task Without_an_answer_there_is_no_preview_and_a_contract_that_is_gone_is_told_apart()
    {
        ShownPage away = await Of(new BillingAnswer<ContractSnapshot>.Unavailable("down"), Anna, before: Anna);
        ShownPage gone = await Of(new BillingAnswer<ContractSnapshot>.NotFound(), Anna, before: Anna);

        Assert.Null(away.Page.Contracts[0].Preview);
        Assert.Equal(new Preview.Never(SilenceReason.NotInBilling), gone.Page.Contracts[0].Preview);
    }

    /// <summary>A question remembers its contract; whether that is linked decides about what is typed.</summary>
    [Theory]
    [InlineData("uid-1", true)]
    [InlineData("uid-2", false)]
    [InlineData(null, false)]
    public void A_typed_sum_is_for_the_contract_of_the_question_while_that_is_linked(string? draft, bool known)
    {
        Session session = Session.New(Anna.Chat) with { State = State.AwaitingThreshold, Draft = draft };
        Facts facts = Work(Found).FactsOf(new Heard(Trigger.Words) { Words = "100" }, session, Anna);
        Assert.Equal((known, draft is not null), (facts.Known, facts.Plausible));
    }

    [Fact]
    public void A_pressed_button_names_its_own_contract_whatever_the_question_was_about()
    {
        Session session = Session.New(Anna.Chat) with { State = State.AwaitingThreshold, Draft = "uid-1" };
        Heard press = new(Trigger.TypeThreshold) { Tag = Presses.Tag("uid-2") };
        Assert.False(Work(Found).FactsOf(press, session, Anna).Known);
    }

    [Fact]
    public void None_below_the_question_answers_it()
    {
        Session session = Session.New(Anna.Chat) with { State = State.AwaitingThreshold, Draft = "uid-1" };
        Heard none = new(Trigger.ChooseWarnings) { Choice = new WarningChoice.Threshold(Presses.Tag("uid-1"), null) };
        Assert.True(Work(Found).FactsOf(none, session, Anna).Answers);
        Assert.False(Work(Found).FactsOf(none, session with { Draft = "uid-2" }, Anna).Answers);
    }

    private static BillingAnswer<ContractSnapshot> Found =>
        new BillingAnswer<ContractSnapshot>.Found(Samples.Monthly("1", 149.99m));

    private static Task<ShownPage> Of(
        BillingAnswer<ContractSnapshot> answer,
        Subscriber subscriber,
        Subscriber before,
        Episode? episode = null
    ) => Pages(answer, episode ?? Episode.Fresh).Of(subscriber, before, TestContext.Current.CancellationToken);

    private static WarningPages Pages(BillingAnswer<ContractSnapshot> answer, Episode episode) =>
        new(
            new OneAnswer(answer),
            _ =>
                Task.FromResult<IReadOnlyDictionary<string, Episode>>(
                    new Dictionary<string, Episode>(StringComparer.Ordinal) { ["uid-1"] = episode }
                ),
            new Judge(Limits),
            new Previewer(Limits),
            new WarningBounds(Limits, ["UTC"], 10_000m),
            new FakeTimeProvider(Samples.Now)
        );

    /// <summary>For the facts nothing of the world outside is asked.</summary>
    private static TurnWork Work(BillingAnswer<ContractSnapshot> answer) =>
        new(
            new OneAnswer(answer),
            null!,
            null!,
            null!,
            new ConversationSettings(),
            [],
            () => "OurBot",
            TimeProvider.System
        )
        {
            WarningPages = Pages(answer, Episode.Fresh),
            Promises = null!,
            Painter = null!,
            Operators = null!,
            Redeemer = null!,
            LinkedTo = _ => Task.FromResult<IReadOnlyList<Subscriber>>([]),
            Retention = null!,
            Export = null!,
            ExportLimit = null!,
        };

    private sealed class OneAnswer(BillingAnswer<ContractSnapshot> answer) : DoubleOfBilling
    {
        public override Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop) =>
            Task.FromResult(answer);
    }
}
