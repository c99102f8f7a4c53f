using System.Globalization;
using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

/// <summary>What is said where the billing is silent, and when a balance reaches a threshold.</summary>
public sealed class ForecastEstimateTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    [Theory]
    [InlineData(100, 10, "2026-12-05", 10, 10)]
    [InlineData(99.99, 10, "2026-12-04", 0.01, 10)]
    [InlineData(0, 10, "2026-11-25", 10, 10)]
    [InlineData(10, 3.333, "2026-11-28", 3.34, 3.33)]
    // A charge that rounds to nothing is still one: 0 would say that a credit has ended.
    [InlineData(0, 0.004, "2026-11-25", 0.01, 0.01)]
    public void Where_the_billing_says_nothing_the_money_lasts_by_what_a_day_has_cost(
        double balance,
        double spend,
        string on,
        double missing,
        double charge
    ) =>
        Assert.Equal(
            new Forecast.LastsUntil(Day(on), (decimal)missing, (decimal)charge) { IsEstimate = true },
            Forecast.Of(Silent((decimal)balance), Today, (decimal)spend)
        );

    [Fact]
    public void An_estimate_stands_in_for_a_day_that_nobody_keeps_up() =>
        Assert.True(
            Forecast.Of(Contracts.Home(100m) with { NextCharge = Today.AddDays(-60) }, Today, 10m)
                is Forecast.LastsUntil { IsEstimate: true }
        );

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(1e16)]
    public void Nothing_is_estimated_from_no_spending_or_from_nonsense(double? spend) =>
        Assert.Equal(new Forecast.Unknown(null), Forecast.Of(Silent(100m), Today, (decimal?)spend));

    [Fact]
    public void What_the_billing_says_is_never_replaced_by_an_estimate()
    {
        ContractSnapshot[] known =
        [
            Contracts.Home(100m),
            Contracts.Home(1_000_000m),
            Silent(100m) with
            {
                Price = 0m,
            },
            Silent(100m) with
            {
                AutoPay = true,
            },
            Silent(100m) with
            {
                State = ContractState.Frozen,
            },
            Silent(100m) with
            {
                State = ContractState.BlockedForDebt,
            },
            Silent(-100m),
            Silent(decimal.MaxValue),
        ];
        Assert.All(known, contract => Assert.Equal(Forecast.Of(contract, Today), Forecast.Of(contract, Today, 10m)));
    }

    [Fact]
    public void An_estimate_beyond_ten_years_is_far_away() =>
        Assert.Equal(new Forecast.NoEnd(NoEndReason.FarAway), Forecast.Of(Silent(1_000_000m), Today, 10m));

    [Theory]
    // At or below: both sides of each charge of 150.00.
    [InlineData(50, "2026-12-01")]
    [InlineData(49.99, "2027-01-01")]
    [InlineData(199.99, "2026-12-01")]
    [InlineData(200, "2026-11-24")]
    [InlineData(1000, "2026-11-24")]
    [InlineData(-100, "2027-01-01")]
    [InlineData(-100.01, "2027-02-01")]
    [InlineData(-1_000_000, null)]
    public void A_threshold_is_reached_on_the_first_day_that_leaves_so_little(double threshold, string? on) =>
        Assert.Equal(
            on is null ? null : Day(on),
            Forecaster.FirstDayAtOrBelow(Contracts.Home(200m) with { Credit = 500m }, (decimal)threshold, Today)
        );

    [Fact]
    public void A_threshold_is_never_reached_where_nothing_is_known_to_be_charged()
    {
        ContractSnapshot contract = Contracts.Home(200m);
        ContractSnapshot[] still =
        [
            contract with
            {
                Period = null,
            },
            contract with
            {
                AutoPay = true,
            },
            contract with
            {
                State = ContractState.Frozen,
            },
            contract with
            {
                Price = 0m,
            },
            contract with
            {
                Price = decimal.MaxValue,
            },
        ];
        Assert.All(still, silent => Assert.Null(Forecaster.FirstDayAtOrBelow(silent, 50m, Today)));
        Assert.All(still[..4], low => Assert.Equal(Today, Forecaster.FirstDayAtOrBelow(low, 200m, Today)));
    }

    private static ContractSnapshot Silent(decimal balance) =>
        Contracts.Home(balance) with
        {
            Price = null,
            Period = null,
        };

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
