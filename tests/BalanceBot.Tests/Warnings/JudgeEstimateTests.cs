using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

/// <summary>Where the billing does not say what it charges: what a day has cost, else the operator's plain threshold.</summary>
public sealed class JudgeEstimateTests
{
    private static readonly DateTimeOffset Start = Contracts.Noon;
    private static readonly DateOnly First = new(2026, 11, 24);
    private static readonly Wishes Awake = new() { Quiet = QuietHours.None };
    private readonly Judge judge = new(new WarningLimits());

    [Fact]
    public void After_a_week_of_watching_the_end_is_estimated_and_the_message_knows_that_it_is()
    {
        (Judgement sixth, Judgement seventh) = (Watched(100m, 6), Watched(100m, 7));

        Assert.Equal(new Decision.Silent(SilenceReason.NoDueDate), sixth.Decision);
        Decision.Warn warn = Assert.IsType<Decision.Warn>(seventh.Decision);
        Assert.Equal(Level.Week, warn.Level);
        Assert.True(warn.Forecast is Forecast.LastsUntil { IsEstimate: true });
    }

    [Fact]
    public void What_was_learned_outlives_a_stop_and_is_forgotten_when_the_billing_tells()
    {
        ContractSnapshot blocked = Unknown(-10m, 11) with { State = ContractState.BlockedForDebt };
        Judgement stopped = judge.Decide(blocked, Watched(100m, 10).Episode, Awake, Start.AddDays(11));
        Assert.Equal(100m / 11, stopped.Episode.Spending?.Average(First.AddDays(11)));

        ContractSnapshot paid = Unknown(20m, 12);
        Judgement again = judge.Decide(paid, stopped.Episode, Awake, Start.AddDays(12));
        Assert.True(((Decision.Received)again.Decision).Forecast is Forecast.LastsUntil { IsEstimate: true });

        ContractSnapshot known = Contracts.Home(20m, Start.AddDays(12));
        Assert.Null(judge.Decide(known, stopped.Episode, Awake, Start.AddDays(12)).Episode.Spending);
    }

    [Fact]
    public void Who_is_stopped_from_the_first_look_is_not_watched() =>
        Assert.Null(
            judge
                .Decide(Unknown(-10m, 0) with { State = ContractState.BlockedForDebt }, Episode.Fresh, Awake, Start)
                .Episode.Spending
        );

    [Theory]
    [InlineData("20", true)]
    [InlineData("20.01", false)]
    // The doubles of a billing.
    [InlineData("20.000000001", true)]
    [InlineData("-5", true)]
    public void Where_nothing_is_known_the_operators_plain_threshold_warns(string balance, bool isWarned)
    {
        Judge plain = new(new WarningLimits { PlainThreshold = 20m });
        ContractSnapshot contract = Unknown(Sums.Of(balance), 0);

        Decision decision = plain.Decide(contract, Episode.Fresh, Awake, Start).Decision;

        Assert.Equal(isWarned ? Level.Threshold : null, (decision as Decision.Warn)?.Level);
        Assert.True(isWarned || decision == new Decision.Silent(SilenceReason.Enough));
    }

    [Fact]
    public void The_plain_threshold_is_for_whom_has_set_none_and_only_where_nothing_is_known()
    {
        Judge plain = new(new WarningLimits { PlainThreshold = 1000m });
        ContractSnapshot known = Contracts.Home(500m) with { NextCharge = First.AddDays(30) };
        ContractSnapshot blocked = known with { State = ContractState.BlockedForDebt };

        Assert.Equal(new Reached(Level.None, false), Reach(Unknown(500m, 0), Awake with { Threshold = 100m }));
        Assert.Equal(new Reached(Level.None, false), Reach(known, Awake));
        Assert.Equal(new Reached(Level.Stopped, false), Reach(blocked, Awake));
        Assert.Equal(new Reached(Level.None, true), Reach(Unknown(500m, 0), Awake));

        Reached Reach(ContractSnapshot contract, Wishes wishes) => plain.Reach(contract, Episode.Fresh, wishes, Start);
    }

    [Theory]
    // Post-paid: nobody says when; with a period or a day it is not.
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void A_debt_is_a_stop_unless_it_is_a_post_paid_one(bool hasPeriod, bool hasDay, bool isStopped)
    {
        ContractSnapshot contract = Unknown(-10m, 0) with
        {
            Period = hasPeriod ? new ChargePeriod.Monthly() : null,
            NextCharge = hasDay ? First.AddDays(3) : null,
        };

        Judgement judgement = judge.Decide(contract, Episode.Fresh, Awake, Start);

        Assert.Equal(isStopped ? Level.Stopped : null, (judgement.Decision as Decision.Warn)?.Level);
        Assert.Equal(isStopped ? First : null, judgement.Episode.StoppedSince);
    }

    [Fact]
    public void Who_has_been_post_paid_and_in_debt_for_weeks_still_has_a_threshold()
    {
        Wishes wishes = Awake with { Threshold = -100m };
        Judgement owing = judge.Decide(Unknown(-50m, 0), Episode.Fresh, wishes, Start);

        Judgement more = judge.Decide(Unknown(-100m, 20), owing.Episode, wishes, Start.AddDays(20));

        Assert.Equal(Level.Threshold, Assert.IsType<Decision.Warn>(more.Decision).Level);
    }

    /// <summary>10.00 are spent every day, seen at noon.</summary>
    private Judgement Watched(decimal balance, int days)
    {
        Judgement judgement = new(new Decision.Silent(SilenceReason.Enough), Episode.Fresh);
        for (int day = 0; day <= days; day++)
        {
            judgement = judge.Decide(Unknown(balance - (10m * day), day), judgement.Episode, Awake, Start.AddDays(day));
        }

        return judgement;
    }

    private static ContractSnapshot Unknown(decimal balance, int day) =>
        Contracts.Home(balance, Start.AddDays(day)) with
        {
            Price = null,
            Period = null,
            NextCharge = null,
        };
}
