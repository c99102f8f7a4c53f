using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

/// <summary>When levels arm again, and when an episode is over.</summary>
public sealed class JudgeArmingTests
{
    private static readonly DateTimeOffset Now = Contracts.Noon;
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly Wishes Awake = new() { Quiet = QuietHours.None };
    private static readonly Wishes High = Awake with { Threshold = 500m };
    private static readonly Episode Warned = new()
    {
        Told = Level.Day,
        Count = 3,
        WarnedAt = Now.AddDays(-2),
    };

    private readonly Judge judge = new(new WarningLimits());

    [Theory]
    // More than one day above the farthest level of seven days.
    [InlineData(8, false)]
    [InlineData(9, true)]
    public void Without_a_payment_the_end_must_be_more_than_a_day_above_the_farthest_level(int days, bool isOver) =>
        Assert.Equal(isOver, !Judged(Ending(days), Warned).Episode.IsOpen);

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    public void A_payment_need_only_lift_the_end_above_the_level(int days, bool isOver)
    {
        Episode paid = Warned with { Last = new Seen(50m, Today.AddDays(days), 150m) };

        Judgement told = Judged(Ending(days), paid);
        Assert.IsType<Decision.Received>(told.Decision);
        Assert.Equal(isOver, !told.Episode.IsOpen);

        Judgement untold = Judged(Ending(days), paid, Awake with { Payments = false });
        Assert.Equal(isOver, untold.Decision is Decision.AllRight);
    }

    [Fact]
    public void Who_asked_to_be_reminded_is_once_when_the_time_has_come_and_the_money_still_lacks()
    {
        Episode told = Warned with { WarnedAt = Now.AddDays(-1) };
        Wishes tomorrow = Awake with { SnoozedUntil = Now };

        Assert.IsType<Decision.Silent>(Judged(Ending(1), told).Decision);
        Judgement reminded = Judged(Ending(1), told, tomorrow);
        Assert.Equal(Level.Day, Assert.IsType<Decision.Warn>(reminded.Decision).Level);
        Assert.Equal(
            new Decision.Silent(SilenceReason.ToldAlready),
            Judged(Ending(1), reminded.Episode, tomorrow).Decision
        );
        Assert.IsNotType<Decision.Warn>(Judged(Ending(8), told, tomorrow).Decision);
        Assert.IsType<Decision.Silent>(Judged(Ending(1), told with { WarnedAt = Now }, tomorrow).Decision);
    }

    [Fact]
    public void Another_wish_that_ends_an_episode_ends_it_without_a_word()
    {
        Wishes onlyOne = Awake with { Levels = [Level.Day] };
        Episode week = Warned with { Told = Level.Week };

        Assert.False(judge.IsOver(Ending(5), week, Awake, Now));
        Assert.True(judge.IsOver(Ending(5), week, onlyOne, Now));
        Assert.False(judge.IsOver(Ending(5), Episode.Fresh, onlyOne, Now));
        Episode ended = week.Shown(new Reached(Level.None, false) { EndsEpisode = true });
        Assert.False(ended.IsOpen);
        Assert.Equal(week.WarnedAt, ended.WarnedAt);
    }

    [Fact]
    public void What_lasts_for_ever_is_over() =>
        Assert.IsType<Decision.AllRight>(Judged(Contracts.Home(1_000_000m), Warned).Decision);

    [Theory]
    [InlineData(true, 2, 4)]
    [InlineData(false, 1, 2)]
    public void The_farthest_level_is_the_farthest_that_is_wanted(bool wantsThree, int open, int over)
    {
        Wishes wishes = Awake with { Levels = wantsThree ? [Level.Day, Level.ThreeDays] : [] };

        Assert.True(Judged(Ending(open), Warned, wishes).Episode.IsOpen);
        Assert.True(Judged(Ending(over + (wantsThree ? 0 : -1)), Warned, wishes).Episode.IsOpen);
        Assert.False(Judged(Ending(over + 1), Warned, wishes).Episode.IsOpen);
    }

    /// <summary>Who sets a threshold above every balance would otherwise never hear of an end again.</summary>
    [Fact]
    public void The_levels_arm_again_where_the_balance_stays_below_the_threshold()
    {
        Episode both = Warned with { ThresholdTold = true };

        Judgement lasts = Judged(Ending(60), both, High);

        Assert.Equal(new Decision.Silent(SilenceReason.ToldAlready), lasts.Decision);
        Assert.Equal((Level.None, 0, true), (lasts.Episode.Told, lasts.Episode.Count, lasts.Episode.ThresholdTold));
        Assert.Equal(Level.Week, Assert.IsType<Decision.Warn>(Judged(Ending(7), lasts.Episode, High).Decision).Level);
    }

