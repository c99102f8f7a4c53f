using BalanceBot.Billing;
using BalanceBot.Warnings;
using static BalanceBot.Tests.Billing.Splynx.SplynxGround;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Splynx;

/// <summary>Splynx says how long the money lasts; our forecast says the same. Today is the 23rd of November 2026.</summary>
public sealed class SplynxForecastTests : IAsyncDisposable
{
    private static readonly DateOnly Today = new(2026, 11, 23);
    private static readonly Customer Anna = new(17, "anna") { Contract = "700 123" };

    private readonly SplynxGround ground = new();

    [Theory]
    // Too little for the next month: until the day it blocks.
    [InlineData("10.0000", "2026-12-05", "", "2026-12-05")]
    // In debt after an invoice, and on until the day it blocks.
    [InlineData("-30.0000", "2026-12-05", "", "2026-12-05")]
    [InlineData("-30.0000", "0000-00-00", "12", "2026-12-05")]
    // Enough for one more month.
    [InlineData("30.0000", "2026-12-05", "", "2027-01-05")]
    public async Task What_is_paid_by_the_month_lasts_until_the_day_it_blocks(
        string deposit,
        string blocking,
        string daysLeft,
        string until
    )
    {
        ContractSnapshot contract = await One(
            Anna with
            {
                Deposit = deposit,
                BlockingDate = blocking,
                DaysLeft = daysLeft,
            }
        );

        Assert.Equal(Day(until), Assert.IsType<Forecast.LastsUntil>(Forecaster.Judge(contract, Today, null)).On);
        Assert.Equal((30m, new ChargePeriod.Monthly()), (contract.Price, contract.Period));
    }

    [Fact]
    public async Task What_is_paid_by_the_day_lasts_as_many_days_as_there_is_money_for()
    {
        ContractSnapshot contract = await One(
            Anna with
            {
                BillingType = "prepaid_daily",
                DailyCost = "1.5000",
                Deposit = "15.0000",
                DaysLeft = "10",
            }
        );

        Assert.Equal(Today.AddDays(11), Assert.IsType<Forecast.LastsUntil>(Forecaster.Judge(contract, Today, null)).On);
        Assert.Equal((1.5m, new ChargePeriod.Daily()), (contract.Price, contract.Period));
    }

    [Theory]
    [InlineData("active", "0", ContractState.Active)]
    [InlineData("blocked", "0", ContractState.BlockedForDebt)]
    [InlineData("disabled", "0", ContractState.Disabled)]
    [InlineData("new", "0", ContractState.Disabled)]
    [InlineData("active", "1", ContractState.Closed)]
    public async Task The_state_is_the_customers_status(string status, string deleted, object state)
    {
        ContractSnapshot contract = await One(Anna with { Status = status, Deleted = deleted, Deposit = "-5" });

        Assert.Equal(state, contract.State);
        Assert.Equal((new Money(-5, "EUR"), "700 123"), (contract.Balance, contract.Number));
    }

    [Fact]
    public async Task Past_the_day_it_blocks_debt_is_debt()
    {
        ContractSnapshot contract = await One(Anna with { Deposit = "-30", BlockingDate = "2026-11-23" });

        Assert.Equal(0, contract.Credit);
        Assert.IsType<Forecast.Stopped>(Forecaster.Judge(contract, Today, null));
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();

    private static DateOnly Day(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<ContractSnapshot> One(Customer customer) =>
        Found(await ground.Billing(customer).Snapshot(KeyOf(customer.Id), Stop));
}
