using BalanceBot.Billing;

namespace BalanceBot.Warnings;

/// <summary>A payment, recognised by what the balance was and is.</summary>
/// <param name="Sum">Null when charges in between hide how much it was.</param>
internal sealed record Receipt(decimal? Sum)
{
    /// <summary>Null: no payment is seen. A charge that was corrected looks like one; nothing in a balance tells them apart.</summary>
    public static Receipt? Of(Seen? before, ContractSnapshot contract)
    {
        if (before is null)
        {
            return null;
        }

        int digits = MinorUnits.Digits(contract.Balance.Currency);
        decimal rise = MinorUnits.WithoutDust(contract.Balance.Amount - before.Balance, digits);
        if (before.NextCharge == contract.NextCharge && contract.Period is ChargePeriod.Monthly or ChargePeriod.Rolling)
        {
            // Extra services may have been charged on days of their own meanwhile.
            return rise > 0 ? new Receipt(contract.Services.Count == 0 ? rise : null) : null;
        }

        decimal? charged = OneChargeBetween(before, contract);
        return charged is { } known && rise + known > 0 ? new Receipt(rise + known)
            : charged is null && rise > 0 ? new Receipt((decimal?)null)
            : null;
    }

    /// <summary>The price when exactly one charge lies between the two dates of the next charge, and it was not changed.</summary>
    private static decimal? OneChargeBetween(Seen before, ContractSnapshot contract) =>
        before.NextCharge is { } from
        && contract.NextCharge is { } to
        && before.Price is { } price
        && price == contract.Price
        && contract is { Services.Count: 0, Change: null }
        && IsNext(from, to, contract.Period)
            ? price
            : null;

    private static bool IsNext(DateOnly from, DateOnly to, ChargePeriod? period) =>
        period switch
        {
            // Of 31 January, 28 February and 31 March each is the next.
            ChargePeriod.Monthly => MonthOf(to) == MonthOf(from) + 1
                && (to.Day == from.Day || IsLast(from) || IsLast(to)),
            ChargePeriod.Rolling(var days) => to.DayNumber - from.DayNumber == days,
            _ => false,
        };

    private static int MonthOf(DateOnly day) => (day.Year * 12) + day.Month;

    private static bool IsLast(DateOnly day) => day.Day == DateTime.DaysInMonth(day.Year, day.Month);
}
