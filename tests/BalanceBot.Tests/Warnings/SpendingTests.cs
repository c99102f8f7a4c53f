using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

/// <summary>What a day has cost on average, where the billing does not say.</summary>
public sealed class SpendingTests
{
    private static readonly DateOnly First = new(2026, 11, 1);

    [Theory]
    // A week has every day of the week once; less says nothing.
    [InlineData(6, null)]
    [InlineData(7, "10")]
    [InlineData(30, "10")]
    [InlineData(31, "10")]
    [InlineData(60, "10")]
    public void An_average_takes_a_week_to_learn(int days, string? average) =>
        Assert.Equal(Sums.OrNone(average), EveryDay(10m, days).Average(First.AddDays(days)));

    [Theory]
    // 300.00 on the first day: an average of 10.00 as long as it is among the last thirty.
    [InlineData(29, "10.344827586206896551724137931")]
    [InlineData(30, "10")]
    [InlineData(31, "0")]
    public void What_was_spent_more_than_thirty_days_ago_does_not_count(int days, string average) =>
        Assert.Equal(Sums.Of(average), Spent(300m, First).Average(First.AddDays(days)));

    [Fact]
    public void Today_is_not_over_and_does_not_count()
    {
        DateOnly today = First.AddDays(10);

        Spending spending = Spent(100m, First.AddDays(3)).Observe(500m, 1m, today);

        Assert.Equal(10m, spending.Average(today));
        Assert.Equal(599m / 11, spending.Average(today.AddDays(1)));
    }

    [Fact]
    public void A_day_is_the_sum_of_what_was_spent_on_it_and_a_payment_is_not_spent()
    {
        Spending spending = Spending
            .From(First)
            .Observe(100m, 90m, First)
            .Observe(90m, 390m, First)
            .Observe(390m, 380m, First)
            .Observe(380m, 375m, First)
            .Observe(375m, 370m, First.AddDays(1));

        Assert.Equal([new DaySpend(First, 25m), new DaySpend(First.AddDays(1), 5m)], spending.Days);
    }

    [Fact]
    public void A_day_older_than_thirty_is_forgotten_and_one_of_thirty_is_over()
    {
        Spending spending = Spent(10m, First).Observe(5m, 0m, First.AddDays(1));

        Assert.Same(spending, spending.Observe(5m, 5m, First.AddDays(29)));
        Assert.Equal([new DaySpend(First.AddDays(1), 5m)], spending.Observe(5m, 5m, First.AddDays(30)).Days);
        Assert.Equal(
            [new DaySpend(First.AddDays(1), 5m), new DaySpend(First.AddDays(30), 2m)],
            spending.Observe(5m, 3m, First.AddDays(30)).Days
        );
        Assert.Empty(spending.Observe(5m, 5m, First.AddDays(31)).Days);
    }

    [Fact]
    public void While_nothing_is_spent_nothing_is_remembered_anew()
    {
        Spending spending = Spending.From(First);

        Assert.Same(spending, spending.Observe(5m, 5m, First.AddDays(100)));
        Assert.Same(spending, spending.Observe(5m, 500m, First));
    }

    private static Spending Spent(decimal sum, DateOnly day) => Spending.From(First).Observe(sum, 0m, day);

    private static Spending EveryDay(decimal sum, int days) =>
        Enumerable
            .Range(0, days)
            .Aggregate(Spending.From(First), (spending, day) => spending.Observe(sum, 0m, First.AddDays(day)));
}
