using System.Globalization;
using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

/// <summary>A tariff that changes, seen on 24 November.</summary>
public sealed class ForecastChangeTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly ChargePeriod Month = new ChargePeriod.Monthly();

    [Theory]
    [InlineData("2026-12-01", "2026-12-01", 100, 250)]
    [InlineData("2026-11-25", "2026-12-01", 100, 250)]
    [InlineData("2026-11-01", "2026-12-01", 100, 250)]
    [InlineData("0001-01-01", "2026-12-01", 100, 250)]
    [InlineData("2026-12-02", "2027-01-01", 250, 250)]
    [InlineData("2027-01-01", "2027-01-01", 250, 250)]
    [InlineData("2027-01-02", "2027-01-01", 150, 150)]
    [InlineData("9999-12-31", "2027-01-01", 150, 150)]
    public void The_first_charge_on_or_after_the_day_has_the_new_price(
        string from,
        string on,
        double missing,
        double charge
    ) =>
        Assert.Equal(
            Ends(on, (decimal)missing, (decimal)charge),
            Of(Contracts.Home(150m) with { Change = new TariffChange(Day(from), 250m) })
        );

    [Theory]
    [InlineData("2026-11-20", 150, 250)]
    [InlineData("2026-11-21", 50, 150)]
    [InlineData("2026-11-24", 50, 150)]
    public void An_overdue_charge_has_the_price_of_its_own_day(string from, double missing, double charge) =>
        Assert.Equal(
            Ends("2026-11-24", (decimal)missing, (decimal)charge),
            Of(Contracts.Home(100m) with { NextCharge = Day("2026-11-20"), Change = new(Day(from), 250m) })
        );

    /// <summary>31 January at 150.00, 28 February and 31 March at 200.00.</summary>
    [Theory]
    [InlineData(349.99, "2027-02-28", 0.01)]
    [InlineData(350, "2027-03-31", 200)]
    public void A_charge_on_the_31st_stays_one_when_the_price_changes_in_February(
        double balance,
        string on,
        double missing
    ) =>
        Assert.Equal(
            Ends(on, (decimal)missing, 200m),
            Of(
                Contracts.Home((decimal)balance) with
                {
                    NextCharge = Day("2027-01-31"),
                    Change = new(Day("2027-02-10"), 200m),
                }
            )
        );

    /// <summary>10.00 on the 25th and 26th, 20.00 from the 27th on.</summary>
    [Theory]
    [InlineData(19.99, "2026-11-26", 0.01, 10)]
    [InlineData(20, "2026-11-27", 20, 20)]
    [InlineData(50, "2026-11-28", 10, 20)]
    public void A_daily_price_changes_on_the_very_day(double balance, string on, double missing, double charge) =>
        Assert.Equal(
            Ends(on, (decimal)missing, (decimal)charge),
            Of(
                Contracts.Home((decimal)balance) with
                {
                    Price = 10m,
                    Period = new ChargePeriod.Daily(),
                    NextCharge = null,
                    Change = new(Day("2026-11-27"), 20m),
                }
            )
        );

    /// <summary>300.00 a month is 10.00 a day in November; 620.00 is 20.00 a day in December, 20.666... in November.</summary>
    [Theory]
    [InlineData("2026-12-01", 60, "2026-12-01", 20, 20)]
    [InlineData("2026-12-02", 60, "2026-12-01", 9.68, 9.68)]
    [InlineData("2026-11-26", 10, "2026-11-26", 20.66, 20.66)]
    public void A_spread_price_changes_on_the_very_day(
        string from,
        double balance,
        string on,
        double missing,
        double charge
    ) =>
        Assert.Equal(
            Ends(on, (decimal)missing, (decimal)charge),
            Of(
                Contracts.Home((decimal)balance) with
                {
                    Price = 300m,
                    Period = new ChargePeriod.SpreadOverMonth(),
                    NextCharge = null,
                    Change = new(Day(from), 620m),
                }
            )
        );

    [Theory]
    // Without a day of charge, or one that nobody keeps up, the first is on the day of the change.
    [InlineData(null, "2026-12-05", "2026-12-05")]
    [InlineData("2025-01-10", "2026-12-05", "2026-12-05")]
    [InlineData("2026-12-10", "2026-12-05", "2026-12-10")]
    [InlineData("2026-12-01", "2026-12-05", "2027-01-01")]
    public void A_free_tariff_that_becomes_a_paid_one_is_not_free(string? next, string from, string on) =>
        Assert.Equal(
            Ends(on, 150m, 250m),
            Of(Free(Month) with { NextCharge = next is null ? null : Day(next), Change = new(Day(from), 250m) })
        );

    [Fact]
    public void A_free_tariff_that_becomes_a_paid_one_without_a_period_is_unknown() =>
        Assert.Equal(new Forecast.Unknown(null), Of(Free(null) with { Change = new(Day("2026-12-05"), 250m) }));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_free_tariff_that_stays_free_is_free(double price) =>
        Assert.Equal(
            new Forecast.NoEnd(NoEndReason.Free),
            Of(Free(Month) with { Change = new(Day("2026-12-05"), (decimal)price) })
        );

    [Fact]
    public void A_tariff_that_becomes_free_lasts_if_its_last_charge_is_paid()
    {
        TariffChange change = new(Day("2026-12-02"), 0m);

        Assert.Equal(new Forecast.NoEnd(NoEndReason.FarAway), Of(Contracts.Home(150m) with { Change = change }));
        Assert.Equal(Ends("2026-12-01", 1m, 150m), Of(Contracts.Home(149m) with { Change = change }));
    }

    [Fact]
    public void A_change_beyond_all_reason_is_no_failure()
    {
        ContractSnapshot contract = Contracts.Home(150m);

        Assert.Equal(Of(contract), Of(contract with { Change = new(Day("2026-12-01"), -1m) }));
        Assert.Equal(Of(contract), Of(contract with { Change = new(Day("2026-12-01"), decimal.MinValue) }));
        Assert.Equal(
            new Forecast.Unknown(null),
            Of(contract with { Change = new(Day("2026-12-01"), decimal.MaxValue) })
        );
    }

    [Theory]
    [InlineData("2026-12-01", 150)]
    [InlineData("2026-12-02", 50)]
    public void A_blocked_contract_lacks_the_price_of_its_next_charge(string from, double missing) =>
        Assert.Equal(
            new Forecast.Stopped((decimal)missing),
            Of(Contracts.Home(100m) with { State = ContractState.BlockedForDebt, Change = new(Day(from), 250m) })
        );

    private static ContractSnapshot Free(ChargePeriod? period) =>
        Contracts.Home(100m) with
        {
            Price = 0m,
            Period = period,
            NextCharge = null,
        };

    private static Forecast Of(ContractSnapshot contract) => Forecast.Of(contract, Today);

    private static Forecast.LastsUntil Ends(string on, decimal missing, decimal charge) =>
        new(Day(on), missing, charge);

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
