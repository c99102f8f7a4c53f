using BalanceBot.Billing;
using BalanceBot.Warnings;
using CsCheck;

namespace BalanceBot.Tests.Warnings;

public sealed class ForecastPropertyTests
{
    private static readonly DateOnly Today = DayByDay.Today;

    [Fact]
    public void More_money_never_ends_sooner() =>
        DayByDay
            .Contracts.Select(Gen.Int[0, 100_000])
            .Sample((contract, more) => Assert.True(End(Paid(contract, more / 100m)) >= End(contract)));

    [Fact]
    public void Who_pays_the_missing_sum_gets_past_the_day_and_who_pays_less_does_not() =>
        DayByDay.Contracts.Sample(contract =>
        {
            decimal missing = Missing(contract);
            if (missing > 0)
            {
                Assert.True(End(Paid(contract, missing)) > End(contract));
                Assert.Equal(End(contract), End(Paid(contract, missing - 0.01m)));
            }
        });

    [Fact]
    public void A_higher_price_never_lasts_longer() =>
        DayByDay
            .Contracts.Select(Gen.Int[0, 10_000])
            .Sample(
                (contract, more) =>
                    Assert.True(End(contract with { Price = contract.Price + (more / 100m) }) <= End(contract))
            );

    [Fact]
    public void A_forecast_agrees_with_charging_day_by_day() =>
        DayByDay.Contracts.Sample(contract => Assert.Equal(DayByDay.LastsUntil(contract), End(contract)), iter: 300);

    [Fact]
    public void A_charge_is_everything_that_the_day_takes() =>
        DayByDay.Contracts.Sample(contract =>
        {
            if (Forecast.Of(contract, Today) is Forecast.LastsUntil(var on, _, var charge))
            {
                Assert.Equal(DayByDay.ChargedOn(contract, on), charge);
            }
        });

    [Fact]
    public void What_is_charged_never_falls_and_is_the_sum_of_its_days() =>
        DayByDay.Contracts.Sample(
            contract =>
            {
                ChargePlan plan = ChargePlan.Of(contract, Today, 2)!;
                decimal sum = 0;
                for (DateOnly day = Today; day < Today.AddDays(900); day = day.AddDays(1))
                {
                    sum += DayByDay.ChargedOn(contract, day);
                    Assert.Equal(sum, plan.Through(day));
                    Assert.True(plan.Through(day) >= plan.Through(day.AddDays(-1)));
                }
            },
            iter: 300
        );

    [Fact]
    public void A_service_more_never_lasts_longer() =>
        DayByDay
            .Contracts.Select(Gen.Int[0, 10_000])
            .Sample(
                (contract, price) =>
                    Assert.True(
                        End(contract with { Services = [.. contract.Services, new("IP", price / 100m)] })
                            <= End(contract)
                    )
            );

    [Fact]
    public void A_threshold_is_reached_on_the_day_on_which_the_balance_is_so_low() =>
        DayByDay
            .Contracts.Select(Gen.Int[-50_000, 500_000])
            .Sample(
                (contract, threshold) =>
                    Assert.Equal(
                        DayByDay.First(contract, (purse, _) => purse <= threshold / 100m),
                        Forecaster.FirstDayAtOrBelow(contract, threshold / 100m, Today)
                    ),
                iter: 300
            );

    [Fact]
    public void An_estimate_lasts_as_a_daily_tariff_of_that_sum_does() =>
        DayByDay
            .Contracts.Select(Gen.Int[1, 10_000])
            .Sample(
                (contract, spend) =>
                {
                    ContractSnapshot silent = contract with { Price = null, Services = [], Change = null };
                    ContractSnapshot daily = silent with
                    {
                        Price = spend / 100m,
                        Period = new ChargePeriod.Daily(),
                        NextCharge = null,
                    };
                    Forecast told = Forecast.Of(daily, Today);

                    Assert.Equal(
                        told is Forecast.LastsUntil until ? until with { IsEstimate = true } : told,
                        Forecast.Of(silent, Today, spend / 100m)
                    );
                }
            );

    [Fact]
    public void A_spread_charge_takes_exactly_the_price_in_any_whole_month() =>
        Gen.Int[1, 1_000_000]
            .Select(Gen.Int[0, 119])
            .Sample(
                (price, months) =>
                {
                    DateOnly first = new DateOnly(2026, 12, 1).AddMonths(months);
                    ContractSnapshot contract = Spread(price / 100m);
                    ChargePlan plan = ChargePlan.Of(contract, Today, 2)!;
                    Assert.Equal(
                        contract.Price,
                        plan.Through(first.AddMonths(1).AddDays(-1)) - plan.Through(first.AddDays(-1))
                    );
                }
            );

    private static ContractSnapshot Spread(decimal price) =>
        new(new ContractKey("k"), "1", new Money(0m, "NOK"), default)
        {
            Price = price,
            Period = new ChargePeriod.SpreadOverMonth(),
        };

    private static ContractSnapshot Paid(ContractSnapshot contract, decimal sum) =>
        contract with
        {
            Balance = contract.Balance with { Amount = contract.Balance.Amount + sum },
        };

    /// <summary>The day before today for a stopped contract: an order in which paying always leads upwards.</summary>
    private static DateOnly End(ContractSnapshot contract) =>
        Forecast.Of(contract, Today) switch
        {
            Forecast.LastsUntil(var on, _, _) => on,
            Forecast.Stopped => Today.AddDays(-1),
            _ => DateOnly.MaxValue,
        };

    private static decimal Missing(ContractSnapshot contract) =>
        Forecast.Of(contract, Today) switch
        {
            Forecast.LastsUntil(_, var missing, _) => missing,
            Forecast.Stopped(var missing) => missing ?? 0,
            _ => 0,
        };
}
