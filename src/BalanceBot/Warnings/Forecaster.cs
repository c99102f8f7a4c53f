using BalanceBot.Billing;

namespace BalanceBot.Warnings;

/// <summary>The arithmetic of <see cref="Forecast"/>.</summary>
internal static class Forecaster
{
    /// <summary>Beyond it sums are nonsense, and the arithmetic might overflow.</summary>
    private const decimal LargestSum = 1_000_000_000_000_000m;

    public static Forecast Judge(ContractSnapshot contract, DateOnly today)
    {
        if (IsNonsense(contract.Balance.Amount) || IsNonsense(contract.Credit) || IsNonsense(contract.Price ?? 0))
        {
            return new Forecast.Unknown(null);
        }

        int digits = MinorUnits.Digits(contract.Balance.Currency);
        ContractSnapshot clean = contract with
        {
            Balance = contract.Balance with { Amount = MinorUnits.Down(contract.Balance.Amount, digits) },
        };
        return clean.State switch
        {
            ContractState.Closed => new Forecast.NoEnd(NoEndReason.Closed),
            ContractState.Frozen => new Forecast.NoEnd(NoEndReason.Frozen),
            ContractState.Disabled => new Forecast.NoEnd(NoEndReason.Disabled),
            ContractState.BlockedForDebt => Stopped(clean, today, digits),
            _ => Running(clean, today, digits),
        };
    }

    private static bool IsNonsense(decimal sum) => Math.Abs(sum) > LargestSum;

    private static Forecast Running(ContractSnapshot contract, DateOnly today, int digits)
    {
        if (contract.AutoPay)
        {
            return new Forecast.NoEnd(NoEndReason.AutoPay);
        }

        if (contract.Available(today) < 0)
        {
            return new Forecast.Stopped(MinorUnits.Up(-contract.Available(today), digits));
        }

        if (ChargePlan.Of(contract, today, digits) is not { } plan)
        {
            return contract.Price == 0 ? new Forecast.NoEnd(NoEndReason.Free) : Unknown(contract, today, digits);
        }

        // A free tariff still ends where a debt was covered by a credit that ends.
        return FirstDayShort(contract, plan, today) is { } day ? Ends(contract, plan, day, today, digits)
            : plan.Price == 0 ? new Forecast.NoEnd(NoEndReason.Free)
            : new Forecast.NoEnd(NoEndReason.FarAway);
    }

    private static Forecast.Unknown Unknown(ContractSnapshot contract, DateOnly today, int digits) =>
        new(contract.Period is null ? null : LacksOfOneCharge(contract, today, digits));

    /// <summary>What has grown can only be paid by money that does not grow: a binary search, some 12 steps for ten years.</summary>
    private static DateOnly? FirstDayShort(ContractSnapshot contract, ChargePlan plan, DateOnly today)
    {
        int lasts = today.DayNumber - 1;
        int shortOn = HorizonOf(today).DayNumber;
        if (Lacks(contract, plan, DateOnly.FromDayNumber(shortOn)) <= 0)
        {
            return null;
        }

        while (shortOn - lasts > 1)
        {
            int middle = lasts + ((shortOn - lasts) / 2);
            if (Lacks(contract, plan, DateOnly.FromDayNumber(middle)) > 0)
            {
                shortOn = middle;
            }
            else
            {
                lasts = middle;
            }
        }

        return DateOnly.FromDayNumber(shortOn);
    }

    private static DateOnly HorizonOf(DateOnly today) =>
        today.Year + Forecast.HorizonYears > DateOnly.MaxValue.Year
            ? DateOnly.MaxValue
            : today.AddYears(Forecast.HorizonYears);

    private static decimal Lacks(ContractSnapshot contract, ChargePlan plan, DateOnly day) =>
        plan.Through(day) - contract.Available(day);

    private static Forecast.LastsUntil Ends(
        ContractSnapshot contract,
        ChargePlan plan,
        DateOnly day,
        DateOnly today,
        int digits
    )
    {
        // What is overdue is due today.
        decimal before = day == today ? 0 : plan.Through(day.AddDays(-1));
        return new(
            day,
            MinorUnits.Up(Lacks(contract, plan, day), digits),
            MinorUnits.Nearest(plan.Through(day) - before, digits)
        );
    }

    /// <summary>
    /// Stopped with money left means that the charge was not taken, because it was not covered: then its rest is missing.
    /// </summary>
    private static Forecast.Stopped Stopped(ContractSnapshot contract, DateOnly today, int digits) =>
        contract.Available(today) < 0
            ? new(MinorUnits.Up(-contract.Available(today), digits))
            : new(LacksOfOneCharge(contract, today, digits));

    private static decimal? LacksOfOneCharge(ContractSnapshot contract, DateOnly today, int digits)
    {
        int parts = contract.Period is ChargePeriod.SpreadOverMonth ? DateTime.DaysInMonth(today.Year, today.Month) : 1;
        decimal lacks = MinorUnits.Up(((contract.Price ?? 0) / parts) - contract.Available(today), digits);
        return lacks > 0 ? lacks : null;
    }
}
