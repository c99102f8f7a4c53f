using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

/// <summary>What is remembered from one judgement to the next: told, perhaps told, spent, seen.</summary>
public sealed class JudgeMemoryTests
{
    private static readonly DateTimeOffset Now = Contracts.Noon;
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly Wishes Awake = new() { Quiet = QuietHours.None };
    private static readonly Wishes Asleep = new() { Quiet = new QuietHours(new TimeOnly(11, 0), new TimeOnly(13, 0)) };
    private readonly Judge judge = new(new WarningLimits());

    [Fact]
    public void A_warning_is_remembered_with_its_level_its_number_and_its_time()
    {
        Judgement warned = Judged(Contracts.Home(100m), new Episode { Told = Level.Threshold, Count = 1 });

        Assert.Equal(Level.Week, Assert.IsType<Decision.Warn>(warned.Decision).Level);
        Assert.Equal((Level.Week, 2, Now), (warned.Episode.Told, warned.Episode.Count, warned.Episode.WarnedAt));
    }

    [Fact]
    public void A_receipt_tells_what_is_reached_but_is_no_warning()
    {
        Episode before = new()
        {
            Count = 1,
            WarnedAt = Now.AddDays(-9),
            Last = new Seen(50m, new DateOnly(2026, 12, 1), 150m),
            Unsure = true,
        };

        Episode after = Judged(Contracts.Home(100m), before, Awake with { Threshold = 100m }).Episode;

        Assert.Equal(
            (Level.Week, true, 1, before.WarnedAt, false),
            (after.Told, after.ThresholdTold, after.Count, after.WarnedAt, after.Unsure)
        );
    }

    [Fact]
    public void A_warning_of_unknown_fate_may_be_told_once_more_after_the_cool_down()
    {
        Episode unsure = new()
        {
            Told = Level.Week,
            Count = 1,
            WarnedAt = Now.AddHours(-19),
            Unsure = true,
        };

        Assert.Equal(
            new Decision.Later(Now.AddHours(1), WaitReason.CoolDown),
            Judged(Contracts.Home(100m), unsure).Decision
        );
        Judgement again = Judged(Contracts.Home(100m), unsure with { WarnedAt = Now.AddHours(-20) });
        Assert.Equal(Level.Week, Assert.IsType<Decision.Warn>(again.Decision).Level);
        Assert.Equal(
            new Decision.Silent(SilenceReason.ToldAlready),
            Judged(Contracts.Home(100m), again.Episode).Decision
        );
    }

    [Fact]
    public void A_threshold_of_unknown_fate_may_be_told_once_more_and_what_is_not_reached_any_more_is_not()
    {
        Wishes wishes = Awake with { Threshold = 1000m };
        Episode unsure = new()
        {
            ThresholdTold = true,
            Count = 1,
            Unsure = true,
        };
        ContractSnapshot rich = Contracts.Home(900m);

        Assert.Equal(Level.Threshold, Assert.IsType<Decision.Warn>(Judged(rich, unsure, wishes).Decision).Level);
        Assert.IsType<Decision.AllRight>(Judged(rich, unsure).Decision);
    }

    [Fact]
    public void What_is_shown_is_not_told_by_itself()
    {
        Episode shown = Episode.Fresh.Shown(new Reached(Level.ThreeDays, true));

        Assert.Equal((Level.ThreeDays, true, 0), (shown.Told, shown.ThresholdTold, shown.Count));
        Assert.Equal(Level.ThreeDays, shown.Shown(new Reached(Level.Week, false)).Told);
        Assert.Equal(Level.Day, shown.Shown(new Reached(Level.Day, false)).Told);
        Assert.True(shown.Shown(default).ThresholdTold);
    }

