using BalanceBot.Billing;
using BalanceBot.Sandbox.SampleBilling;

namespace BalanceBot.Tests.Sandbox.SampleBilling;

public sealed class TariffTests
{
    private static readonly DateOnly Today = new(2031, 5, 7);

    [Theory]
    // The period decides what is taken and when the next charge is.
    [InlineData("monthly", "499", "2031-05-13", "499", "2031-06-13")]
    [InlineData("monthly", "499", "2031-01-31", "499", "2031-02-28")]
    [InlineData("monthly", "499", "2032-01-31", "499", "2032-02-29")]
    [InlineData("daily", "19.90", "2031-05-08", "19.90", "2031-05-09")]
    [InlineData("rolling", "64.90", "2031-05-24", "64.90", "2031-06-23")]
    [InlineData("spread", "930", "2031-05-08", "30", "2031-05-09")]
    [InlineData("spread", "100", "2031-06-30", "3.33", "2031-07-01")]
    [InlineData("spread", "100", "2031-02-01", "3.57", "2031-02-02")]
    public void A_charge_takes_the_price_and_moves_the_date_on(
        string period,
        decimal price,
        string due,
        decimal taken,
        string next
    )
    {
        Account account = Of(1000, period, price) with { NextCharge = DateOnly.Parse(due) };

        Account after = Assert.IsType<Charging.Done>(Tariff.Charge(account, Today)).Account;

        Assert.Equal(account with { Balance = 1000 - taken, NextCharge = DateOnly.Parse(next) }, after);
    }

    [Fact]
    public void Without_a_date_the_charge_is_of_today()
    {
        Account account = Of(1000, "monthly", 499) with { NextCharge = null };

        Assert.Equal(
            new Charging.Done(
                account with
                {
                    Balance = 501,
                    NextCharge = new(2031, 6, 7),
                },
                "499.00 NOK is charged to 700 123, the next charge is on 2031-06-07."
            ),
            Tariff.Charge(account, Today)
        );
    }

    [Theory]
    [InlineData("499", "0", true)]
    [InlineData("498.99", "0", false)]
    [InlineData("1", "498", true)]
    [InlineData("0.99", "498", false)]
    public void What_balance_and_credit_do_not_cover_is_not_taken_but_blocks(
        decimal balance,
        decimal credit,
        bool taken
    )
    {
        Account account = Of(balance, "monthly", 499) with { Credit = credit };

        Account after = Assert.IsType<Charging.Done>(Tariff.Charge(account, Today)).Account;

        Assert.Equal(
            taken
                ? account with
                {
                    Balance = balance - 499,
                    NextCharge = new(2031, 6, 13),
                }
                : account with
                {
                    State = ContractState.BlockedForDebt,
                },
            after
        );
    }

    [Fact]
    public void A_block_says_what_is_missing() =>
        Assert.Equal(
            "86.50 NOK is missing for the charge of 499.00 NOK: nothing is charged, 700 123 is blocked.",
            Assert.IsType<Charging.Done>(Tariff.Charge(Of(412.50m, "monthly", 499), Today)).Told
        );

    [Theory]
    [InlineData(nameof(ContractState.Frozen), "700 123 is frozen: nothing is charged.")]
    [InlineData(nameof(ContractState.Closed), "700 123 is closed: nothing is charged.")]
    [InlineData(nameof(ContractState.Disabled), "700 123 is disabled: nothing is charged.")]
    [InlineData(nameof(ContractState.BlockedForDebt), "700 123 is blocked already: nothing is charged.")]
    public void Only_an_active_contract_is_charged(string state, string why) =>
        Assert.Equal(
            new Charging.Refused(why),
            Tariff.Charge(Of(1000, "monthly", 499) with { State = Enum.Parse<ContractState>(state) }, Today)
        );

    [Fact]
    public void A_contract_without_a_tariff_is_not_charged() =>
        Assert.IsType<Charging.Refused>(Tariff.Charge(Of(1000, "monthly", 499) with { Price = null }, Today));

