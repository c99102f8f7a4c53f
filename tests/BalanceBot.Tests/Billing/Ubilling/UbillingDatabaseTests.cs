using BalanceBot.Billing;
using BalanceBot.Billing.Ubilling;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>What stands in Ubilling's tables, and what a subscriber is told of it.</summary>
public sealed class UbillingDatabaseTests : IAsyncDisposable
{
    private readonly UbillingGround ground = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_subscriber_is_told_as_the_tables_have_them()
    {
        ground.Add("sub1001", 137.456789m, "2024/0001");
        // In force until the first second of 31 August, in Kyiv.
        ground.Run("update users set Credit = 50, CreditExpire = 1788123600");

        ContractSnapshot told = await ground.Told("sub1001");

        Assert.Equal("2024/0001", told.Number);
        Assert.Equal(new Money(137.4568m, "UAH"), told.Balance);
        Assert.Equal((50m, new DateOnly(2026, 8, 30)), (told.Credit, told.CreditUntil));
        Assert.Equal(("Unlim-100", 250m), (told.Tariff, told.Price));
        Assert.Equal(new ChargePeriod.Monthly(), told.Period);
        Assert.Equal(new DateOnly(2026, 12, 1), told.NextCharge);
        Assert.Equal(ContractState.Active, told.State);
    }

    [Theory]
    [InlineData("Cash = -10", ContractState.BlockedForDebt)]
    [InlineData("Cash = -10, Credit = 10", ContractState.Active)]
    [InlineData("Cash = -10, Credit = null", ContractState.BlockedForDebt)]
    [InlineData("Passive = 1", ContractState.Frozen)]
    [InlineData("Passive = 1, Down = 1", ContractState.Disabled)]
    internal async Task Debt_a_freeze_and_a_ban_are_told(string change, ContractState state)
    {
        ground.Add("sub1");
        ground.Run($"update users set {change}");

        Assert.Equal(state, (await ground.Told("sub1")).State);
    }

    [Fact]
    public async Task Another_tariff_to_come_is_told_with_the_first_of_the_next_month()
    {
        ground.Add("sub1");
        ground.Run("update users set TariffChange = 'Unlim-5'");

        Assert.Equal(
            new TariffChange(new DateOnly(2026, 12, 1), 150.5m) { Tariff = "Unlim-5" },
            (await ground.Told("sub1")).Change
        );
        ground.Run("update users set TariffChange = 'Day-3'");
        Assert.Null((await ground.Told("sub1")).Change);
    }

    [Fact]
    public async Task Who_has_no_contract_number_and_no_tariff_is_shown_by_login_and_without_a_price()
    {
        ground.Add("sub1004", 77m, "");
        ground.Run("update users set Tariff = '*_NO_TARIFF_*'");

        ContractSnapshot told = await ground.Told("sub1004");

        Assert.Equal(
            ("sub1004", 77m, (decimal?)null, (string?)null),
            (told.Number, told.Balance.Amount, told.Price, told.Tariff)
        );
    }

    [Fact]
    public async Task Trap_9_sums_are_what_doubles_and_texts_mean_and_dates_of_zeros_are_none()
    {
        ground.Add("sub1");
        ground.Run(
            """
            set sql_mode = ''; update users set Cash = 0.1 + 0.2e0, Credit = -1, CreditExpire = 0;
            insert into payments (login, date, summ) values ('sub1', '0000-00-00 00:00:00', '5'), ('sub1', '2026-08-02 00:00:00', '1234567.891'),
              ('sub1', '2026-08-03 00:00:00', 'nonsense')
            """
        );
        UbillingBilling billing = ground.Billing();

        ContractSnapshot told = await ground.Told("sub1");
        Assert.Equal((0.3m, 0m, (DateOnly?)null), (told.Balance.Amount, told.Credit, told.CreditUntil));
        Assert.Equal(
            [1234567.891m],
            Found(await billing.Payments(new("sub1"), new(UbillingGround.Noon.AddYears(-1), UbillingGround.Noon), Stop))
                .Select(one => one.Amount)
        );
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();
}
