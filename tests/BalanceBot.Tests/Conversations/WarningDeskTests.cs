using System.Globalization;
using BalanceBot.Conversations;
using BalanceBot.Replies;
using BalanceBot.Subscribers;
using BalanceBot.Tests.Replies;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Conversations;

public sealed class WarningDeskTests
{
    private static readonly WarningBounds Bounds = new(new WarningLimits(), ["Europe/Oslo", "Europe/Kyiv"], 10_000m);

    private static readonly Subscriber Anna = new(new ChatId(42))
    {
        Links = [Samples.LinkTo("1"), Samples.LinkTo("2")],
    };

    private static readonly string One = Presses.Tag(Anna.Links[0].ContractKey);
    private static readonly QuietChoice Late = new(new TimeOnly(23, 0), new TimeOnly(9, 0));

    public static TheoryData<object> Everything() =>
        [
            new WarningChoice.Days(7, false),
            new WarningChoice.Days(3, false),
            new WarningChoice.Days(1, false),
            new WarningChoice.Payments(false),
            new WarningChoice.AllRight(false),
            new WarningChoice.Quiet(Late),
            new WarningChoice.Zone("Europe/Kyiv"),
            new WarningChoice.Contract(One, false),
            new WarningChoice.Threshold(One, 100m),
        ];

    [Theory]
    [MemberData(nameof(Everything))]
    public void A_choice_made_twice_is_made_once(object choice)
    {
        Subscriber once = Choose(Anna, (WarningChoice)choice);
        Assert.NotSame(Anna, once);
        Assert.Same(once, Choose(once, (WarningChoice)choice));
    }

    [Theory]
    [InlineData(7, false, true, true)]
    [InlineData(3, true, false, true)]
    [InlineData(1, true, true, false)]
    public void One_of_the_days_is_switched_and_the_others_stay(int days, bool week, bool threeDays, bool day)
    {
        Subscriber off = Choose(Anna, new WarningChoice.Days(days, false));
        Assert.Equal(new DayChoice(week, threeDays, day), off.Warnings.Days);
        Assert.Equal(DayChoice.All, Choose(off, new WarningChoice.Days(days, true)).Warnings.Days);
    }

    [Fact]
    public void The_first_choice_of_days_begins_with_what_the_operator_has_set()
    {
        WarningBounds onlyWeek = Bounds with { Limits = new WarningLimits { Levels = [Level.Week] } };
        Subscriber chosen = WarningDesk.Choose(Anna, new WarningChoice.Days(1, true), onlyWeek);
        Assert.Equal(new DayChoice(true, false, true), chosen.Warnings.Days);
    }

    [Fact]
    public void What_concerns_the_chat_is_kept_with_the_chat()
    {
        Assert.False(Choose(Anna, new WarningChoice.Payments(false)).Warnings.Payments);
        Assert.False(Choose(Anna, new WarningChoice.AllRight(false)).Warnings.AllRight);
        Assert.Equal(Late, Choose(Anna, new WarningChoice.Quiet(Late)).Warnings.Quiet);
        Assert.Equal("Europe/Kyiv", Choose(Anna, new WarningChoice.Zone("Europe/Kyiv")).Warnings.Zone);
    }

    [Theory]
    [InlineData("")]
    [InlineData("UTC")]
    [InlineData("europe/oslo")]
    [InlineData("../../etc/passwd")]
    public void A_time_zone_that_is_not_offered_is_not_taken(string zone) =>
        Assert.Same(Anna, Choose(Anna, new WarningChoice.Zone(zone)));

    [Fact]
    public void What_concerns_a_contract_is_kept_with_it_and_with_no_other()
    {
        Subscriber chosen = Choose(
            Choose(Anna, new WarningChoice.Contract(One, false)),
            new WarningChoice.Threshold(One, 100m)
        );
        Assert.Equal(LinkChoices.None with { On = false, Threshold = 100m }, chosen.Links[0].Choices);
        Assert.Equal(Anna.Links[1], chosen.Links[1]);
        Assert.Null(Choose(chosen, new WarningChoice.Threshold(One, null)).Links[0].Choices.Threshold);
    }

    [Fact]
    public void A_contract_that_is_not_linked_is_left_alone()
    {
        string other = Presses.Tag("another");
        Assert.Same(Anna, Choose(Anna, new WarningChoice.Contract(other, false)));
        Assert.Same(Anna, Choose(Anna, new WarningChoice.Threshold(other, 1m)));
        Assert.Same(Anna, WarningDesk.Snooze(Anna, other, Samples.Now));
    }

