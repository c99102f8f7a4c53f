using System.Globalization;
using System.Text;
using BalanceBot.Billing;
using BalanceBot.Billing.Csv;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Billing;

public sealed class CsvBillingContract : BillingContract, IDisposable
{
    private readonly string file = Path.GetTempFileName();
    private CsvBilling? billing;

    private protected override async Task<IBilling> Billing(IReadOnlyList<Sample> contracts)
    {
        string[] rows =
        [
            .. contracts.Select(c =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{c.Number},{c.Login},\"{c.Password}\",{c.Document},{c.Balance}"
                )
            ),
        ];
        await File.WriteAllLinesAsync(file, ["contract,login,password,document,balance", .. rows]);
        billing = new CsvBilling(new CsvSettings { File = file }, TimeProvider.System, NullLogger<CsvBilling>.Instance);
        Assert.Null(billing.Begin());
        return billing;
    }

    public void Dispose()
    {
        billing?.Dispose();
        File.Delete(file);
    }
}

public sealed class CsvLoaderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("contract,balance\n1,10.50\n")]
    [InlineData("\uFEFFcontract,balance\n1,10.50\n")]
    [InlineData("contract;balance\r\n1;10,50\r\n")]
    [InlineData("contract;balance\n1;10.50\n")]
    [InlineData("Balance,Contract\n10.50,1\n")]
    [InlineData("contract,balance,remark\n1,\"10.50\",\"a, b \"\"c\"\"\"\n")]
    [InlineData("contract;balance\n1; 10,50 \n")]
    public void One_row_in_many_dialects(string text) => Assert.Equal(10.50m, Row(text).Balance.Amount);

    [Theory]
    [InlineData(
        "contract,balance\n1,\"1,234\"\n",
        "line 2, column 2 (balance): a comma in a sum can mean two things: write 1234.56"
    )]
    [InlineData("contract,balance\n1,ten\n", "line 2, column 2 (balance): is not a sum: write 1234.56")]
    [InlineData("contract,balance\n1,1e5\n", "line 2, column 2 (balance): is not a sum: write 1234.56")]
    [InlineData("contract,balance\n1,\n", "line 2, column 2 (balance): is empty")]
    [InlineData("contract,balance\n,5\n", "line 2, column 1 (contract): is empty")]
    [InlineData("contract,balance\n1,5,9\n", "line 2: has 3 columns instead of 2")]
    [InlineData(
        "contract,balance,currency\n1,5,kroner\n",
        "line 2, column 3 (currency): is not a currency: write three letters, such as NOK"
    )]
    [InlineData(
        "contract,balance,period\n1,5,sometimes\n",
        "line 2, column 3 (period): is not a period: write monthly, daily, spread, or days from 1 to 366"
    )]
    [InlineData(
        "contract,balance,state\n1,5,gone\n",
        "line 2, column 3 (state): is not a state: write active, frozen, blocked, disabled or closed"
    )]
    [InlineData(
        "contract,balance,next_charge\n1,5,1.12.2026\n",
        "line 2, column 3 (next_charge): is not a date: write 2026-12-31"
    )]
    [InlineData("contract,balance,credit\n1,5,-1\n", "line 2, column 3 (credit): is negative")]
    public void A_bad_row_is_named_by_line_and_column_and_costs_only_itself(string text, string expected)
    {
        CsvIndex index = Load(
            text + string.Join(',', Enumerable.Repeat("7", text.Split('\n')[0].Split(',').Length)) + "\n",
            out _
        )!;

        Assert.Contains(expected, index.Faults.Select(fault => fault.ToString()));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("contract,sum\n1,2\n", "has no column balance")]
    [InlineData("contract,balance,balance\n1,2,3\n", "names the column balance twice")]
    [InlineData("contract,balance\n1,2\n2,3", "does not end with a line break")]
    public void A_file_that_is_no_good_is_not_taken(string text, string expected)
    {
        Assert.Null(Load(text, out string? reason));
        Assert.Contains(expected, reason);
    }

    [Fact]
    public void A_file_that_is_not_utf8_is_not_taken()
    {
        using MemoryStream latin = new(Encoding.Latin1.GetBytes("contract,balance,holder\n1,2,Bjørn\n"));

        Assert.IsType<CsvLoad.NotTaken>(new CsvLoader("NOK").Load(latin, Noon));
    }

    [Fact]
    public void Lines_are_counted_right_after_a_cell_of_several_lines()
    {
        CsvIndex index = Load("contract,balance,remark\n1,5,\"two\nlines\"\n2,bad,x\n", out _)!;

        Assert.Equal(4, Assert.Single(index.Faults).Line);
    }

    [Fact]
    public void Every_column_is_read()
    {
        ContractSnapshot row = Row(
            "contract,balance,credit,currency,tariff,price,period,next_charge,state\n7 1,-5.25,100,eur,Home,9.90,30,2026-12-01,blocked\n"
        );

        Assert.Equal(new Money(-5.25m, "EUR"), row.Balance);
        Assert.Equal(100m, row.Credit);
        Assert.Equal(("7 1", "Home", 9.90m), (row.Number, row.Tariff, row.Price));
        Assert.Equal(new ChargePeriod.Rolling(30), row.Period);
        Assert.Equal(new DateOnly(2026, 12, 1), row.NextCharge);
        Assert.Equal(ContractState.BlockedForDebt, row.State);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("true", true)]
    [InlineData("YES", true)]
    [InlineData(" 1 ", true)]
    [InlineData("False", false)]
    [InlineData("no", false)]
    [InlineData("0", false)]
    public void Autopay_is_yes_or_no(string cell, bool expected) =>
        Assert.Equal(expected, Row($"contract,balance,autopay\n1,5,{cell}\n").AutoPay);

    [Fact]
    public void A_file_without_the_optional_columns_has_no_services_no_change_and_no_autopay()
    {
        ContractSnapshot row = Row("contract,balance\n1,5\n");

        Assert.Empty(row.Services);
        Assert.Null(row.Change);
        Assert.False(row.AutoPay);
    }

    [Fact]
    public async Task A_replaced_file_is_taken_when_it_has_settled_and_half_a_file_never()
    {
        string file = Path.GetTempFileName();
        FakeTimeProvider time = new(Noon);
        await File.WriteAllTextAsync(file, "contract,balance\n1,10\n", TestContext.Current.CancellationToken);
        using CsvBilling billing = new(new CsvSettings { File = file }, time, NullLogger<CsvBilling>.Instance);
        Assert.Null(billing.Begin());

        await File.WriteAllTextAsync(file, "contract,balance\n1,20\n2,3", TestContext.Current.CancellationToken);
        Assert.Equal(10m, await Settled(billing, time));
        await File.WriteAllTextAsync(file, "contract,balance\n1,200\n2,30\n", TestContext.Current.CancellationToken);
        Assert.Equal(200m, await Settled(billing, time));
        File.Delete(file);
        Assert.Equal(200m, await Settled(billing, time));
    }

    /// <summary>The balance after several looks; each look is taken in the background, so it is asked until it shows.</summary>
    private static async Task<decimal> Settled(CsvBilling billing, FakeTimeProvider time)
    {
        decimal balance = 0;
        for (int look = 0; look < 40; look++)
        {
            time.Advance(TimeSpan.FromSeconds(1.5));
            BillingAnswer<ContractSnapshot> answer = await billing.Snapshot(
                new ContractKey("1"),
                TestContext.Current.CancellationToken
            );
            balance = Assert.IsType<BillingAnswer<ContractSnapshot>.Found>(answer).Value.Balance.Amount;
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return balance;
    }

    private static ContractSnapshot Row(string text) => Assert.Single(Load(text, out _)!.Page(null, 10).Contracts);

    private static CsvIndex? Load(string text, out string? reason)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(text));
        CsvLoad load = new CsvLoader("NOK").Load(stream, Noon);
        reason = (load as CsvLoad.NotTaken)?.Reason;
        return (load as CsvLoad.Taken)?.Index;
    }
}
