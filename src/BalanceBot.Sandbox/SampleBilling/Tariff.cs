using System.Globalization;
using BalanceBot.Billing;

namespace BalanceBot.Sandbox.SampleBilling;

/// <summary>How a step of the billing ended: a closed family. <c>Why</c> and <c>Told</c> are sentences for the page.</summary>
internal abstract record Charging
{
    private Charging() { }

    /// <summary>Taken, or blocked for want of money: the account has changed.</summary>
    public sealed record Done(Account Account, string Told) : Charging;

    public sealed record Refused(string Why) : Charging;
}

/// <summary>What a billing does with an account, without the file.</summary>
internal static class Tariff
{
    /// <summary>More than a year; for a date of next charge that lies far back, as in somebody's own file.</summary>
    private const int MostChargesAtOnce = 400;

    /// <summary>One charge, now or on the day that it is due; not taken but blocked when it is not covered.</summary>
    public static Charging Charge(Account account, DateOnly today)
    {
        if (Unchargeable(account) is { } why)
        {
            return new Charging.Refused($"{account.Number} {why}: nothing is charged.");
        }

        DateOnly day = account.NextCharge ?? today;
        decimal sum = SumOn(account, day);
        return account.Available >= sum
            ? Taken(account, sum, Next(account.Period, day))
            : new Charging.Done(
                account with
                {
                    State = ContractState.BlockedForDebt,
                },
                $"{Said(sum - account.Available, account)} is missing for the charge of {Said(sum, account)}: "
                    + $"nothing is charged, {account.Number} is blocked."
            );
    }

    /// <summary>A blocked account is active again as soon as it can pay what it was blocked for.</summary>
    public static Charging.Done Pay(Account account, decimal amount, DateOnly today)
    {
        Account paid = account with { Balance = account.Balance + amount };
        string told = $"{Said(amount, account)} is paid to {account.Number}.";
        if (account.State != ContractState.BlockedForDebt)
        {
            return new(paid, told);
        }

        decimal sum = SumOn(account, today);
        if (paid.Available < sum)
        {
            return new(paid, $"{told} {Said(sum - paid.Available, account)} is still missing, it stays blocked.");
        }

        Account active = paid with { State = ContractState.Active };
        told += " It is active again.";
        if (Unchargeable(active) is not null)
        {
            return new(active, told);
        }

        Charging.Done taken = Taken(active, sum, Next(active.Period, today));
        return taken with { Told = $"{told} {taken.Told}" };
    }

    /// <summary>Every charge that falls due up to and with the day, until one is not covered.</summary>
    public static Account PassDays(Account account, DateOnly today)
    {
        for (int i = 0; i < MostChargesAtOnce && account.NextCharge <= today; i++)
        {
            if (Charge(account, today) is not Charging.Done done)
            {
                break;
            }

            account = done.Account;
        }

        return account;
    }

    private static string? Unchargeable(Account account) =>
        account.State switch
        {
            ContractState.Frozen => "is frozen",
            ContractState.Closed => "is closed",
            ContractState.Disabled => "is disabled",
            ContractState.BlockedForDebt => "is blocked already",
            _ when account.Price is null || account.Period is null => "has no price or no period",
            _ => null,
        };

    private static Charging.Done Taken(Account account, decimal sum, DateOnly next) =>
        new(
            account with
            {
                Balance = account.Balance - sum,
                NextCharge = next,
            },
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Said(sum, account)} is charged to {account.Number}, the next charge is on {next:yyyy-MM-dd}."
            )
        );

    private static decimal SumOn(Account account, DateOnly day) =>
        account switch
        {
            { Price: not { } } => 0,
            { Period: ChargePeriod.SpreadOverMonth, Price: { } month } => Math.Round(
                month / DateTime.DaysInMonth(day.Year, day.Month),
                2,
                MidpointRounding.AwayFromZero
            ),
            { Price: { } price } => price,
        };

    /// <summary>The file keeps no day of the month beside the date: 31 January, 28 February, 28 March.</summary>
    private static DateOnly Next(ChargePeriod? period, DateOnly day) =>
        period switch
        {
            ChargePeriod.Daily or ChargePeriod.SpreadOverMonth => day.AddDays(1),
            ChargePeriod.Rolling(int days) => day.AddDays(days),
            _ => day.AddMonths(1),
        };

    private static string Said(decimal sum, Account account) =>
        string.Create(CultureInfo.InvariantCulture, $"{sum:0.00##} {account.Currency}");
}
