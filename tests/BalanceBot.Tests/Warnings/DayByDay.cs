using BalanceBot.Billing;
using CsCheck;

namespace BalanceBot.Tests.Warnings;

/// <summary>The slow way, told in other words than the code: a purse, a calendar and one charge after another.</summary>
internal static class DayByDay
{
    public static readonly DateOnly Today = new(2026, 11, 24);

    private static readonly Gen<ChargePeriod> Periods = Gen.OneOf<ChargePeriod>(
        Gen.Const<ChargePeriod>(new ChargePeriod.Monthly()),
        Gen.Const<ChargePeriod>(new ChargePeriod.Daily()),
        Gen.Const<ChargePeriod>(new ChargePeriod.SpreadOverMonth()),
        Gen.Int[1, 400].Select(days => (ChargePeriod)new ChargePeriod.Rolling(days))
    );

    private static readonly Gen<ExtraService> Services =
        from price in Gen.Int[-500, 20_000]
        from period in Periods
        from hasPeriod in Gen.Bool
        from next in Gen.Int[0, 100]
        from hasNext in Gen.Bool
        select new ExtraService("TV", price / 100m)
        {
            Period = hasPeriod ? period : null,
            NextCharge = hasNext ? Today.AddDays(next) : null,
        };

    private static readonly Gen<TariffChange> Changes =
        from days in Gen.Int[-100, 800]
        from price in Gen.Int[-500, 100_000]
        select new TariffChange(Today.AddDays(days), price / 100m);

    /// <summary>Whose charges are all known, with up to three services and perhaps a change of the tariff.</summary>
    public static readonly Gen<ContractSnapshot> Contracts =
        from balance in Gen.Int[-50_000, 500_000]
        from price in Gen.Int[1, 100_000]
        from period in Periods
        from next in Gen.Int[0, 400]
        from credit in Gen.Int[0, 60_000]
        from creditDays in Gen.Int[-5, 400]
        from creditEnds in Gen.Bool
        from services in Services.Array[0, 3]
        from change in Changes
        from changes in Gen.Bool
        select new ContractSnapshot(new ContractKey("k"), "1", new Money(balance / 100m, "NOK"), default)
        {
            Price = price / 100m,
            Period = period,
            NextCharge = Today.AddDays(next),
            Credit = credit / 100m,
            CreditUntil = creditEnds ? Today.AddDays(creditDays) : null,
            Services = services,
            Change = changes ? change : null,
        };

    /// <summary>The day before today for a stopped contract: an order in which paying always leads upwards.</summary>
    public static DateOnly LastsUntil(ContractSnapshot contract) =>
        contract.Balance.Amount + CreditOn(contract, Today) < 0
            ? Today.AddDays(-1)
            : First(contract, (purse, day) => purse + CreditOn(contract, day) < 0) ?? DateOnly.MaxValue;

    /// <summary>The first of the days to come on which something holds of the purse when the day is paid.</summary>
    public static DateOnly? First(ContractSnapshot contract, Func<decimal, DateOnly, bool> holds)
    {
        decimal purse = contract.Balance.Amount;
        for (DateOnly day = Today; day <= Today.AddYears(10); day = day.AddDays(1))
        {
            purse -= ChargedOn(contract, day);
            if (holds(purse, day))
            {
                return day;
            }
        }

        return null;
    }

    public static decimal ChargedOn(ContractSnapshot contract, DateOnly day)
    {
        bool isChanged = contract.Change is { Price: >= 0 } change && change.From <= day;
        decimal price = isChanged ? contract.Change!.Price : contract.Price!.Value;
        decimal sum = Part(price, contract.Period!, contract.NextCharge!.Value, day);
        foreach (ExtraService service in contract.Services.Where(service => service.Price >= 0))
        {
            ChargePeriod period = service.Period ?? contract.Period!;
            DateOnly otherwise = service.Period is ChargePeriod.Daily or ChargePeriod.SpreadOverMonth
                ? Today.AddDays(1)
                : contract.NextCharge.Value;
            sum += Part(service.Price, period, service.NextCharge ?? otherwise, day);
        }

        return sum;
    }

    private static decimal CreditOn(ContractSnapshot contract, DateOnly day) =>
        contract.CreditUntil is { } end && end < day ? 0 : contract.Credit;

    public static decimal Part(decimal price, ChargePeriod period, DateOnly first, DateOnly day)
    {
        decimal days = DateTime.DaysInMonth(day.Year, day.Month);
        bool isCharged =
            day >= first
            && period switch
            {
                ChargePeriod.Monthly => day.Day == Math.Min(first.Day, (int)days),
                ChargePeriod.Rolling(var length) => (day.DayNumber - first.DayNumber) % length == 0,
                _ => true,
            };
        return !isCharged ? 0
            : period is ChargePeriod.SpreadOverMonth ? Total(day.Day) - Total(day.Day - 1)
            : price;

        decimal Total(int part) => decimal.Round(price * part / days, 2, MidpointRounding.AwayFromZero);
    }
}
