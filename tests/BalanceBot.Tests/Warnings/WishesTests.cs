using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

/// <summary>What a subscriber has chosen, and the operator's word where they have not.</summary>
public sealed class WishesTests
{
    private static readonly WarningLimits Operator = new()
    {
        Levels = [Level.ThreeDays],
        Quiet = new QuietHours(new TimeOnly(23, 0), new TimeOnly(6, 0)),
        Payments = false,
        AllRight = false,
        Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo"),
    };

    [Fact]
    public void Who_has_chosen_nothing_gets_what_the_operator_has_set()
    {
        Wishes wishes = Wishes.Of(WarningChoices.None, LinkChoices.None, Operator);

        Assert.Equal(
            (Operator.Levels, Operator.Quiet, Operator.Zone, Operator.Payments, Operator.AllRight),
            (wishes.Levels, wishes.Quiet, wishes.Zone, wishes.Payments, wishes.AllRight)
        );
        Assert.True(wishes.On);
        Assert.Null(wishes.Threshold);
        Assert.Null(wishes.SnoozedUntil);
    }

    [Fact]
    public void Without_any_setting_everything_is_told_at_seven_three_and_one_day_but_not_at_night()
    {
        Wishes wishes = Wishes.Of(WarningChoices.None, LinkChoices.None, new WarningLimits());

        Assert.Equal([Level.Week, Level.ThreeDays, Level.Day], wishes.Levels);
        Assert.Equal(new QuietHours(new TimeOnly(21, 0), new TimeOnly(8, 0)), wishes.Quiet);
        Assert.True(wishes is { Payments: true, AllRight: true, On: true });
        Assert.True(new Wishes() is { Payments: true, AllRight: true, On: true, Levels.Count: 3 });
    }

    [Fact]
    public void What_a_chat_has_chosen_is_stronger_than_the_operators_default()
    {
        WarningChoices chat = new()
        {
            Quiet = new QuietChoice(new TimeOnly(1, 0), new TimeOnly(2, 0)),
            Zone = "Asia/Tokyo",
            Payments = true,
            AllRight = true,
        };

        Wishes wishes = Wishes.Of(chat, LinkChoices.None, Operator);

        Assert.Equal(new QuietHours(new TimeOnly(1, 0), new TimeOnly(2, 0)), wishes.Quiet);
        Assert.Equal("Asia/Tokyo", wishes.Zone.Id);
        Assert.True(wishes is { Payments: true, AllRight: true });
    }

    [Fact]
    public void What_is_chosen_for_a_contract_is_of_that_contract()
    {
        LinkChoices contract = new()
        {
            On = false,
            Threshold = 50m,
            SnoozedUntil = Contracts.Noon,
        };

        Wishes wishes = Wishes.Of(WarningChoices.None, contract, Operator);

        Assert.Equal((false, 50m, Contracts.Noon), (wishes.On, wishes.Threshold, wishes.SnoozedUntil));
    }

    [Theory]
    [InlineData(true, false, false, "Week")]
    [InlineData(false, true, false, "ThreeDays")]
    [InlineData(false, false, true, "Day")]
    [InlineData(true, false, true, "Week Day")]
    [InlineData(true, true, true, "Week ThreeDays Day")]
    [InlineData(false, false, false, "")]
    public void A_chat_chooses_any_of_the_days(bool week, bool threeDays, bool day, string levels)
    {
        WarningChoices chat = new() { Days = new DayChoice(week, threeDays, day) };

        Assert.Equal(levels, string.Join(' ', Wishes.Of(chat, LinkChoices.None, Operator).Levels));
    }

    [Fact]
    public void A_zone_that_this_machine_does_not_know_is_no_reason_to_wake_anybody() =>
        Assert.Equal(
            Operator.Zone,
            Wishes.Of(new WarningChoices { Zone = "Moon/Tranquility" }, LinkChoices.None, Operator).Zone
        );
}
