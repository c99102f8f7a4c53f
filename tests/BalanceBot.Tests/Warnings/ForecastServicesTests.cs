using System.Globalization;
using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

/// <summary>150.00 on 1 December and monthly, seen on 24 November; what extra services add to it.</summary>
public sealed class ForecastServicesTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    [Fact]
    public void Scenario_3_an_extra_service_of_30_on_the_20th_moves_the_forecast()
    {
        ContractSnapshot contract = Contracts.Home(150m);

        Assert.Equal(Ends("2027-01-01", 150m, 150m), Of(contract));
        Assert.Equal(
            Ends("2026-12-20", 30m, 30m),
            Of(contract with { Services = [Service(30m, "monthly", "2026-12-20")] })
        );
    }

    [Theory]
    // With the tariff: its day and its period.
    [InlineData(2, null, null, "2026-12-01", 2, 152)]
    // A period or a day of its own, the other of the tariff.
    [InlineData(2, null, "2026-12-05", "2026-12-05", 2, 2)]
    [InlineData(2, "7", null, "2026-12-01", 2, 152)]
    [InlineData(2, "monthly", null, "2026-12-01", 2, 152)]
    // Both of its own.
    [InlineData(2, "7", "2026-11-26", "2026-12-01", 2, 150)]
    [InlineData(2, "monthly", "2026-11-26", "2026-12-01", 2, 150)]
    [InlineData(2, "monthly", "2026-12-02", "2026-12-02", 2, 2)]
    [InlineData(5, "daily", "2026-12-01", "2026-12-01", 5, 155)]
    // Every day does not wait for the tariff: six days of November, and 1 December.
    [InlineData(5, "daily", null, "2026-12-01", 35, 155)]
    [InlineData(30, "spread", null, "2026-12-01", 6.97, 150.97)]
    // Overdue is due today; too long overdue is not believed.
    [InlineData(160, "monthly", "2026-11-22", "2026-11-24", 10, 160)]
    [InlineData(160, "monthly", "2026-10-22", "2027-01-01", 150, 150)]
    [InlineData(160, "0", "2026-12-01", "2027-01-01", 150, 150)]
    // No price, and nonsense.
    [InlineData(0, null, null, "2027-01-01", 150, 150)]
    [InlineData(-50, null, null, "2027-01-01", 150, 150)]
    [InlineData(-50, "daily", "2026-11-25", "2027-01-01", 150, 150)]
    public void A_service_is_charged_by_itself_or_with_the_tariff(
        double price,
        string? period,
        string? next,
        string on,
        double missing,
        double charge
    )
    {
        ContractSnapshot contract = Contracts.Home(150m) with { Services = [Service((decimal)price, period, next)] };
        Assert.Equal(Ends(on, (decimal)missing, (decimal)charge), Of(contract));
    }

    [Fact]
    public void What_is_charged_in_parts_from_a_later_day_takes_nothing_before()
    {
        ContractSnapshot contract = Contracts.Home(149.99m) with { Services = [Service(300m, "spread", "2026-12-20")] };
        Assert.Equal(Ends("2026-12-01", 0.01m, 150m), Of(contract));
    }

    /// <summary>100.005 cannot be paid in whole coins in one month, but in two.</summary>
    [Fact]
    public void Parts_of_a_price_that_no_coin_pays_add_up_to_it_all_the_same()
    {
        ChargePlan plan = ChargePlan.Of(Tariff(100.005m, "spread", "2026-12-01"), Today, 2)!;

        Assert.Equal(100.005m, plan.Through(new DateOnly(2026, 12, 31)));
        Assert.Equal(200.010m, plan.Through(new DateOnly(2027, 1, 31)));
    }

    [Fact]
    public void A_day_takes_all_that_falls_on_it()
    {
        ContractSnapshot contract = Contracts.Home(200m) with
        {
            Services =
            [
                Service(30m, "monthly", "2026-12-01"),
                Service(20m, null, null),
                Service(1m, "daily", "2026-12-01"),
            ],
        };
        Assert.Equal(Ends("2026-12-01", 1m, 201m), Of(contract));
    }

    [Theory]
    // A free tariff lends its days to a service, and one with days of its own needs none.
    [InlineData("monthly", "2026-12-01", null, null, "2026-12-01")]
    [InlineData("monthly", "2026-12-01", "monthly", "2026-12-20", "2026-12-20")]
    [InlineData(null, null, "monthly", "2026-12-20", "2026-12-20")]
    [InlineData("monthly", null, "monthly", "2026-12-20", "2026-12-20")]
    [InlineData(null, null, "daily", null, "2026-11-25")]
    public void A_free_tariff_with_a_paid_service_is_not_free(
        string? tariffPeriod,
        string? tariffNext,
        string? period,
        string? next,
        string on
    )
    {
        ContractSnapshot contract = Tariff(0m, tariffPeriod, tariffNext) with
        {
            Services = [Service(30m, period, next)],
        };
        Assert.Equal(Ends(on, 20m, 30m), Of(contract));
    }

    [Fact]
    public void A_tariff_without_a_period_leaves_its_services_a_forecast() =>
        Assert.Equal(
            Ends("2026-12-20", 20m, 30m),
            Of(Tariff(150m, null, null) with { Services = [Service(30m, "monthly", "2026-12-20")] })
        );

    [Fact]
    public void A_free_tariff_with_a_service_of_which_nobody_says_when_is_neither_free_nor_known()
    {
        Assert.Equal(
            new Forecast.Unknown(null),
            Of(Tariff(0m, null, null) with { Services = [Service(5m, null, null)] })
        );
        Assert.Equal(
            new Forecast.Unknown(null),
            Of(Tariff(0m, "monthly", "2026-12-01") with { Services = [Service(5m, "monthly", "2025-01-01")] })
        );
    }

    [Fact]
    public void A_tariff_that_is_charged_nobody_knows_when_is_not_covered_up_by_a_service()
    {
        ExtraService[] services = [Service(30m, "monthly", "2026-12-20")];

        Assert.Equal(new Forecast.Unknown(140m), Of(Tariff(150m, "monthly", null) with { Services = services }));
        Assert.Equal(
            new Forecast.Unknown(null),
            Of(Tariff(null, "monthly", "2026-12-01") with { Services = services })
        );
    }

    [Fact]
    public void A_free_tariff_with_services_for_nothing_is_free() =>
        Assert.Equal(
            new Forecast.NoEnd(NoEndReason.Free),
            Of(
                Tariff(0m, "monthly", "2026-12-01") with
                {
                    Services = [Service(0m, null, null), Service(-1m, null, null)],
                }
            )
        );

    [Fact]
    public void A_blocked_contract_lacks_the_tariff_with_the_services_that_are_charged_together_with_it()
    {
        ContractSnapshot contract = Contracts.Home(100m) with
        {
            State = ContractState.BlockedForDebt,
            Services = [Service(2m, null, null), Service(-9m, null, null), Service(30m, "monthly", "2026-12-20")],
        };
        Assert.Equal(new Forecast.Stopped(52m), Of(contract));
    }

    [Fact]
    public void A_service_beyond_all_reason_is_no_failure()
    {
        Assert.Equal(
            new Forecast.Unknown(null),
            Of(Contracts.Home(1m) with { Services = [Service(decimal.MaxValue, null, null)] })
        );
        Assert.Equal(
            Of(Contracts.Home(1m)),
            Of(Contracts.Home(1m) with { Services = [Service(decimal.MinValue, null, null)] })
        );
    }

    private static Forecast Of(ContractSnapshot contract) => Forecast.Of(contract, Today);

    private static ContractSnapshot Tariff(decimal? price, string? period, string? next) =>
        Contracts.Home(10m) with
        {
            Price = price,
            Period = Period(period),
            NextCharge = Day(next),
        };

    private static ExtraService Service(decimal price, string? period, string? next) =>
        new("TV", price) { Period = Period(period), NextCharge = Day(next) };

    private static ChargePeriod? Period(string? period) =>
        period switch
        {
            null => null,
            "monthly" => new ChargePeriod.Monthly(),
            "daily" => new ChargePeriod.Daily(),
            "spread" => new ChargePeriod.SpreadOverMonth(),
            _ => new ChargePeriod.Rolling(int.Parse(period, CultureInfo.InvariantCulture)),
        };

    private static Forecast.LastsUntil Ends(string on, decimal missing, decimal charge) =>
        new(Day(on)!.Value, missing, charge);

    private static DateOnly? Day(string? day) =>
        day is null ? null : DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
