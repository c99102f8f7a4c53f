using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

public sealed class TopUpTests
{
    private static readonly DateOnly Day = new(2026, 12, 1);

    [Theory]
    [InlineData("0.01", "1", "1")]
    [InlineData("99.99", "50", "100")]
    [InlineData("100", "50", "100")]
    [InlineData("100.01", "50", "150")]
    [InlineData("0.01", "0.01", "0.01")]
    [InlineData("0", "50", null)]
    [InlineData(null, "50", null)]
    public void What_is_missing_is_paid_in_whole_steps(string? missing, string step, string? sum) =>
        Assert.Equal(
            Sums.OrNone(sum),
            TopUp.Recommended(Contracts.Home(0m), new Forecast.Stopped(Sums.OrNone(missing)), Day, Sums.Of(step))
        );

    [Theory]
    // 10.00 a day, 35.00 left: 265.00 are missing for thirty days.
    [InlineData("daily", "35", "5", "265")]
    // 300.00 a month in daily parts.
    [InlineData("spread", "35", "5", "265")]
    // More is missing than a month needs.
    [InlineData("daily", "35", "400", "400")]
    // A debt comes on top.
    [InlineData("daily", "-20", "20", "320")]
    // Whole charges: what is missing, and no more.
    [InlineData("monthly", "35", "265", "265")]
    public void Where_a_little_is_charged_each_day_a_month_is_recommended(
        string period,
        string balance,
        string missing,
        string sum
    )
    {
        ContractSnapshot contract = Contracts.Home(Sums.Of(balance)) with
        {
            Price = period == "daily" ? 10m : 300m,
            Period = period switch
            {
                "daily" => new ChargePeriod.Daily(),
                "spread" => new ChargePeriod.SpreadOverMonth(),
                _ => new ChargePeriod.Monthly(),
            },
        };

        Assert.Equal(
            Sums.Of(sum),
            TopUp.Recommended(contract, new Forecast.LastsUntil(Day, Sums.Of(missing), 10m), Day, 1m)
        );
    }

    [Fact]
    public void By_an_estimate_a_month_at_that_pace_is_recommended() =>
        Assert.Equal(
            120m,
            TopUp.Recommended(
                Contracts.Home(30m) with
                {
                    Period = null,
                    Price = null,
                },
                new Forecast.LastsUntil(Day, 1m, 5m) { IsEstimate = true },
                Day,
                1m
            )
        );

    [Fact]
    public void It_is_known_of_every_end_what_is_missing_and_of_no_end_nothing()
    {
        Assert.Equal(5m, TopUp.MissingOf(new Forecast.LastsUntil(Day, 5m, 150m)));
        Assert.Equal(6m, TopUp.MissingOf(new Forecast.Stopped(6m)));
        Assert.Equal(7m, TopUp.MissingOf(new Forecast.Unknown(7m)));
        Assert.Null(TopUp.MissingOf(new Forecast.NoEnd(NoEndReason.FarAway)));
    }
}