    [Fact]
    public void How_near_the_end_is_does_not_hang_on_what_was_told()
    {
        Episode told = new() { Told = Level.Stopped, ThresholdTold = true };

        Assert.Equal(new Reached(Level.Week, false), Reach(Contracts.Home(100m), Awake));
        Assert.Equal(new Reached(Level.Week, true), Reach(Contracts.Home(100m), Awake with { Threshold = 100m }));
        Assert.Equal(default, Reach(Contracts.Home(100m, Now.AddHours(-7)), Awake));

        Reached Reach(ContractSnapshot contract, Wishes wishes) => judge.Reach(contract, told, wishes, Now);
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)]
    public void Data_of_the_freshness_limit_is_fresh(int hours, bool isFresh)
    {
        ContractSnapshot contract = Contracts.Home(100m, Now.AddHours(-hours));

        Assert.Equal(isFresh, Judged(contract, Episode.Fresh).Decision is Decision.Warn);
        Assert.Equal(isFresh, judge.Reach(contract, Episode.Fresh, Awake, Now) != default);
    }

    [Fact]
    public void A_sum_beyond_all_reason_is_not_judged_and_not_remembered()
    {
        Episode before = new() { Last = new Seen(-1m, Today, 150m) };

        Judgement judgement = Judged(Contracts.Home(decimal.MaxValue), before);

        Assert.Equal(new Decision.Silent(SilenceReason.NotJudged), judgement.Decision);
        Assert.Same(before, judgement.Episode);
        Assert.Equal(
            default,
            judge.Reach(Contracts.Home(decimal.MinValue), before, Awake with { Threshold = 0m }, Now)
        );
    }

    /// <summary>10.00 a day is charged while it waits: only a look at each day finds the 3.00 that came.</summary>
    [Fact]
    public void A_payment_is_seen_while_a_warning_waits()
    {
        Wishes snoozed = Awake with { SnoozedUntil = Now.AddDays(5) };
        ContractSnapshot daily = Contracts.Home(50m) with
        {
            Period = new ChargePeriod.Daily(),
            Price = 10m,
            NextCharge = null,
        };

        Judgement waits = Judged(daily, new Episode { Last = new Seen(60m, null, 10m) }, snoozed);
        Assert.Equal(new Decision.Later(Now.AddDays(5), WaitReason.Snoozed), waits.Decision);

        ContractSnapshot paid = daily with { Balance = new Money(53m, "NOK") };
        Assert.IsType<Decision.Received>(Judged(paid, waits.Episode, snoozed).Decision);
    }

    [Fact]
    public void A_payment_of_the_night_is_found_again_in_the_morning()
    {
        Episode before = new() { Last = new Seen(10m, new DateOnly(2026, 12, 1), 150m) };

        Judgement waits = Judged(Contracts.Home(100m), before, Asleep);
        Assert.Equal(new Decision.Later(Now.AddHours(1), WaitReason.QuietHours), waits.Decision);

        Decision told = judge
            .Decide(Contracts.Home(100m, Now.AddHours(1)), waits.Episode, Asleep, Now.AddHours(1))
            .Decision;
        Assert.Equal(90m, Assert.IsType<Decision.Received>(told).Sum);
    }

    [Fact]
    public void A_snooze_is_over_at_its_time()
    {
        Wishes until = Awake with { SnoozedUntil = Now };

        Assert.IsType<Decision.Warn>(Judged(Contracts.Home(100m), Episode.Fresh, until).Decision);
        Assert.IsType<Decision.Later>(
            Judged(Contracts.Home(100m), Episode.Fresh, until with { SnoozedUntil = Now.AddTicks(1) }).Decision
        );
    }

    [Fact]
    public void A_deadline_is_named_only_where_it_is_before_the_end() =>
        Assert.Null(Assert.IsType<Decision.Warn>(Judged(Contracts.Home(100m), Episode.Fresh).Decision).Deadline);

    private Judgement Judged(ContractSnapshot contract, Episode episode, Wishes? wishes = null) =>
        judge.Decide(contract, episode, wishes ?? Awake, Now);
}
