using BalanceBot.Sandbox.SampleBilling;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Sandbox.SampleBilling;

public sealed class BillingFileTests : IDisposable
{
    private const string Header = "contract,balance,credit,currency,price,period,next_charge,state,note";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("balancebot-billing-");
    private readonly FakeTimeProvider time = new(new(2031, 5, 7, 12, 0, 0, TimeSpan.Zero));
    private readonly BillingFile file;

    public BillingFileTests() => file = new BillingFile(Path.Combine(folder.FullName, "billing.csv"), time);

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_charge_changes_the_row_and_nothing_else()
    {
        Write("1,1000.00,0,NOK,499.00,monthly,2031-05-13,active,\"a, \"\"b\"\"\"", "2,5,0,,1,daily,2031-05-08,,");

        Assert.Equal(
            new BalanceChange.Done("499.00 NOK is charged to 1, the next charge is on 2031-06-13."),
            file.Charge("1")
        );

        Assert.Equal(
            ["1,501.00,0,NOK,499.00,monthly,2031-06-13,active,\"a, \"\"b\"\"\"", "2,5,0,,1,daily,2031-05-08,,"],
            Rows()
        );
    }

    [Fact]
    public void An_uncovered_charge_writes_the_block_and_a_payment_ends_it()
    {
        Write("1,412.50,0,NOK,499.00,monthly,2031-05-13,active,");

        file.Charge("1");
        Assert.Equal(["1,412.50,0,NOK,499.00,monthly,2031-05-13,blocked,"], Rows());
        file.Pay("1", "100");
        Assert.Equal(["1,13.50,0,NOK,499.00,monthly,2031-06-07,active,"], Rows());
    }

    [Fact]
    public void A_balance_set_by_hand_ends_no_block()
    {
        Write("1,0,0,NOK,499.00,monthly,2031-05-01,blocked,");

        file.ChangeBalance("1", "1000");

        Assert.Equal(["1,1000.00,0,NOK,499.00,monthly,2031-05-01,blocked,"], Rows());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1.001")]
    [InlineData("a lot")]
    [InlineData("")]
    public void A_payment_is_a_sum_above_zero(string amount)
    {
        Write("1,0,0,NOK,499.00,monthly,2031-05-01,active,");

        Assert.IsType<BalanceChange.Refused>(file.Pay("1", amount));
        Assert.Equal(["1,0,0,NOK,499.00,monthly,2031-05-01,active,"], Rows());
    }

    [Fact]
    public void A_row_that_the_bot_would_not_take_is_refused_with_the_reason()
    {
        Write("1,\"1,5\",0,NOK,499.00,monthly,2031-05-01,active,");

        Assert.Equal(
            new BalanceChange.Refused("The balance of 1: a comma in a sum can mean two things: write 1234.56."),
            file.Charge("1")
        );
    }

    [Fact]
    public void Days_that_pass_charge_every_due_contract_and_skip_a_bad_row()
    {
        Write(
            "1,1000,0,NOK,499.00,monthly,2031-05-09,active,",
            "2,100,0,NOK,1,daily,2031-05-08,,",
            "3,100,0,NOK,1,daily,2031-05-10,active,",
            "4,bad,0,NOK,1,daily,2031-05-08,active,",
            "5,100,0,NOK,1,daily,2031-05-08,frozen,"
        );

        file.PassDays(time.GetUtcNow().AddDays(2));

        Assert.Equal(
            [
                "1,501.00,0,NOK,499.00,monthly,2031-06-09,active,",
                "2,98.00,0,NOK,1,daily,2031-05-10,,",
                "3,100,0,NOK,1,daily,2031-05-10,active,",
                "4,bad,0,NOK,1,daily,2031-05-08,active,",
                "5,100,0,NOK,1,daily,2031-05-08,frozen,",
            ],
            Rows()
        );
    }

    [Fact]
    public void The_day_is_that_of_the_clocks_zone()
    {
        time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("East", TimeSpan.FromHours(3), "East", "East"));
        Write("1,100,0,NOK,1,daily,2031-05-08,active,");

        file.PassDays(new(2031, 5, 7, 20, 59, 59, TimeSpan.Zero));
        Assert.Equal("100", file.Contracts()[0].Balance);
        file.PassDays(new(2031, 5, 7, 21, 0, 0, TimeSpan.Zero));
        Assert.Equal("99.00", file.Contracts()[0].Balance);
    }

    [Fact]
    public void The_time_of_the_file_is_that_of_the_clock()
    {
        int told = 0;
        file.Changed += (_, _) => told++;
        file.Prepare();
        Assert.Equal(time.GetUtcNow(), Written());

        foreach (
            Action change in (Action[])
                [() => file.ChangeBalance("700 123", "1"), () => file.Charge("700 123"), () => file.Pay("700 123", "1")]
        )
        {
            time.Advance(TimeSpan.FromMinutes(1));
            change();
            Assert.Equal(time.GetUtcNow(), Written());
        }

        file.PassDays(time.GetUtcNow().AddDays(1));
        Assert.Equal(time.GetUtcNow().AddDays(1), Written());
        Assert.Equal(4, told);
    }

    [Fact]
    public void The_first_sample_runs_out_of_money_within_a_week_and_a_payment_saves_it()
    {
        file.Prepare();

        file.Pay("700 123", "100");
        file.PassDays(time.GetUtcNow().AddDays(6));
        Assert.Equal(("13.50", "2031-06-13", "active"), First());
        file.PassDays(time.GetUtcNow().AddDays(37));
        Assert.Equal(("13.50", "2031-06-13", "blocked"), First());

        (string, string, string) First() => file.Contracts()[0] is var c ? (c.Balance, c.NextCharge, c.State) : default;
    }

    private DateTimeOffset Written() => new(File.GetLastWriteTimeUtc(file.Path), TimeSpan.Zero);

    private void Write(params string[] rows) => File.WriteAllLines(file.Path, [Header, .. rows]);

    private string[] Rows() => File.ReadAllLines(file.Path)[1..];
}
