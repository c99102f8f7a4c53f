using BalanceBot.Billing;
using BalanceBot.Warnings;
using CsCheck;

namespace BalanceBot.Tests.Warnings;

public sealed class ForecastPropertyTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    private static readonly Gen<ChargePeriod> Periods = Gen.OneOf<ChargePeriod>(
        Gen.Const<ChargePeriod>(new ChargePeriod.Monthly()),
        Gen.Const<ChargePeriod>(new ChargePeriod.Daily()),
        Gen.Const<ChargePeriod>(new ChargePeriod.SpreadOverMonth()),
        Gen.Int[1, 400].Select(days => (ChargePeriod)new ChargePeriod.Rolling(days))
    );

    private static readonly Gen<ContractSnapshot> Contracts =
        from balance in Gen.Int[-50_000, 500_000]
        from price in Gen.Int[1, 100_000]
        from period in Periods
        from next in Gen.Int[0, 400]
        from credit in Gen.Int[0, 60_000]
        from creditDays in Gen.Int[-5, 400]
        from creditEnds in Gen.Bool
        select new ContractSnapshot(new ContractKey("k"), "1", new Money(balance / 100m, "NOK"), default)
        {
            Price = price / 100m,
            Period = period,
            NextCharge = Today.AddDays(next),
            Credit = credit / 100m,
            CreditUntil = creditEnds ? Today.AddDays(creditDays) : null,
        };

    [Fact]
    public void More_money_never_ends_sooner() =>
        Contracts
            .Select(Gen.Int[0, 100_000])
            .Sample((contract, more) => Assert.True(End(Paid(contract, more / 100m)) >= End(contract)));

    [Fact]
    public void Who_pays_the_missing_sum_gets_past_the_day_and_who_pays_less_does_not() =>
        Contracts.Sample(contract =>
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
        Contracts
            .Select(Gen.Int[0, 10_000])
            .Sample(
                (contract, more) =>
                    Assert.True(End(contract with { Price = contract.Price + (more / 100m) }) <= End(contract))
            );

    [Fact]
    public void A_forecast_agrees_with_charging_day_by_day() =>
        Contracts.Sample(contract => Assert.Equal(ByDays(contract), End(contract)), iter: 300);

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

    /// <summary>The slow way, told in other words than the code: a purse, a calendar and one charge after another.</summary>
    private static DateOnly ByDays(ContractSnapshot contract)
    {
        decimal purse = contract.Balance.Amount;
        if (purse + CreditOn(contract, Today) < 0)
        {
            return Today.AddDays(-1);
        }

        for (DateOnly day = Today; day <= Today.AddYears(10); day = day.AddDays(1))
        {
            purse -= IsCharged(contract, day) ? ChargeOf(contract, day) : 0;
            if (purse + CreditOn(contract, day) < 0)
            {
                return day;
            }
        }

        return DateOnly.MaxValue;
    }

    private static decimal CreditOn(ContractSnapshot contract, DateOnly day) =>
        contract.CreditUntil is { } end && end < day ? 0 : contract.Credit;

    private static bool IsCharged(ContractSnapshot contract, DateOnly day)
    {
        DateOnly first = contract.NextCharge!.Value;
        return day >= first
            && contract.Period switch
            {
                ChargePeriod.Monthly => day.Day == Math.Min(first.Day, DateTime.DaysInMonth(day.Year, day.Month)),
                ChargePeriod.Rolling(var days) => (day.DayNumber - first.DayNumber) % days == 0,
                _ => true,
            };
    }

    private static decimal ChargeOf(ContractSnapshot contract, DateOnly day)
    {
        decimal price = contract.Price!.Value;
        if (contract.Period is not ChargePeriod.SpreadOverMonth)
        {
            return price;
        }

        decimal days = DateTime.DaysInMonth(day.Year, day.Month);
        return Total(day.Day) - Total(day.Day - 1);

        decimal Total(int part) => decimal.Round(price * part / days, 2, MidpointRounding.AwayFromZero);
    }
}