    [Fact]
    public void A_pause_is_a_day_from_now() =>
        Assert.Equal(Samples.Now.AddDays(1), WarningDesk.Snooze(Anna, One, Samples.Now).Links[0].Choices.SnoozedUntil);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("100 kr", "100")]
    [InlineData("10 000", "10000")]
    [InlineData("10000.01", null)]
    [InlineData("-0.01", null)]
    [InlineData("much", null)]
    public void A_typed_sum_is_taken_within_the_operators_bounds(string words, string? sum)
    {
        WarningChoice? choice = WarningDesk.Typed(State.AwaitingThreshold, words, Anna.Links[0].ContractKey, 10_000m);
        Assert.Equal(
            sum is null ? null : new WarningChoice.Threshold(One, decimal.Parse(sum, CultureInfo.InvariantCulture)),
            choice
        );
    }

    [Fact]
    public void Times_are_taken_where_times_were_asked_for_and_sums_where_a_sum_was()
    {
        Assert.Equal(new WarningChoice.Quiet(Late), WarningDesk.Typed(State.AwaitingQuiet, "23-9", null, 10_000m));
        Assert.Null(WarningDesk.Typed(State.AwaitingQuiet, "100", null, 10_000m));
        Assert.Null(WarningDesk.Typed(State.AwaitingThreshold, "23-9", "uid-1", 10_000m));
        Assert.Null(WarningDesk.Typed(State.AwaitingThreshold, "100", null, 10_000m));
        Assert.Null(WarningDesk.Typed(State.Idle, "100", "uid-1", 10_000m));
    }

    public static TheoryData<object, object, bool> Answers() =>
        new()
        {
            { State.AwaitingQuiet, new WarningChoice.Quiet(Late), true },
            { State.AwaitingQuiet, new WarningChoice.Days(7, true), false },
            { State.AwaitingQuiet, new WarningChoice.Threshold(One, null), false },
            { State.AwaitingThreshold, new WarningChoice.Threshold(One, null), true },
            { State.AwaitingThreshold, new WarningChoice.Threshold(Presses.Tag("another"), null), false },
            { State.AwaitingThreshold, new WarningChoice.Contract(One, false), false },
            { State.AwaitingThreshold, new WarningChoice.Quiet(Late), false },
            { State.Idle, new WarningChoice.Quiet(Late), false },
        };

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_button_answers_the_question_that_it_is_about(object state, object choice, bool answers) =>
        Assert.Equal(answers, WarningDesk.Answers((State)state, Anna.Links[0].ContractKey, (WarningChoice)choice));

    /// <summary>A contract with 149.99 against 150.00 on 1 December, by the wishes before and after a change.</summary>
    public static TheoryData<string, int, object, bool> Changes() =>
        new()
        {
            // What, days before the charge, the level newly reached, the threshold newly reached.
            { "7 days on", 7, Level.Week, false },
            { "7 days on", 8, Level.None, false },
            { "7 days on", 3, Level.None, false },
            { "7 days off", 7, Level.None, false },
            { "sum 150", 20, Level.None, true },
            { "sum 149.99", 20, Level.None, true },
            { "sum 149.98", 20, Level.None, false },
            { "sum lowered", 20, Level.None, false },
            { "sum removed", 20, Level.None, false },
            { "nothing", 1, Level.None, false },
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_a_change_makes_reached_is_shown_and_does_not_fire(
        string change,
        int daysBefore,
        object level,
        bool threshold
    )
    {
        (Wishes before, Wishes after) wishes = change switch
        {
            "7 days on" => (new Wishes { Levels = [Level.ThreeDays] }, new Wishes()),
            "7 days off" => (new Wishes(), new Wishes { Levels = [Level.ThreeDays] }),
            "sum lowered" => (new Wishes { Threshold = 200m }, new Wishes { Threshold = 150m }),
            "sum removed" => (new Wishes { Threshold = 200m }, new Wishes()),
            "nothing" => (new Wishes(), new Wishes()),
            _ => (
                new Wishes(),
                new Wishes { Threshold = decimal.Parse(change.Split(' ')[1], CultureInfo.InvariantCulture) }
            ),
        };
        DateTimeOffset now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
        now = now.AddDays(-daysBefore);

        Reached reached = WarningDesk.NewlyReached(
            new Judge(new WarningLimits()),
            Samples.Monthly("1", 149.99m) with
            {
                AsOf = now,
            },
            Episode.Fresh,
            wishes,
            now
        );

        Assert.Equal(new Reached((Level)level, threshold), reached);
    }

    private static Subscriber Choose(Subscriber subscriber, WarningChoice choice) =>
        WarningDesk.Choose(subscriber, choice, Bounds);
}
