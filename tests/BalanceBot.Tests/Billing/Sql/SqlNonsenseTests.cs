using BalanceBot.Billing;
using BalanceBot.Billing.Sql;
using static BalanceBot.Tests.Billing.Sql.Ground;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Sql;

/// <summary>What cannot be read is told to the operator by its column, names no person, and is never a sum or a state.</summary>
public sealed class SqlNonsenseTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A join that found nothing gives NULL: no sum is not 0, and no state is not "active".</summary>
    [Theory]
    [InlineData("balance", "the column 'balance' is empty")]
    [InlineData("number", "the column 'number' is empty")]
    [InlineData("contract_key", "the column 'contract_key' is no whole number from 0")]
    [InlineData("state", "the column 'state' is empty: give a state, or map it with \"=active\" in Billing:Sql:States")]
    [InlineData("credit", null)]
    [InlineData("tariff", null)]
    [InlineData("price", null)]
    [InlineData("next_charge", null)]
    [InlineData("autopay", null)]
    public async Task A_null_is_nothing_and_never_a_sum_or_a_state(string column, string? told)
    {
        await using Ground ground = Of("Sqlite");
        ground.Add(1, "1", 1m);
        string[] columns =
        [
            "contract_key",
            "number",
            "balance",
            "state",
            "credit",
            "tariff",
            "price",
            "next_charge",
            "autopay",
        ];
        string[] values = ["uid", "number", "deposit", "state", "credit", "tariff", "fee", "next_charge", "autopay"];
        ground.Settings.Snapshot =
        [
            $"select {string.Join(", ", columns.Zip(values, (name, value) => $"{(name == column ? "null" : value)} as {name}"))}",
            "from subscribers where uid = @key",
        ];

        BillingAnswer<ContractSnapshot> answer = await ground.Billing().Snapshot(KeyOf(1), Stop);

        Assert.Equal(
            told is null ? null : $"Billing:Sql:Snapshot: {told}",
            (answer as BillingAnswer<ContractSnapshot>.Unavailable)?.Reason
        );
        ground.Settings.States = ["0=active", "=closed"];
        Assert.True(
            column != "state" || Found(await ground.Billing().Snapshot(KeyOf(1), Stop)).State == ContractState.Closed
        );
    }

    [Theory]
    [InlineData("deposit", "'ten'", "balance", "is not a sum: give 1234.56")]
    [InlineData("deposit", "'1,234'", "balance", "has a comma, which can mean two things: give 1234.56")]
    [InlineData("deposit", "''", "balance", "is empty")]
    [InlineData("deposit", "9e999", "balance", "is not a sum")]
    [InlineData("credit", "-1", "credit", "is negative")]
    [InlineData("state", "77", "state", "is not a state: write active, frozen, blocked, disabled or closed")]
    [InlineData("state", "''", "state", "is empty: give a state, or map it with \"=active\" in Billing:Sql:States")]
    [InlineData(
        "period",
        "'sometimes'",
        "period",
        "is not a period: write monthly, daily, spread, or days from 1 to 366"
    )]
    [InlineData("next_charge", "'1.12.2026'", "next_charge", "is no date: give 2026-12-31")]
    [InlineData("next_charge", "3.5", "next_charge", "is no date: give 2026-12-31")]
    [InlineData("number", "x'37ff30'", "number", "holds bytes that are no text")]
    [InlineData("number", "cast(x'37ff30' as text)", "number", "holds bytes that are no text")]
    [InlineData("tariff", "printf('%.*c', 5000, 'x')", "tariff", "is longer than 4000 characters")]
    public async Task Nonsense_is_told_by_column_and_names_no_person(
        string column,
        string value,
        string named,
        string told
    )
    {
        await using Ground ground = Of("Sqlite");
        ground.Add(1, "Ivanov-700123", 1m);
        ground.Run($"update subscribers set {column} = {value}");

        string reason = Assert
            .IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await ground.Billing().Snapshot(KeyOf(1), Stop))
            .Reason;

        Assert.Equal($"Billing:Sql:Snapshot: the column '{named}' {told}", reason);
        Assert.DoesNotContain(
            ground.Log,
            line => line.Contains("Ivanov") || line.Contains("ten") || line.Contains("1,234")
        );
    }

    [Fact]
    public async Task A_row_of_nonsense_costs_only_itself()
    {
        await using Ground ground = Of("Sqlite");
        for (int uid = 1; uid <= 6; uid++)
        {
            ground.Add(uid, $"N{uid}", uid);
        }

        ground.Run("update subscribers set deposit = 'ten' where uid = 4");
        SqlBilling billing = ground.Billing();

        SnapshotPage first = Found(await billing.Snapshots(null, 100, Stop));
        Assert.Equal([1m, 2m, 3m], first.Contracts.Select(one => one.Balance.Amount));
        Assert.Equal(KeyOf(3), first.Next);
        Assert.IsType<BillingAnswer<SnapshotPage>.Unavailable>(await billing.Snapshots(first.Next, 100, Stop));
        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await billing.Snapshot(KeyOf(4), Stop));
        Assert.Equal(2, Found(await billing.Snapshots(KeyOf(4), 100, Stop)).Contracts.Count);
        Assert.Single(ground.Log, line => line.Contains("Billing:Sql:Snapshots: the column 'balance'"));
    }
}
