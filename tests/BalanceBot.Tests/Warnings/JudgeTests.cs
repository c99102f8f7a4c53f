using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

/// <summary>The clauses of the warning rule, one by one.</summary>
public sealed class JudgeTests
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
        Decision decision = judge.Decide(Contracts.Home(149.99m, now), Episode.Fresh, Awake, now).Decision;

        Assert.Equal(level, (decision as Decision.Warn)?.Level);
        Assert.True(level is not null || decision == new Decision.Silent(SilenceReason.Enough));
    }

    [Fact]
    public void A_warning_says_what_is_missing_to_the_last_oere_and_when()
    {
        DateTimeOffset now = At(1);
        Decision.Warn warn = Assert.IsType<Decision.Warn>(
            judge.Decide(Contracts.Home(149.99m, now), Episode.Fresh, Awake, now).Decision
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
            Judgement judgement = judge.Decide(Contracts.Home(100m, now), episode, Awake, now);
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
            judge.Decide(Contracts.Home(100m, now), told, Awake, now).Decision
        );
        DateTimeOffset later = now.AddHours(19);
        Assert.IsType<Decision.Warn>(judge.Decide(Contracts.Home(100m, later), told, Awake, later).Decision);
    }

    [Fact]
    public void A_credit_that_covers_the_debt_is_not_stopped()
    {
        DateTimeOffset now = At(1);
        ContractSnapshot contract = Contracts.Home(-20m, now) with { Credit = 100m, Price = 50m };

        Assert.Equal(
            new Decision.Silent(SilenceReason.Enough),
            judge.Decide(contract, Episode.Fresh, Awake, now).Decision
        );
        Decision.Warn stopped = Assert.IsType<Decision.Warn>(
            judge.Decide(contract with { Credit = 10m }, Episode.Fresh, Awake, now).Decision
        );
        Assert.Equal(Level.Stopped, stopped.Level);
    }

    public static TheoryData<string, string> Exempt =>
        new()
        {
            { "frozen", "Frozen" },
            { "closed", "Closed" },
            { "disabled", "Disabled" },
            { "autopay", "AutoPay" },
            { "free", "Free" },
            { "postpaid", "NoDueDate" },
        };

    [Theory]
    [MemberData(nameof(Exempt))]
    public void Who_is_exempt_is_never_warned(string what, string reason)
    {
        DateTimeOffset now = At(1);
        ContractSnapshot low = Contracts.Home(-5m, now);
        ContractSnapshot contract = what switch
        {
            "frozen" => low with { State = ContractState.Frozen },
            "closed" => low with { State = ContractState.Closed },
            "disabled" => low with { State = ContractState.Disabled },
            "autopay" => low with { AutoPay = true },
            "free" => low with { Price = 0, Balance = new Money(0, "NOK") },
            _ => low with { Period = null, NextCharge = null, Price = null },
        };

        Decision.Silent silent = Assert.IsType<Decision.Silent>(
            judge.Decide(contract, Episode.Fresh, Awake, now).Decision
        );
        Assert.Equal(reason, silent.Reason.ToString());
    }

    [Fact]
    public void Nothing_is_told_from_old_data_and_nothing_is_remembered_of_it()
    {
        DateTimeOffset now = At(1);
        ContractSnapshot old = Contracts.Home(0m, now.AddHours(-7));

        Judgement judgement = judge.Decide(old, Episode.Fresh, Awake, now);

        Assert.Equal(new Judgement(new Decision.Silent(SilenceReason.StaleData), Episode.Fresh), judgement);
    }

    [Fact]
    public void At_night_a_warning_waits_for_the_morning_and_a_payment_at_night_replaces_it()
    {
        DateTimeOffset night = At(1).AddHours(10);
        Wishes sleeps = new() { Quiet = new QuietHours(new TimeOnly(21, 0), new TimeOnly(8, 0)) };
        DateTimeOffset morning = new(2026, 12, 1, 8, 0, 0, TimeSpan.Zero);
        Episode seen = judge.Decide(Contracts.Home(100m, night), Episode.Fresh, sleeps, night).Episode;

        Assert.Equal(
            new Decision.Later(morning, WaitReason.QuietHours),
            judge.Decide(Contracts.Home(100m, night), seen, sleeps, night).Decision
        );
        DateTimeOffset two = night.AddHours(4);
        Judgement paid = judge.Decide(Contracts.Home(500m, two), seen, sleeps, two);
        Assert.Equal(new Decision.Later(morning, WaitReason.QuietHours), paid.Decision);
        Judgement told = judge.Decide(Contracts.Home(500m, morning), paid.Episode, sleeps, morning);
        Assert.Equal(400m, Assert.IsType<Decision.Received>(told.Decision).Sum);
        Assert.Equal(
            new Decision.Silent(SilenceReason.Enough),
            judge.Decide(Contracts.Home(500m, morning), told.Episode, sleeps, morning).Decision
        );
    }

    [Fact]
    public void A_payment_that_is_not_enough_says_what_is_still_missing_and_is_the_warning_too()
    {
        DateTimeOffset now = At(1);
        Episode seen = new() { Last = new Seen(50m, new DateOnly(2026, 12, 1), 150m) };

        Judgement paid = judge.Decide(Contracts.Home(100m, now), seen, Awake, now);

        Decision.Received received = Assert.IsType<Decision.Received>(paid.Decision);
        Assert.Equal(50m, received.Sum);
        Assert.Equal(50m, Assert.IsType<Forecast.LastsUntil>(received.Forecast).Missing);
        Assert.Equal(
            new Decision.Silent(SilenceReason.ToldAlready),
            judge.Decide(Contracts.Home(100m, now), paid.Episode, Awake, now).Decision
        );
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
            ContractSnapshot contract = Contracts.Home(100m, now) with
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

    [Fact]
    public void When_the_money_lasts_again_it_is_told_once_and_the_levels_arm_again()
    {
        DateTimeOffset now = At(3);
        Wishes wishes = Awake with { Payments = false };
        Episode warned = judge.Decide(Contracts.Home(100m, now), Episode.Fresh, wishes, now).Episode;
        DateTimeOffset paid = now.AddHours(3);

        Judgement over = judge.Decide(Contracts.Home(400m, paid), warned, wishes, paid);
        Assert.IsType<Decision.AllRight>(over.Decision);
        Assert.False(over.Episode.IsOpen);
        Assert.Equal(
            new Decision.Silent(SilenceReason.Enough),
            judge.Decide(Contracts.Home(400m, paid), over.Episode, wishes, paid).Decision
        );
        Assert.Equal(
            new Decision.Silent(SilenceReason.EndedQuietly),
            judge.Decide(Contracts.Home(400m, paid), warned, wishes with { AllRight = false }, paid).Decision
        );
        DateTimeOffset low = paid.AddHours(20);
        Assert.IsType<Decision.Warn>(judge.Decide(Contracts.Home(100m, low), over.Episode, wishes, low).Decision);
    }

    [Theory]
    [InlineData("100", true)]
    [InlineData("99.99", true)]
    [InlineData("100.01", false)]
    public void An_own_threshold_is_a_level_beside_the_days(string balance, bool warned)
    {
        DateTimeOffset now = At(20);
        Wishes wishes = Awake with { Threshold = 100m };
        ContractSnapshot contract = Contracts.Home(
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
        Episode warned = judge.Decide(Contracts.Home(90m, now), Episode.Fresh, wishes, now).Episode;

        Assert.IsNotType<Decision.AllRight>(judge.Decide(Contracts.Home(110m, now), warned, wishes, now).Decision);
        Assert.IsType<Decision.AllRight>(judge.Decide(Contracts.Home(110.01m, now), warned, wishes, now).Decision);
    }

    [Fact]
    public void Where_transfers_rest_at_the_end_the_warning_comes_a_banking_day_earlier_and_names_the_day()
    {
        // 29 November 2026 is a Sunday, and the Friday before it a holiday.
        BankingDays banking = new([DayOfWeek.Saturday, DayOfWeek.Sunday], new HashSet<DateOnly> { new(2026, 11, 27) });
        Judge careful = new(new WarningLimits { Banking = banking });
        DateTimeOffset wednesday = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
        ContractSnapshot contract = Contracts.Home(100m, wednesday) with { NextCharge = new DateOnly(2026, 11, 29) };

        Decision.Warn warn = Assert.IsType<Decision.Warn>(
            careful.Decide(contract, Episode.Fresh, Awake, wednesday).Decision
        );

        Assert.Equal((Level.Day, new DateOnly(2026, 11, 26)), (warn.Level, warn.Deadline));
        Assert.Equal(
            Level.Week,
            Assert.IsType<Decision.Warn>(judge.Decide(contract, Episode.Fresh, Awake, wednesday).Decision).Level
        );
    }

    [Fact]
    public void Who_has_been_stopped_for_two_weeks_is_left_in_peace()
    {
        DateTimeOffset now = At(1);
        ContractSnapshot stopped = Contracts.Home(-10m, now) with { State = ContractState.BlockedForDebt };
        Episode since = new() { StoppedSince = DateOnly.FromDateTime(now.DateTime).AddDays(-14) };

        Assert.IsType<Decision.Warn>(judge.Decide(stopped, since, Awake, now).Decision);
        Episode longer = since with { StoppedSince = since.StoppedSince!.Value.AddDays(-1) };
        Assert.Equal(
            new Decision.Silent(SilenceReason.StoppedLong),
            judge.Decide(stopped, longer, Awake, now).Decision
        );
    }

    [Fact]
    public void Switched_off_snoozed_and_enough_are_each_told_apart()
    {
        DateTimeOffset now = At(1);
        ContractSnapshot low = Contracts.Home(100m, now);

        Assert.Equal(
            new Decision.Silent(SilenceReason.SwitchedOff),
            judge.Decide(low, Episode.Fresh, Awake with { On = false }, now).Decision
        );
        Assert.Equal(
            new Decision.Later(now.AddDays(1), WaitReason.Snoozed),
            judge.Decide(low, Episode.Fresh, Awake with { SnoozedUntil = now.AddDays(1) }, now).Decision
        );
        Assert.Equal(
            new Decision.Silent(SilenceReason.EnoughInEpisode),
            judge.Decide(low, new Episode { Told = Level.Week, Count = 6 }, Awake, now).Decision
        );
        Assert.Equal(
            new Decision.Silent(SilenceReason.Enough),
            judge.Decide(low, Episode.Fresh, Awake with { Levels = [] }, now).Decision
        );
    }

    [Theory]
    // A charge of 150.00 lies between: 100.00 + 300.00 - 150.00.
    [InlineData(100, 250, "2027-01-01", 300)]
    // Only the charge: no payment.
    [InlineData(200, 50, "2027-01-01", null)]
    [InlineData(100, 400, "2026-12-01", 300)]
    [InlineData(100, 100, "2026-12-01", null)]
    [InlineData(100, 90, "2026-12-01", null)]
    public void A_payment_is_recognised_over_a_charge_too(int before, int after, string next, int? paid)
    {
        DateTimeOffset now = At(0);
        Episode seen = new() { Last = new Seen(before, new DateOnly(2026, 12, 1), 150m) };
        ContractSnapshot contract = Contracts.Home(after, now) with
        {
            NextCharge = DateOnly.Parse(next, System.Globalization.CultureInfo.InvariantCulture),
        };

        Decision decision = judge.Decide(contract, seen, Awake, now).Decision;

        Assert.Equal(paid, (decision as Decision.Received)?.Sum);
        Assert.Equal(paid is not null, decision is Decision.Received);
    }

    /// <summary>Noon, so many days before the charge of 1 December.</summary>
    private static DateTimeOffset At(int daysBefore) =>
        new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero).AddDays(-daysBefore);
}
