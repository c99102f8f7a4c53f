namespace BalanceBot.Billing.Ubilling;

/// <summary>When Ubilling charges what: fees on one day of the month for all, which no table of it tells.</summary>
internal sealed class FeeCalendar(UbillingSettings settings, TimeProvider time)
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone);

    public ContractSnapshot Dated(ContractSnapshot contract)
    {
        DateOnly today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);
        DateOnly next = Next(today);
        return contract with
        {
            NextCharge = contract.Period is ChargePeriod.Monthly ? next : contract.NextCharge,
            Services =
                contract.Services.Count == 0
                    ? contract.Services
                    : [.. contract.Services.Select(one => Dated(one, next))],
            // Another tariff begins with a month.
            Change = contract.Change is { } change ? change with { From = Next(today, day: 1) } : null,
        };
    }

    private static ExtraService Dated(ExtraService service, DateOnly next) =>
        service.Period is ChargePeriod.Daily ? service : service with { NextCharge = next };

    /// <summary>The fee of today was charged as the day began.</summary>
    private DateOnly Next(DateOnly today) => Next(today, settings.FeeDay);

    private static DateOnly Next(DateOnly today, int day)
    {
        DateOnly month = new(today.Year, today.Month, day);
        return today < month ? month : month.AddMonths(1);
    }
}
