using System.Globalization;
using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

public sealed class ForecastTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly ChargePeriod Month = new ChargePeriod.Monthly();
    private static readonly ChargePeriod EveryDay = new ChargePeriod.Daily();
    private static readonly ChargePeriod Spread = new ChargePeriod.SpreadOverMonth();

    [Fact]
    public void Scenario_1_of_149_99_against_a_charge_of_150_tomorrow_0_01_is_missing() =>
        Assert.Equal(Ends("2026-11-25", 0.01m, 150m), Of(Contract(149.99m, 150m, Month, "2026-11-25")));

    [Fact]
    public void Scenario_2_a_debt_is_not_a_stop_while_the_available_sum_covers_the_charge()
    {
        ContractSnapshot contract = Contract(-20m, 50m, Month, "2026-11-25") with { Credit = 100m };
        Assert.Equal(Ends("2026-12-25", 20m, 50m), Of(contract));
    }

    [Theory]
    [InlineData("2026-12-01", 150, "2027-01-01", 150)]
    [InlineData("2026-12-01", 0, "2026-12-01", 150)]
    [InlineData("2026-12-01", 149.99, "2026-12-01", 0.01)]
    [InlineData("2026-12-01", 450.01, "2027-03-01", 149.99)]
    [InlineData("2026-11-24", 100, "2026-11-24", 50)]
    [InlineData("2026-12-31", 150, "2027-01-31", 150)]
    [InlineData("2026-12-31", 300, "2027-02-28", 150)]
    [InlineData("2026-12-31", 450, "2027-03-31", 150)]
    [InlineData("2027-01-30", 150, "2027-02-28", 150)]
    [InlineData("2028-01-31", 150, "2028-02-29", 150)]
    [InlineData("2026-11-30", 150, "2026-12-30", 150)]
    [InlineData("2026-11-20", 150, "2026-12-20", 150)]
    [InlineData("2026-11-20", 149, "2026-11-24", 1)]
    public void A_monthly_charge_falls_on_its_day_or_the_months_last(
        string next,
        double balance,
        string on,
        double missing
    ) => Assert.Equal(Ends(on, (decimal)missing, 150m), Of(Contract((decimal)balance, 150m, Month, next)));

    [Theory]
    [InlineData(null, 50, "2026-11-30", 10)]
    [InlineData(null, 0, "2026-11-25", 10)]
    [InlineData("2026-11-24", 0, "2026-11-24", 10)]
    [InlineData("2026-11-26", 0, "2026-11-26", 10)]
    [InlineData("2026-11-01", 15, "2026-11-25", 5)]
    public void A_daily_charge_starts_tomorrow_unless_the_billing_says_otherwise(
        string? next,
        double balance,
        string on,
        double missing
    ) => Assert.Equal(Ends(on, (decimal)missing, 10m), Of(Contract((decimal)balance, 10m, EveryDay, next)));

    [Theory]
    [InlineData(30, 150, "2026-12-31", 150)]
    [InlineData(30, 299, "2026-12-31", 1)]
    [InlineData(7, 300, "2026-12-15", 150)]
    [InlineData(1, 300, "2026-12-03", 150)]
    public void A_rolling_charge_comes_every_so_many_days(int days, double balance, string on, double missing) =>
        Assert.Equal(
            Ends(on, (decimal)missing, 150m),
            Of(Contract((decimal)balance, 150m, new ChargePeriod.Rolling(days), "2026-12-01"))
        );

    /// <summary>November has 30 days: six parts of 10.00 are left; December has 31: 300 / 31 = 9.677...</summary>
    [Theory]
    [InlineData(59.99, "2026-11-30", 0.01, 10)]
    [InlineData(60, "2026-12-01", 9.68, 9.68)]
    [InlineData(69.68, "2026-12-02", 9.67, 9.67)]
    [InlineData(359.99, "2026-12-31", 0.01, 9.68)]
    [InlineData(360, "2027-01-01", 9.68, 9.68)]
    [InlineData(660, "2027-02-01", 10.71, 10.71)]
    public void A_spread_charge_adds_up_to_the_price_in_every_month(
        double balance,
        string on,
        double missing,
        double charge
    ) => Assert.Equal(Ends(on, (decimal)missing, (decimal)charge), Of(Contract((decimal)balance, 300m, Spread, null)));

    [Theory]
    [InlineData(-20, "2026-12-10", "2026-12-01", 20, 50)]
    [InlineData(-20, "2026-11-27", "2026-11-28", 20, 0)]
    [InlineData(-20, "2026-11-30", "2026-12-01", 70, 50)]
    [InlineData(-20, "2026-11-24", "2026-11-25", 20, 0)]
    [InlineData(60, "2026-12-10", "2027-01-01", 40, 50)]
    [InlineData(30, "2026-12-10", "2026-12-11", 20, 0)]
    public void A_credit_counts_through_its_last_day(
        double balance,
        string creditUntil,
        string on,
        double missing,
        double charge
    )
    {
        ContractSnapshot contract = Contract((decimal)balance, 50m, Month, "2026-12-01") with
        {
            Credit = balance == -20 && creditUntil == "2026-12-10" ? 50m : 100m,
            CreditUntil = Day(creditUntil),
        };
        Assert.Equal(Ends(on, (decimal)missing, (decimal)charge), Of(contract));
    }

    [Fact]
    public void A_free_tariff_ends_where_a_debt_lived_on_a_credit_that_ends()
    {
        ContractSnapshot contract = Contract(-20m, 0m, Month, "2026-12-01") with
        {
            Credit = 100m,
            CreditUntil = Day("2026-12-10"),
        };
        Assert.Equal(Ends("2026-12-11", 20m, 0m), Of(contract));
    }

    [Fact]
    public void A_debt_beyond_the_credit_is_a_stop_and_so_is_a_credit_that_has_ended()
    {
        ContractSnapshot contract = Contract(-120m, 50m, Month, "2026-12-01") with { Credit = 100m };
        Assert.Equal(new Forecast.Stopped(20m), Of(contract));
        Assert.Equal(new Forecast.Stopped(120m), Of(contract with { CreditUntil = Today.AddDays(-1) }));
    }

    [Theory]
    [InlineData(-28, 28.0)]
    [InlineData(100, 50.0)]
    [InlineData(200, null)]
    public void A_blocked_contract_lacks_its_debt_or_the_rest_of_the_price(double balance, double? missing)
    {
        ContractSnapshot contract = Contract((decimal)balance, 150m, Month, null) with
        {
            State = ContractState.BlockedForDebt,
        };
        Assert.Equal(new Forecast.Stopped((decimal?)missing), Of(contract));
    }

    [Theory]
    [InlineData(ContractState.Closed, NoEndReason.Closed)]
    [InlineData(ContractState.Frozen, NoEndReason.Frozen)]
    [InlineData(ContractState.Disabled, NoEndReason.Disabled)]
    internal void A_contract_that_is_not_running_has_no_end(ContractState state, NoEndReason reason) =>
        Assert.Equal(new Forecast.NoEnd(reason), Of(Contract(-10m, 150m, Month, "2026-12-01") with { State = state }));

    [Fact]
    public void Autopay_and_a_free_tariff_have_no_end()
    {
        ContractSnapshot contract = Contract(0m, 150m, Month, "2026-12-01");
        Assert.Equal(new Forecast.NoEnd(NoEndReason.AutoPay), Of(contract with { AutoPay = true }));
        Assert.Equal(new Forecast.NoEnd(NoEndReason.Free), Of(contract with { Price = 0m }));
        Assert.Equal(new Forecast.NoEnd(NoEndReason.Free), Of(contract with { Price = 0m, Period = null }));
    }

    [Theory]
    [InlineData(18_150, false)]
    [InlineData(18_000, false)]
    [InlineData(17_850, true)]
    public void What_lasts_longer_than_ten_years_has_no_end(double balance, bool ends)
    {
        Forecast forecast = Of(Contract((decimal)balance, 150m, Month, "2026-12-01"));
        Assert.Equal(ends, forecast is Forecast.LastsUntil);
        Assert.Equal(!ends, forecast == new Forecast.NoEnd(NoEndReason.FarAway));
    }

    [Fact]
    public void Without_a_price_a_period_or_a_day_nothing_is_made_up()
    {
        Assert.Equal(new Forecast.Unknown(null), Of(Contract(100m, null, Month, "2026-12-01")));
        Assert.Equal(new Forecast.Unknown(null), Of(Contract(100m, 150m, null, "2026-12-01")));
        Assert.Equal(new Forecast.Unknown(null), Of(Contract(150m, 150m, Month, null)));
        Assert.Equal(new Forecast.Unknown(50m), Of(Contract(100m, 150m, Month, null)));
        Assert.Equal(new Forecast.Unknown(null), Of(Contract(100m, -1m, Month, "2026-12-01")));
        Assert.Equal(new Forecast.Unknown(null), Of(Contract(500m, 150m, new ChargePeriod.Rolling(0), "2026-12-01")));
    }

    [Fact]
    public void A_price_below_zero_is_nonsense_and_none() =>
        Assert.All(
            new[] { Month, EveryDay, Spread, new ChargePeriod.Rolling(7) },
            period => Assert.Equal(new Forecast.Unknown(null), Of(Contract(100m, -1m, period, "2026-12-01")))
        );

    /// <summary>The largest sum that is believed is 10^15.</summary>
    [Theory]
    [InlineData("1000000000000000", true)]
    [InlineData("1000000000000000.01", false)]
    public void A_sum_is_believed_up_to_a_bound(string sum, bool isBelieved)
    {
        ContractSnapshot contract = Contract(0m, 1m, Month, "2026-12-01");
        ContractSnapshot[] all =
        [
            contract with
            {
                Credit = Sums.Of(sum),
            },
            contract with
            {
                Price = Sums.Of(sum),
            },
            contract with
            {
                Change = new TariffChange(Today, Sums.Of(sum)),
            },
            contract with
            {
                Services = [new ExtraService("TV", Sums.Of(sum))],
            },
        ];

        Assert.All(all, one => Assert.Equal(isBelieved, Of(one) != new Forecast.Unknown(null)));
    }

    [Theory]
    [InlineData("9989-06-01", false)]
    [InlineData("9989-09-01", true)]
    [InlineData("9990-06-01", true)]
    public void It_is_looked_ten_years_ahead_even_at_the_end_of_time(string today, bool ends) =>
        Assert.Equal(ends, Forecast.Of(Contract(0m, 1m, Month, "9999-09-01"), Day(today)) is Forecast.LastsUntil);

    /// <summary>November has 30 days: a part is 10.00.</summary>
    [Theory]
    [InlineData("4", "6")]
    [InlineData("0", "10")]
    [InlineData("-1", "1")]
    public void A_blocked_contract_that_is_charged_in_parts_lacks_a_part(string balance, string missing) =>
        Assert.Equal(
            new Forecast.Stopped(Sums.Of(missing)),
            Of(Contract(Sums.Of(balance), 300m, Spread, null) with { State = ContractState.BlockedForDebt })
        );

    [Fact]
    public void A_day_of_charge_that_nobody_keeps_up_is_not_believed() =>
        Assert.Equal(new Forecast.Unknown(null), Of(Contract(500m, 150m, Month, "2026-10-24")));

    /// <summary>10.00 pays 3.333 three times; 3.332 is missing for the fourth, and nobody can pay 3.332.</summary>
    [Fact]
    public void A_missing_sum_is_rounded_up_so_that_paying_it_is_enough() =>
        Assert.Equal(Ends("2026-11-28", 3.34m, 3.33m), Of(Contract(10m, 3.333m, EveryDay, null)));

    [Fact]
    public void The_doubles_of_a_billing_do_not_make_a_missing_sum() =>
        Assert.Equal(Ends("2027-01-01", 150m, 150m), Of(Contract(149.99999999999997m, 150m, Month, "2026-12-01")));

    [Fact]
    public void Sums_beyond_all_reason_and_the_last_of_all_days_are_no_failure()
    {
        Assert.Equal(new Forecast.Unknown(null), Of(Contract(decimal.MaxValue, 150m, Month, "2026-12-01")));
        Assert.Equal(new Forecast.Unknown(null), Of(Contract(1m, decimal.MaxValue, EveryDay, null)));
        Assert.Equal(new Forecast.NoEnd(NoEndReason.FarAway), Of(Contract(1m, 1m, Month, "9999-12-31")));
        Assert.Equal(
            new Forecast.NoEnd(NoEndReason.FarAway),
            Forecast.Of(Contract(1m, 1m, Month, "9999-12-31"), DateOnly.MaxValue)
        );
    }

    private static Forecast Of(ContractSnapshot contract) => Forecast.Of(contract, Today);

    private static Forecast.LastsUntil Ends(string on, decimal missing, decimal charge) =>
        new(Day(on), missing, charge);

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ContractSnapshot Contract(decimal balance, decimal? price, ChargePeriod? period, string? next) =>
        new(new ContractKey("k"), "1", new Money(balance, "NOK"), default)
        {
            Price = price,
            Period = period,
            NextCharge = next is null ? null : Day(next),
        };
}