    [Fact]
    public void A_payment_too_arms_the_levels_again_below_the_threshold()
    {
        Episode paid = Warned with { ThresholdTold = true, Last = new Seen(50m, Today.AddDays(60), 150m) };

        Judgement received = Judged(Ending(60), paid, High);

        Assert.IsType<Decision.Received>(received.Decision);
        Assert.Equal((Level.None, 0, true), (received.Episode.Told, received.Episode.Count, received.Episode.IsOpen));
    }

    [Fact]
    public void A_threshold_that_was_covered_up_by_a_level_is_told_when_the_levels_arm_again() =>
        Assert.Equal(Level.Threshold, Assert.IsType<Decision.Warn>(Judged(Ending(60), Warned, High).Decision).Level);

    [Fact]
    public void Below_zero_the_margin_of_a_threshold_is_above_it_too()
    {
        Wishes debt = Awake with { Threshold = -100m };
        Episode told = new() { ThresholdTold = true, Count = 1 };

        Assert.True(Judged(Owing(-90m), told, debt).Episode.IsOpen);
        Assert.False(Judged(Owing(-89.99m), told, debt).Episode.IsOpen);
    }

    /// <summary>The estimate had told the end; the debt is where nobody knows until when it may last.</summary>
    [Fact]
    public void Who_goes_below_zero_after_a_day_was_told_is_not_all_right() =>
        Assert.Equal(new Decision.Silent(SilenceReason.NoDueDate), Judged(Owing(-5m), Warned).Decision);

    [Fact]
    public void Who_is_told_the_plain_threshold_and_goes_below_zero_is_not_all_right()
    {
        Judge plain = new(new WarningLimits { PlainThreshold = 20m });

        Judgement low = plain.Decide(Owing(10m), Episode.Fresh, Awake, Now);
        Assert.Equal(Level.Threshold, Assert.IsType<Decision.Warn>(low.Decision).Level);

        Judgement below = plain.Decide(Owing(-5m), low.Episode, Awake, Now);
        Assert.Equal(new Decision.Silent(SilenceReason.ToldAlready), below.Decision);
        Assert.Null(below.Episode.StoppedSince);
    }

    [Fact]
    public void A_billing_that_forgets_the_day_of_charge_does_not_make_it_all_right()
    {
        ContractSnapshot forgotten = Contracts.Home(100m) with { NextCharge = null };

        Judgement judgement = Judged(forgotten, Warned);
        Assert.Equal(new Decision.Silent(SilenceReason.NoDueDate), judgement.Decision);
        Assert.Equal(Level.Day, judgement.Episode.Told);

        Episode paid = Warned with { Last = new Seen(99m, null, 150m) };
        Assert.False(Judged(forgotten, paid).Episode.IsOpen);
    }

    [Fact]
    public void What_ends_while_it_is_switched_off_has_ended()
    {
        Judgement off = Judged(Ending(60), Warned, Awake with { On = false });

        Assert.Equal(new Decision.Silent(SilenceReason.SwitchedOff), off.Decision);
        Assert.False(off.Episode.IsOpen);
        Assert.True(Judged(Ending(2), Warned, Awake with { On = false }).Episode.IsOpen);
    }

    [Fact]
    public void The_end_of_an_episode_waits_for_the_morning_and_is_told_then()
    {
        Wishes asleep = Awake with { Quiet = new QuietHours(new TimeOnly(11, 0), new TimeOnly(13, 0)) };

        Judgement waits = Judged(Ending(60), Warned, asleep);
        Assert.Equal(new Decision.Later(Now.AddHours(1), WaitReason.QuietHours), waits.Decision);
        Assert.True(waits.Episode.IsOpen);

        ContractSnapshot later = Ending(60) with { AsOf = Now.AddHours(1) };
        Judgement told = judge.Decide(later, waits.Episode, asleep, Now.AddHours(1));
        Assert.IsType<Decision.AllRight>(told.Decision);
        Assert.Equal((false, Warned.WarnedAt), (told.Episode.IsOpen, told.Episode.WarnedAt));
    }

    private Judgement Judged(ContractSnapshot contract, Episode episode, Wishes? wishes = null) =>
        judge.Decide(contract, episode, wishes ?? Awake, Now);

    private static ContractSnapshot Ending(int days) => Contracts.Home(100m) with { NextCharge = Today.AddDays(days) };

    private static ContractSnapshot Owing(decimal balance) =>
        Contracts.Home(balance) with
        {
            Price = null,
            Period = null,
            NextCharge = null,
        };
}
