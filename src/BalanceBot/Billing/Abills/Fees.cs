namespace BalanceBot.Billing.Abills;

/// <summary>What is charged for a service, and when next. The operator's API does not say when: these are ABillS' own rules.</summary>
/// <param name="Today">By the clock of ABillS' machine.</param>
/// <param name="ChargeDay">The day of the month for those without a day of activation.</param>
/// <param name="Reduction">The subscriber's discount in percent.</param>
/// <param name="Activate">The subscriber's day of activation, for services without one of their own.</param>
internal sealed record Fees(DateOnly Today, int ChargeDay, decimal Reduction, DateOnly? Activate)
{
    /// <summary>From one charge to the next of those who have a day of activation.</summary>
    private const int DaysBetween = 31;

    /// <summary>A tariff may have a monthly and a daily fee.</summary>
    public IEnumerable<ExtraService> Of(Service service)
    {
        decimal rate = service.IsReducible ? (100 - Math.Clamp(Reduction, 0, 100)) / 100 : 1;
        if (service.MonthFee > 0)
        {
            decimal price = decimal.Round(service.MonthFee * rate, 4);
            (ChargePeriod period, DateOnly? next) = service.IsSpread
                ? (new ChargePeriod.SpreadOverMonth(), null)
                : Monthly(service);
            yield return new ExtraService(service.Tariff, price) { Period = period, NextCharge = next };
        }

        if (service.DayFee > 0)
        {
            decimal price = decimal.Round(service.DayFee * rate, 4);
            yield return new ExtraService(service.Tariff, price) { Period = new ChargePeriod.Daily() };
        }
    }

    private (ChargePeriod Period, DateOnly? Next) Monthly(Service service)
    {
        if (service is { Expire: { } end, Age: > 0 })
        {
            return (new ChargePeriod.Rolling(service.Age), end < Today ? Today : end);
        }

        if ((service.Activate ?? Activate) is not { } start)
        {
            return (new ChargePeriod.Monthly(), OnDay(ChargeDay));
        }

        if (service.IsOnFixedDay)
        {
            return (new ChargePeriod.Monthly(), MonthsAfter(start));
        }

        int passed = Math.Max(0, Today.DayNumber - start.DayNumber);
        return (new ChargePeriod.Rolling(DaysBetween), start.AddDays(((passed / DaysBetween) + 1) * DaysBetween));
    }

    /// <summary>Today's charges were made in the night.</summary>
    private DateOnly OnDay(int day)
    {
        DateOnly next = new(Today.Year, Today.Month, day);
        return next > Today ? next : next.AddMonths(1);
    }

    private DateOnly MonthsAfter(DateOnly start)
    {
        int months = Math.Max(1, ((Today.Year - start.Year) * 12) + Today.Month - start.Month);
        DateOnly next = start.AddMonths(months);
        return next > Today ? next : start.AddMonths(months + 1);
    }
}
