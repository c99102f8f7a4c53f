using BalanceBot.Billing;

namespace BalanceBot.Warnings;

/// <summary>The arithmetic of <see cref="Forecast"/>.</summary>
internal static class Forecaster
{
    /// <summary>Beyond it sums are nonsense, and the arithmetic might overflow.</summary>
    private const decimal LargestSum = 1_000_000_000_000_000m;

    public static Forecast Judge(ContractSnapshot contract, DateOnly today, decimal? dailySpend)
    {
        int digits = MinorUnits.Digits(contract.Balance.Currency);
        return Clean(contract, digits) is not { } clean
            ? new Forecast.Unknown(null)
            : clean.State switch
            {
                ContractState.Closed => new Forecast.NoEnd(NoEndReason.Closed),
                ContractState.Frozen => new Forecast.NoEnd(NoEndReason.Frozen),
                ContractState.Disabled => new Forecast.NoEnd(NoEndReason.Disabled),
                ContractState.BlockedForDebt => Stopped(clean, today, digits),
                _ => Running(clean, today, digits, dailySpend),
            };
    }

    /// <summary>
    /// The first day on which the balance, without any credit, is at or below a threshold once that day is charged. Null:
    /// not within the horizon, or nobody says what is charged.
    /// </summary>
    public static DateOnly? FirstDayAtOrBelow(ContractSnapshot contract, decimal threshold, DateOnly today)
    {
        int digits = MinorUnits.Digits(contract.Balance.Currency);
        if (Clean(contract, digits) is not { } clean)
        {
            return null;
        }

        if (clean.Balance.Amount <= threshold)
        {
            return today;
        }

        bool isCharged = clean is { State: ContractState.Active, AutoPay: false };
        return isCharged && ChargePlan.Of(clean, today, digits) is { } plan
            ? Horizon.FirstDay(today, day => clean.Balance.Amount - plan.Through(day) <= threshold)
            : null;
    }

    /// <summary>
    /// The balance at the end of each day from today to the last, by what will be charged and as if nothing were paid;
    /// empty: nobody says what is charged, or nothing is.
    /// </summary>
    public static IReadOnlyList<DayBalance> Ahead(ContractSnapshot contract, DateOnly today, DateOnly last)
    {
        int digits = MinorUnits.Digits(contract.Balance.Currency);
        return
            Clean(contract, digits) is { State: ContractState.Active, AutoPay: false } clean
            && ChargePlan.Of(clean, today, digits) is { } plan
            ?
            [
                .. Enumerable
                    .Range(0, last.DayNumber - today.DayNumber + 1)
                    .Select(n => today.AddDays(n))
                    .Select(day => new DayBalance(day, clean.Balance.Amount - (day == today ? 0 : plan.Through(day)))),
            ]
            : [];
    }

    /// <summary>The balance in whole minor units; null when a sum is nonsense.</summary>
    private static ContractSnapshot? Clean(ContractSnapshot contract, int digits)
    {
        decimal balance = contract.Balance.Amount;
        bool isNonsense =
            IsNonsense(balance)
            || IsNonsense(contract.Credit)
            || IsNonsense(contract.Price ?? 0)
            || contract.Change?.Price > LargestSum
            || contract.Services.Any(service => service.Price > LargestSum);
        return isNonsense
            ? null
            : contract with
            {
                Balance = contract.Balance with { Amount = MinorUnits.Down(balance, digits) },
            };
    }

    public static bool IsNonsense(decimal sum) => Math.Abs(sum) > LargestSum;

    private static Forecast Running(ContractSnapshot contract, DateOnly today, int digits, decimal? dailySpend)
    {
        if (contract.AutoPay)
        {
            return new Forecast.NoEnd(NoEndReason.AutoPay);
        }

        if (contract.Available(today) < 0)
        {
            return new Forecast.Stopped(MinorUnits.Up(-contract.Available(today), digits));
        }

        return ChargePlan.IsFree(contract) ? Free(contract, today, digits) : Paid(contract, today, digits, dailySpend);
    }

    /// <summary>It still ends where a debt was covered by a credit that ends.</summary>
    private static Forecast Free(ContractSnapshot contract, DateOnly today, int digits) =>
        ChargePlan.Of(contract, today, digits) is { } plan
        && Until(contract, plan, today, digits, isEstimate: false) is { } until
            ? until
            : new Forecast.NoEnd(NoEndReason.Free);

    private static Forecast Paid(ContractSnapshot contract, DateOnly today, int digits, decimal? dailySpend)
    {
        ChargePlan? told = ChargePlan.Of(contract, today, digits);
        return (told ?? Estimated(dailySpend, today)) is not { } plan ? Unknown(contract, today, digits)
            : Until(contract, plan, today, digits, isEstimate: told is null) is { } until ? until
            : new Forecast.NoEnd(NoEndReason.FarAway);
    }

    private static ChargePlan? Estimated(decimal? dailySpend, DateOnly today) =>
        dailySpend is { } spend and > 0 && !IsNonsense(spend) ? ChargePlan.Daily(spend, today) : null;

    private static Forecast.Unknown Unknown(ContractSnapshot contract, DateOnly today, int digits) =>
        new(contract.Period is null ? null : LacksOfOneCharge(contract, today, digits));

    private static Forecast.LastsUntil? Until(
        ContractSnapshot contract,
        ChargePlan plan,
        DateOnly today,
        int digits,
        bool isEstimate
    )
    {
        if (Horizon.FirstDay(today, on => Lacks(contract, plan, on) > 0) is not { } day)
        {
            return null;
        }

        // What is overdue is due today.
        decimal charge = plan.Through(day) - (day == today ? 0 : plan.Through(day.AddDays(-1)));
        decimal shown = MinorUnits.Nearest(charge, digits);
        decimal missing = MinorUnits.Up(Lacks(contract, plan, day), digits);
        // A charge of 0.004 is one: 0 would say that the credit has ended.
        return new Forecast.LastsUntil(day, missing, shown == 0 ? MinorUnits.Up(charge, digits) : shown)
        {
            IsEstimate = isEstimate,
        };
    }

    private static decimal Lacks(ContractSnapshot contract, ChargePlan plan, DateOnly day) =>
        plan.Through(day) - contract.Available(day);

    /// <summary>
    /// Stopped with money left means that the charge was not taken, because it was not covered: then its rest is missing.
    /// </summary>
    private static Forecast.Stopped Stopped(ContractSnapshot contract, DateOnly today, int digits) =>
        contract.Available(today) < 0
            ? new(MinorUnits.Up(-contract.Available(today), digits))
            : new(LacksOfOneCharge(contract, today, digits));

    /// <summary>Of the tariff, with the services that are charged together with it.</summary>
    private static decimal? LacksOfOneCharge(ContractSnapshot contract, DateOnly today, int digits)
    {
        int parts = contract.Period is ChargePeriod.SpreadOverMonth ? DateTime.DaysInMonth(today.Year, today.Month) : 1;
        decimal charge =
            (contract.PriceOn(contract.NextCharge ?? today) ?? 0)
            + contract.Services.Where(service => service.IsWithTariff).Sum(service => Math.Max(0, service.Price));
        decimal lacks = MinorUnits.Up((charge / parts) - contract.Available(today), digits);
        return lacks > 0 ? lacks : null;
    }
}
