using BalanceBot.Billing;
using BalanceBot.Replies;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Replies;

/// <summary>A tariff of 150.00 on 1 December, seen on 24 November.</summary>
public sealed class NextChargeTests
{
    private static readonly DateOnly First = new(2026, 12, 1);
    private static readonly ContractSnapshot Home = Samples.Monthly(Samples.Number, 1000m);
    private static readonly ExtraService WithTariff = new("Antivirus", 2m);
    private static readonly ExtraService Daily = new("TV", 5m) { Period = new ChargePeriod.Daily() };

    [Fact]
    public void It_is_the_tariff_with_all_services_of_that_day() =>
        Assert.Equal(
            new NextCharge(First, 182m),
            Of(Home with { Services = [WithTariff, Daily, Own(30m, First), Own(9m, First.AddDays(1))] })
        );

    [Fact]
    public void A_service_may_be_first()
    {
        Assert.Equal(
            new NextCharge(Samples.Today, 30m),
            Of(Home with { Services = [WithTariff, Own(30m, Samples.Today)] })
        );
        Assert.Equal(new NextCharge(First, 150m), Of(Home with { Services = [Own(30m, Samples.Today.AddDays(-1))] }));
    }

    [Fact]
    public void A_change_counts_from_its_day_on()
    {
        Assert.Equal(new NextCharge(First, 250m), Of(Home with { Change = new TariffChange(First, 250m) }));
        Assert.Equal(new NextCharge(First, 150m), Of(Home with { Change = new TariffChange(First.AddDays(1), 250m) }));
    }

    [Fact]
    public void What_is_free_or_charged_every_day_is_no_event()
    {
        Assert.Null(Of(Home with { Price = 0m }));
        Assert.Null(Of(Home with { Change = new TariffChange(First, 0m), Services = [Own(-1m, First)] }));
        Assert.Null(Of(Home with { Period = new ChargePeriod.Daily(), Services = [WithTariff, Daily] }));
        Assert.Equal(new NextCharge(First, 2m), Of(Home with { Price = 0m, Services = [WithTariff] }));
    }

    [Fact]
    public void A_day_without_a_price_is_told_without_a_sum() =>
        Assert.Equal(new NextCharge(First, null), Of(Home with { Price = null, Services = [WithTariff] }));

    [Fact]
    public void It_says_the_same_sum_as_the_forecast() =>
        Assert.Equal(
            new Forecast.LastsUntil(First, 182m, 182m),
            Forecast.Of(
                Home with
                {
                    Balance = new Money(0m, "NOK"),
                    Services = [WithTariff, Own(30m, First)],
                },
                Samples.Today
            )
        );

    private static ExtraService Own(decimal price, DateOnly next) =>
        new("IP", price) { Period = new ChargePeriod.Monthly(), NextCharge = next };

    private static NextCharge? Of(ContractSnapshot contract) => NextCharge.Of(contract, Samples.Today);
}
