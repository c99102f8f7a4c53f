using BalanceBot.Billing;
using BalanceBot.Warnings;
using static BalanceBot.Tests.Warnings.Contracts;

namespace BalanceBot.Tests.Warnings;

/// <summary>Which level is told, when, and each only once.</summary>
public sealed class JudgeLevelTests
{
    private static readonly Wishes Awake = new() { Quiet = QuietHours.None };
    private readonly Judge judge = new(new WarningLimits());

    [Theory]
    [InlineData(8, null)]
    [InlineData(7, Level.Week)]
    [InlineData(5, Level.Week)]
    [InlineData(3, Level.ThreeDays)]
    [InlineData(2, Level.ThreeDays)]
    [InlineData(1, Level.Day)]
    [InlineData(0, Level.Day)]
    public void The_nearest_level_that_is_reached_is_told_and_never_only_on_its_day(int days, object? level)
    {
        DateTimeOffset now = At(days);
        Decision decision = judge.Decide(Home(149.99m, now), Episode.Fresh, Awake, now).Decision;

        Assert.Equal(level, (decision as Decision.Warn)?.Level);
        Assert.True(level is not null || decision == new Decision.Silent(SilenceReason.Enough));
    }

    [Fact]
    public void A_warning_says_what_is_missing_to_the_last_oere_and_when()
    {
        DateTimeOffset now = At(1);
        Decision.Warn warn = Assert.IsType<Decision.Warn>(
            judge.Decide(Home(149.99m, now), Episode.Fresh, Awake, now).Decision
        );

        Assert.Equal(new Forecast.LastsUntil(new DateOnly(2026, 12, 1), 0.01m, 150m), warn.Forecast);
    }

    [Fact]
    public void Each_level_is_told_once_and_a_farther_one_never_after_a_nearer_one()
    {
        List<(int Days, Level Level)> told = [];
        Episode episode = Episode.Fresh;
        for (int hour = 24 * 9; hour >= 0; hour -= 6)
        {
            DateTimeOffset now = At(0).AddHours(-hour);
            Judgement judgement = judge.Decide(Home(100m, now), episode, Awake, now);
            episode = judgement.Episode;
            if (judgement.Decision is Decision.Warn warn)
            {
                told.Add((hour / 24, warn.Level));
            }
        }

        Assert.Equal([Level.Week, Level.ThreeDays, Level.Day], told.Select(t => t.Level));
    }

    [Fact]
    public void A_level_that_is_reached_in_the_cool_down_is_told_after_it()
    {
        DateTimeOffset now = At(3);
        Episode told = new()
        {
            Told = Level.Week,
            Count = 1,
            WarnedAt = now.AddHours(-1),
        };

        Assert.Equal(
            new Decision.Later(now.AddHours(19), WaitReason.CoolDown),
            judge.Decide(Home(100m, now), told, Awake, now).Decision
        );
        DateTimeOffset later = now.AddHours(19);
        Assert.IsType<Decision.Warn>(judge.Decide(Home(100m, later), told, Awake, later).Decision);
    }

    [Fact]
    public void Up_and_down_over_a_level_in_a_day_warns_once()
    {
        DateTimeOffset now = At(7);
        Episode episode = Episode.Fresh;
        Wishes quietly = Awake with { Payments = false };
        List<Decision> decisions = [];
        for (int change = 0; change < 10; change++)
        {
            // The end goes to and fro between seven and eight days: not more than one above the level.
            ContractSnapshot contract = Home(100m, now) with
            {
                NextCharge = new DateOnly(2026, 12, 1).AddDays(change % 2),
            };
            Judgement judgement = judge.Decide(contract, episode, quietly, now);
            episode = judgement.Episode;
            decisions.Add(judgement.Decision);
            now = now.AddHours(2);
        }

        Assert.Single(decisions, decision => decision is Decision.Warn);
        Assert.DoesNotContain(decisions, decision => decision is Decision.AllRight);
    }

    [Theory]
    [InlineData("100", true)]
    [InlineData("99.99", true)]
    [InlineData("100.01", false)]
    public void An_own_threshold_is_a_level_beside_the_days(string balance, bool warned)
    {
        DateTimeOffset now = At(20);
        Wishes wishes = Awake with { Threshold = 100m };
        ContractSnapshot contract = Home(
            decimal.Parse(balance, System.Globalization.CultureInfo.InvariantCulture),
            now
        );

        Judgement judgement = judge.Decide(contract, Episode.Fresh, wishes, now);

        Assert.Equal(warned ? Level.Threshold : null, (judgement.Decision as Decision.Warn)?.Level);
        Assert.Equal(warned, judgement.Episode.IsOpen);
    }

    [Fact]
    public void A_threshold_arms_again_only_above_its_margin()
    {
        DateTimeOffset now = At(20);
        Wishes wishes = Awake with { Threshold = 100m, Payments = false };
        Episode warned = judge.Decide(Home(90m, now), Episode.Fresh, wishes, now).Episode;

        Assert.IsNotType<Decision.AllRight>(judge.Decide(Home(110m, now), warned, wishes, now).Decision);
        Assert.IsType<Decision.AllRight>(judge.Decide(Home(110.01m, now), warned, wishes, now).Decision);
    }

    [Fact]
    public void Where_transfers_rest_at_the_end_the_warning_comes_a_banking_day_earlier_and_names_the_day()
    {
        // 29 November 2026 is a Sunday, and the Friday before it a holiday.
        BankingDays banking = new([DayOfWeek.Saturday, DayOfWeek.Sunday], new HashSet<DateOnly> { new(2026, 11, 27) });
        Judge careful = new(new WarningLimits { Banking = banking });
        DateTimeOffset wednesday = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
        ContractSnapshot contract = Home(100m, wednesday) with { NextCharge = new DateOnly(2026, 11, 29) };

        Decision.Warn warn = Assert.IsType<Decision.Warn>(
            careful.Decide(contract, Episode.Fresh, Awake, wednesday).Decision
        );

        Assert.Equal((Level.Day, new DateOnly(2026, 11, 26)), (warn.Level, warn.Deadline));
        Assert.Equal(
            Level.Week,
            Assert.IsType<Decision.Warn>(judge.Decide(contract, Episode.Fresh, Awake, wednesday).Decision).Level
        );
    }
}
