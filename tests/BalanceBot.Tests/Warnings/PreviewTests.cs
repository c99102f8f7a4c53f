using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

/// <summary>The answer to a changed setting: when the next warning would come. 150.00 are due on 1 December.</summary>
public sealed class PreviewTests
{
    private static readonly DateTimeOffset Now = Contracts.Noon;
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly ContractSnapshot Home = Contracts.Home(200m);
    private static readonly Wishes All = new();

    [Theory]
    // 200.00 last until 1 January.
    [InlineData("None", "Week ThreeDays Day", "2026-12-25", "Week")]
    [InlineData("None", "ThreeDays Day", "2026-12-29", "ThreeDays")]
    [InlineData("Week", "Week ThreeDays Day", "2026-12-29", "ThreeDays")]
    [InlineData("ThreeDays", "Week ThreeDays Day", "2026-12-31", "Day")]
    [InlineData("Day", "Week ThreeDays Day", "2027-01-01", "Stopped")]
    [InlineData("None", "", "2027-01-01", "Stopped")]
    public void The_next_level_that_was_not_told_comes_so_many_days_before_the_end(
        string told,
        string levels,
        string day,
        string level
    )
    {
        Wishes wishes = All with
        {
            Levels = [.. levels.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Level>)],
        };

        Assert.Equal(
            On(day, Enum.Parse<Level>(level)),
            Of(Home, new Episode { Told = Enum.Parse<Level>(told) }, wishes)
        );
    }

    [Fact]
    public void Who_is_told_that_it_has_stopped_is_told_nothing_more() =>
        Assert.Equal(new Preview.NothingMore(), Of(Home, new Episode { Told = Level.Stopped }, All));

    [Fact]
    public void Of_several_that_are_reached_the_nearest_comes_today() =>
        Assert.Equal(
            On("2026-11-24", Level.ThreeDays),
            Of(Contracts.Home(100m) with { NextCharge = Today.AddDays(2) }, Episode.Fresh, All)
        );

    [Theory]
    // At 50.00 after the charge of December.
    [InlineData("50", "2026-12-01")]
    [InlineData("49.99", "2026-12-25")]
    public void A_threshold_comes_on_the_day_that_leaves_so_little_if_it_comes_first(string sum, string day)
    {
        Wishes wishes = All with { Threshold = Sums.Of(sum) };

        Assert.Equal(On(day, day == "2026-12-01" ? Level.Threshold : Level.Week), Of(Home, Episode.Fresh, wishes));
    }

    [Fact]
    public void A_threshold_that_was_told_or_comes_after_a_level_does_not_come()
    {
        Wishes wishes = All with { Threshold = 50m };

        Assert.Equal(On("2026-12-25", Level.Week), Of(Home, new Episode { ThresholdTold = true }, wishes));
        Assert.Equal(On("2026-12-29", Level.ThreeDays), Of(Home, new Episode { Told = Level.Week }, wishes));
    }

    [Fact]
    public void On_the_same_day_the_level_is_nearer_than_the_threshold() =>
        Assert.Equal(
            On("2026-12-01", Level.Stopped),
            Of(Contracts.Home(100m), new Episode { Told = Level.None }, All with { Levels = [], Threshold = -50m })
        );

    [Theory]
    [InlineData(24, "2026-11-25")]
    [InlineData(12, "2026-11-25")]
    [InlineData(11, "2026-11-24")]
    [InlineData(0, "2026-11-24")]
    [InlineData(-24, "2026-11-24")]
    public void A_snooze_puts_off_what_is_due_to_its_end(int hours, string day)
    {
        Wishes snoozed = All with { SnoozedUntil = Now.AddHours(hours), Levels = [Level.Week] };

        Assert.Equal(On(day, Level.Week), Of(Contracts.Home(100m), Episode.Fresh, snoozed));
        Assert.Equal(On("2026-12-25", Level.Week), Of(Home, Episode.Fresh, snoozed));
    }

    /// <summary>10.00 a day from tomorrow: what is charged while it is snoozed is charged.</summary>
    [Theory]
    [InlineData(2, "2026-11-29")]
    [InlineData(7, "2026-12-01")]
    public void A_snooze_does_not_put_off_the_charges(int days, string day)
    {
        ContractSnapshot daily = Home with { Period = new ChargePeriod.Daily(), Price = 10m, NextCharge = null };
        Wishes snoozed = All with { SnoozedUntil = Now.AddDays(days), Threshold = 150m };

        Assert.Equal(On(day, Level.Threshold), Of(daily, Episode.Fresh, snoozed));
    }

    [Fact]
    public void Where_transfers_rest_at_the_end_the_days_are_counted_from_the_banking_day_before()
    {
        // 1 January 2027 is a Friday, and a holiday; what has stopped has stopped on the day itself.
        BankingDays banking = new([], new HashSet<DateOnly> { new(2027, 1, 1), new(2026, 12, 31) });
        Previewer careful = new(new WarningLimits { Banking = banking });

        Assert.Equal(On("2026-12-23", Level.Week), careful.Of(Home, Episode.Fresh, All, Now));
        Assert.Equal(On("2027-01-01", Level.Stopped), careful.Of(Home, new Episode { Told = Level.Day }, All, Now));
    }

    [Fact]
    public void The_plain_threshold_comes_where_nothing_is_known()
    {
        ContractSnapshot unknown = Home with { Period = null, NextCharge = null, Price = null };
        Previewer plain = new(new WarningLimits { PlainThreshold = 200m });

        Assert.Equal(On("2026-11-24", Level.Threshold), plain.Of(unknown, Episode.Fresh, All, Now));
        Assert.Equal(
            new Preview.Never(SilenceReason.NoDueDate),
            plain.Of(unknown, Episode.Fresh, All with { Threshold = 199m }, Now)
        );
        Assert.Equal(On("2026-12-25", Level.Week), plain.Of(Home, Episode.Fresh, All, Now));
    }

    [Fact]
    public void An_estimate_is_previewed_as_it_is_judged()
    {
        ContractSnapshot unknown = Home with { Period = null, NextCharge = null, Price = null };
        Spending spending = Spending.From(Today.AddDays(-10)).Observe(100m, 0m, Today.AddDays(-10));

        // 10.00 a day: 200.00 last until the 21st day, and the week before it begins on the 14th.
        Assert.Equal(On("2026-12-08", Level.Week), Of(unknown, new Episode { Spending = spending }, All));
    }

    public static TheoryData<string, string> Reasons =>
        new()
        {
            { "off", "SwitchedOff" },
            { "frozen", "Frozen" },
            { "autopay", "AutoPay" },
            { "unknown", "NoDueDate" },
            { "stopped", "NoDueDate" },
            { "rich", "Enough" },
        };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Who_will_not_be_warned_is_told_why(string what, string reason)
    {
        ContractSnapshot contract = what switch
        {
            "frozen" => Home with { State = ContractState.Frozen },
            "autopay" => Home with { AutoPay = true },
            "unknown" => Home with { Period = null },
            "stopped" => Home with { State = ContractState.BlockedForDebt },
            "rich" => Contracts.Home(1_000_000m),
            _ => Home,
        };

        Preview preview = Of(contract, Episode.Fresh, All with { On = what != "off" });

        Assert.Equal(new Preview.Never(Enum.Parse<SilenceReason>(reason)), preview);
    }

    [Fact]
    public void Who_has_had_as_many_warnings_as_there_may_be_is_told_nothing_more() =>
        Assert.Equal(
            (new Preview.NothingMore(), On("2026-12-29", Level.ThreeDays)),
            (
                (Preview.NothingMore)Of(Home, new Episode { Told = Level.Week, Count = 6 }, All),
                Of(Home, new Episode { Told = Level.Week, Count = 5 }, All)
            )
        );

    private static Preview Of(ContractSnapshot contract, Episode episode, Wishes wishes) =>
        new Previewer(new WarningLimits()).Of(contract, episode, wishes, Now);

    private static Preview On(string day, Level level) => new Preview.On(Sums.Day(day), level);
}