    [Fact]
    public void A_payment_to_an_active_contract_charges_nothing()
    {
        Account account = Of(412.50m, "monthly", 499);

        Assert.Equal(
            new Charging.Done(account with { Balance = 612.50m }, "200.00 NOK is paid to 700 123."),
            Tariff.Pay(account, 200, Today)
        );
    }

    [Fact]
    public void A_payment_that_covers_the_charge_ends_the_block_and_takes_it_from_today()
    {
        Account blocked = Of(412.50m, "monthly", 499) with
        {
            State = ContractState.BlockedForDebt,
            NextCharge = new(2031, 5, 1),
        };

        Charging.Done done = Tariff.Pay(blocked, 86.50m, Today);

        Assert.Equal(
            blocked with
            {
                State = ContractState.Active,
                Balance = 0,
                NextCharge = new(2031, 6, 7),
            },
            done.Account
        );
        Assert.Equal(
            "86.50 NOK is paid to 700 123. It is active again. "
                + "499.00 NOK is charged to 700 123, the next charge is on 2031-06-07.",
            done.Told
        );
    }

    [Fact]
    public void A_payment_that_is_too_small_leaves_the_block()
    {
        Account blocked = Of(412.50m, "monthly", 499) with { State = ContractState.BlockedForDebt };

        Assert.Equal(
            new Charging.Done(
                blocked with
                {
                    Balance = 498.99m,
                },
                "86.49 NOK is paid to 700 123. 0.01 NOK is still missing, it stays blocked."
            ),
            Tariff.Pay(blocked, 86.49m, Today)
        );
    }

    [Fact]
    public void A_block_without_a_tariff_ends_when_the_debt_is_paid()
    {
        Account blocked = Of(-10, "monthly", 0) with { State = ContractState.BlockedForDebt, Price = null };

        Assert.Equal(ContractState.BlockedForDebt, Tariff.Pay(blocked, 9, Today).Account.State);
        Assert.Equal(
            blocked with
            {
                State = ContractState.Active,
                Balance = 0,
            },
            Tariff.Pay(blocked, 10, Today).Account
        );
    }

    [Theory]
    // 58.20 pays for the 8th and the 9th; the 10th is not covered, and nothing after it.
    [InlineData("2031-05-07", "58.20", true, "2031-05-08")]
    [InlineData("2031-05-08", "38.30", true, "2031-05-09")]
    [InlineData("2031-05-09", "18.40", true, "2031-05-10")]
    [InlineData("2031-05-10", "18.40", false, "2031-05-10")]
    [InlineData("2031-12-31", "18.40", false, "2031-05-10")]
    public void Days_that_pass_are_charged_one_by_one_until_the_money_is_out(
        string until,
        decimal balance,
        bool active,
        string next
    )
    {
        Account account = Of(58.20m, "daily", 19.90m) with { NextCharge = new(2031, 5, 8) };

        Account after = Tariff.PassDays(account, DateOnly.Parse(until));

        Assert.Equal(
            account with
            {
                Balance = balance,
                State = active ? ContractState.Active : ContractState.BlockedForDebt,
                NextCharge = DateOnly.Parse(next),
            },
            after
        );
    }

    [Fact]
    public void A_date_that_lies_far_back_costs_400_charges_at_most()
    {
        Account account = Of(1_000_000, "daily", 1) with { NextCharge = new(1999, 1, 1) };

        Assert.Equal(1_000_000 - 400, Tariff.PassDays(account, Today).Balance);
    }

    private static Account Of(decimal balance, string period, decimal price) =>
        new("700 123", "NOK", balance, ContractState.Active)
        {
            Price = price,
            NextCharge = new(2031, 5, 13),
            Period = period switch
            {
                "daily" => new ChargePeriod.Daily(),
                "spread" => new ChargePeriod.SpreadOverMonth(),
                "rolling" => new ChargePeriod.Rolling(30),
                _ => new ChargePeriod.Monthly(),
            },
        };
}
