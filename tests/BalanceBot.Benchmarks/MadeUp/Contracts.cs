using System.Globalization;
using BalanceBot.Billing;
using BalanceBot.Subscribers;

namespace BalanceBot.Benchmarks.MadeUp;

/// <summary>What has happened to the balances since they were first seen.</summary>
internal enum Change
{
    Nothing,
    OnePercent,
    Every,
}

/// <summary>
/// Contracts made up by their number: of every kind of charge and every state, nine in ten with money that lasts. Pure.
/// </summary>
internal static class Contracts
{
    private const int Kinds = 20;
    private const int EndsSoon = 50;
    private const int PaysOfChanged = 10;
    private static readonly DateOnly Today = DateOnly.FromDateTime(SteadyTime.Noon.UtcDateTime);

    private static readonly IReadOnlyList<ExtraService> Services =
    [
        new("Static IP", 30),
        new("TV", 5) { Period = new ChargePeriod.Daily() },
        new("Antivirus", 20) { Period = new ChargePeriod.Rolling(14), NextCharge = Today.AddDays(3) },
    ];

    private static readonly ChargePeriod Monthly = new ChargePeriod.Monthly();
    private static readonly ChargePeriod Daily = new ChargePeriod.Daily();
    private static readonly ChargePeriod Rolling = new ChargePeriod.Rolling(30);
    private static readonly ChargePeriod Spread = new ChargePeriod.SpreadOverMonth();

    /// <summary>Ordinal order of keys is the order of numbers.</summary>
    public static string Key(int number) => number.ToString("D9", CultureInfo.InvariantCulture);

    public static int Number(string key) => int.Parse(key, NumberStyles.None, CultureInfo.InvariantCulture);

    public static ChatId Chat(int number) => new(1_000_000_000L + number);

    /// <summary>One in ten has chosen something.</summary>
    public static WarningChoices Choices(int number) =>
        number % 10 == 3
            ? new WarningChoices
            {
                Days = new DayChoice(Week: false, ThreeDays: true, Day: true),
                Quiet = new QuietChoice(new TimeOnly(22, 0), new TimeOnly(7, 30)),
                Zone = "Europe/Oslo",
            }
            : WarningChoices.None;

    public static ContractSnapshot Of(int number, Change change, DateTimeOffset asOf)
    {
        ContractSnapshot contract = Charged(number, asOf);
        decimal moved =
            !IsChanged(number, change) ? 0
            : IsPaid(number, change) ? 500
            : -1;
        return contract with { Balance = contract.Balance with { Amount = contract.Balance.Amount + moved } };
    }

    public static bool IsChanged(int number, Change change) =>
        change switch
        {
            Change.OnePercent => number % 100 == number / 100 % 100,
            Change.Every => true,
            _ => false,
        };

    /// <summary>The nth of those whose money ends in two days.</summary>
    public static int EndingSoon(int n) => (n * EndsSoon) + 11;

    /// <summary>It is due to be told already when nothing has changed.</summary>
    public static bool IsDueAnyway(int number) => number % EndsSoon is 11 or 31;

    /// <summary>A scan has something to write: who is due anyway is marked, and stays as it is until told.</summary>
    public static bool IsWritten(int number, Change change) => IsChanged(number, change) && !IsDueAnyway(number);

    /// <summary>A payment that is told; of who pays automatically, is frozen or pays nothing, none is.</summary>
    public static bool IsToldOf(int number, Change change) =>
        IsPaid(number, change) && number % Kinds is not (7 or 8 or 9);

    private static bool IsPaid(int number, Change change) =>
        IsWritten(number, change) && number / 7 % PaysOfChanged == 0;

    private static ContractSnapshot Charged(int number, DateTimeOffset asOf)
    {
        string key = Key(number);
        ContractSnapshot plain = new(new ContractKey(key), key, new Money(5000 + (number % 997), "NOK"), asOf)
        {
            Tariff = "Home 100",
            Price = 150,
            Period = Monthly,
            NextCharge = Today.AddDays(1 + (number % 28)),
        };
        if (IsDueAnyway(number))
        {
            return number % EndsSoon == 11
                ? plain with
                {
                    Balance = plain.Balance with { Amount = 10 },
                    NextCharge = Today.AddDays(2),
                }
                : plain with
                {
                    Balance = plain.Balance with { Amount = -600 },
                    State = ContractState.BlockedForDebt,
                };
        }

        return (number % Kinds) switch
        {
            0 => plain with { Services = Services },
            1 => plain with { Price = 5, Period = Daily, NextCharge = null },
            2 => plain with { Period = Rolling },
            3 => plain with { Period = Spread, NextCharge = null },
            4 => plain with { Credit = 200, CreditUntil = Today.AddDays(60) },
            5 => plain with { Change = new TariffChange(Today.AddDays(40), 200) },
            6 => plain with { Price = null, Period = null, NextCharge = null },
            7 => plain with { State = ContractState.Frozen },
            8 => plain with { AutoPay = true },
            9 => plain with { Price = 0 },
            _ => plain,
        };
    }
}
