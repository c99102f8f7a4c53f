using BalanceBot.Billing;
using BalanceBot.Billing.Sql;
using static BalanceBot.Tests.Billing.Sql.Ground;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Sql;

/// <summary>Sums, dates, times and states are what was meant, whatever type the database gives them.</summary>
public sealed class SqlValueTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Engines => new("PostgreSql", "MySql", "Sqlite");

    [Fact]
    public async Task A_double_is_the_sum_that_was_meant()
    {
        await using Ground ground = Of("MySql");
        ground.Run("alter table subscribers modify deposit double not null");
        ground.Run(
            "insert into subscribers (uid, number, deposit) values (1, '1', 0.1 + 0.2e0), (2, '2', -0.004), (3, '3', 1234567.891)"
        );
        SqlBilling billing = ground.Billing();

        Assert.Equal([0.3m, -0.004m, 1234567.891m], (await All(billing, 10)).Select(one => one.Balance.Amount));
    }

    [Theory]
    [InlineData("1234.56", 1234.56)]
    [InlineData(" -0.50 ", -0.5)]
    [InlineData("\u221212", -12.0)]
    [InlineData("100.000000", 100.0)]
    public async Task A_sum_kept_as_text_is_read_in_any_culture(string text, double sum)
    {
        await using Ground ground = Of("Sqlite");
        ground.Run("insert into subscribers (uid, number, deposit) values (1, '1', cast(@t as text))", ("t", text));
        ground.Settings.Snapshot =
        [
            "select uid as contract_key, number, cast(deposit as text) as balance from subscribers where uid = @key",
        ];

        Assert.Equal((decimal)sum, Found(await ground.Billing().Snapshot(KeyOf(1), Stop)).Balance.Amount);
    }

    [Fact]
    public async Task A_date_of_zeros_is_no_date_and_no_end_of_the_credit()
    {
        await using Ground ground = Of("MySql");
        ground.Run(
            "set sql_mode = ''; insert into subscribers (uid, number, credit_until, next_charge, updated) values (1, '1', '0000-00-00', '2026-12-01', '2026-11-25 13:00:00'), (2, '2', null, '0000-00-00', '0000-00-00 00:00:00')"
        );
        SqlBilling billing = ground.Billing();

        ContractSnapshot contract = Found(await billing.Snapshot(KeyOf(1), Stop));
        Assert.Null(contract.CreditUntil);
        Assert.Equal(new DateOnly(2026, 12, 1), contract.NextCharge);
        Assert.Equal(
            "Billing:Sql:Snapshot: the column 'as_of' is empty",
            Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await billing.Snapshot(KeyOf(2), Stop)).Reason
        );
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_time_without_a_zone_is_by_the_billings_clock(string engine)
    {
        await using Ground ground = Of(engine);
        ground.Run(
            "insert into subscribers (uid, number, updated) values (1, '1', '2026-11-25 13:00:00'), (2, '2', '2026-07-01 13:00:00')"
        );
        SqlBilling billing = ground.Billing();

        Assert.Equal(
            new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero),
            Found(await billing.Snapshot(KeyOf(1), Stop)).AsOf
        );
        Assert.Equal(
            new DateTimeOffset(2026, 7, 1, 11, 0, 0, TimeSpan.Zero),
            Found(await billing.Snapshot(KeyOf(2), Stop)).AsOf
        );
    }

    [Fact]
    public async Task A_tinyint_that_is_three_is_three()
    {
        await using Ground ground = Of("MySql");
        ground.Run(
            "insert into subscribers (uid, number, state) values (1, '1', 0), (2, '2', 1), (3, '3', 3), (4, '4', 9)"
        );

        Assert.Equal(
            [ContractState.Active, ContractState.Disabled, ContractState.Frozen, ContractState.Closed],
            (await All(ground.Billing(), 10)).Select(one => one.State)
        );
    }
}
