using BalanceBot.Billing;
using BalanceBot.Tests.Replies;
using BalanceBot.Warnings;
using CsCheck;

namespace BalanceBot.Tests.Warnings;

public sealed class CourseTests
{
    private static readonly DateOnly Today = Samples.Today;

    /// <summary>A day, and a sum in minor units.</summary>
    private static readonly Gen<Movement[]> Some = Gen.Select(Gen.Int[0, 120], Gen.Int[-5_000, 50_000])
        .Select((back, minor) => new Movement(Samples.Now.AddDays(-back), minor / 100m, null))
        .Array[0, 30];

    [Fact]
    public void Who_begins_with_the_oldest_balance_and_adds_what_was_paid_and_charged_comes_to_the_present_one() =>
        Gen.Select(Some, Some, Gen.Int[-100_000, 100_000])
            .Sample(
                (payments, charges, minor) =>
                {
                    Course course = Of(Samples.Monthly("1", minor / 100m), payments, charges)!;

                    Assert.Equal(minor / 100m, course.Now.Balance);
                    for (int i = 1; i < course.Past.Count; i++)
                    {
                        DateOnly day = course.Past[i].Day;
                        decimal change = On(payments, day) - On(charges, day);
                        Assert.Equal(course.Past[i - 1].Balance + change, course.Past[i].Balance);
                        Assert.Equal(course.Past[i - 1].Day.AddDays(1), day);
                    }

                    Assert.Equal((Today.AddDays(-90), Today), (course.Past[0].Day, course.Now.Day));
                    Assert.All(
                        course.Past,
                        one => Assert.InRange(one.Balance, course.Lowest.Balance, course.Highest.Balance)
                    );
                }
            );

    [Fact]
    public void Ahead_it_falls_by_what_will_be_charged_until_the_day_that_the_forecast_names()
    {
        Course course = Of(Samples.Monthly("1", 149.99m), [], [])!;

        Assert.Equal(new DateOnly(2026, 12, 1), course.RunsOut);
        Assert.Equal(new DayBalance(Today, 149.99m), course.Ahead[0]);
        Assert.Equal(new DayBalance(new DateOnly(2026, 11, 30), 149.99m), course.Ahead[^2]);
        Assert.Equal(new DayBalance(new DateOnly(2026, 12, 1), -0.01m), course.Ahead[^1]);
    }

    [Fact]
    public void What_lasts_longer_is_looked_at_for_thirty_days()
    {
        Course course = Of(Samples.Monthly("1", 1_000m), [], [])!;

        Assert.Null(course.RunsOut);
        Assert.Equal(new DayBalance(Today.AddDays(30), 850m), course.Ahead[^1]);
    }

    [Fact]
    public void Where_nobody_can_say_what_is_charged_nothing_is_drawn_ahead()
    {
        ContractSnapshot home = Samples.Monthly("1", 100m);
        ContractSnapshot[] unsaid =
        [
            home with
            {
                Price = null,
            },
            home with
            {
                NextCharge = null,
            },
            home with
            {
                AutoPay = true,
            },
            home with
            {
                State = ContractState.Frozen,
            },
            home with
            {
                State = ContractState.BlockedForDebt,
            },
            home with
            {
                State = ContractState.Closed,
            },
        ];

        Assert.All(unsaid, contract => Assert.Empty(Of(contract, [], [])!.Ahead));
    }

    [Fact]
    public void Nonsense_is_no_course()
    {
        Movement huge = new(Samples.Now, decimal.MaxValue, null);

        Assert.Null(Of(Samples.Monthly("1", decimal.MaxValue), [], []));
        Assert.Null(Of(Samples.Monthly("1", 1m), [huge], [huge]));
    }

    private static decimal On(IEnumerable<Movement> all, DateOnly day) =>
        all.Where(one => DateOnly.FromDateTime(one.At.UtcDateTime) == day).Sum(one => one.Amount);

    private static Course? Of(ContractSnapshot contract, Movement[] payments, Movement[] charges) =>
        Course.Of(contract, payments, charges, Today, moment => DateOnly.FromDateTime(moment.UtcDateTime));
}
