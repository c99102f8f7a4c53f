using BalanceBot.Billing;

namespace BalanceBot.Warnings;

/// <summary>What is charged from now on, as a sum that grows with the days; each kind in closed form.</summary>
internal abstract partial record ChargePlan
{
    /// <summary>All that is charged up to and with a day. Never falls from one day to the next.</summary>
    public abstract decimal Through(DateOnly day);

    /// <summary>
    /// The tariff and the extra services together; null when the billing does not say enough. A tariff without a period,
    /// and a service of which nobody can say when it is charged, are left out where something else is known: a warning
    /// that comes late is better than none.
    /// </summary>
    public static ChargePlan? Of(ContractSnapshot contract, DateOnly today, int digits)
    {
        ChargePlan? tariff = OfTariff(contract, today, digits);
        bool isTariffKnown = tariff is not null || contract.Period is null || IsTariffFree(contract);
        if (!Paid(contract).Any() || !isTariffKnown)
        {
            return tariff;
        }

        ChargePlan?[] parts =
        [
            IsTariffFree(contract) ? null : tariff,
            .. Paid(contract).Select(service => OfService(service, contract, today, digits)),
        ];
        ChargePlan[] known = [.. parts.OfType<ChargePlan>()];
        return known is [] ? null : new Together(known);
    }

    /// <summary>One sum every day from tomorrow on.</summary>
    public static ChargePlan Daily(decimal sum, DateOnly today) => new EveryDays(sum, DailyFrom(null, today), 1);

    /// <summary>Nothing is charged now, and nothing is known that will be.</summary>
    public static bool IsFree(ContractSnapshot contract) => IsTariffFree(contract) && !Paid(contract).Any();

    private static bool IsTariffFree(ContractSnapshot contract) =>
        contract is { Price: 0, Change: null or { Price: <= 0 } };

    /// <summary>A service with a price below zero is nonsense, and ignored: it must not hide a charge.</summary>
    private static IEnumerable<ExtraService> Paid(ContractSnapshot contract) =>
        contract.Services.Where(service => service.Price > 0);

    private static ChargePlan? OfTariff(ContractSnapshot contract, DateOnly today, int digits)
    {
        ChargePlan? now = Of(contract.Price, contract.Period, contract.NextCharge, today, digits);
        if (contract.Change is not { Price: >= 0 } change)
        {
            return now;
        }

        ChargePlan? then = Of(change.Price, contract.Period, contract.NextCharge, today, digits);
        if (contract.Price == 0)
        {
            // A free tariff has no charge to wait for: the first one is then on the day of the change.
            now = new Together([]);
            then ??= Of(change.Price, contract.Period, change.From, today, digits);
        }

        return now is null || then is null ? null : new Changing(now, then, change.From);
    }

    private static ChargePlan? OfService(ExtraService service, ContractSnapshot contract, DateOnly today, int digits) =>
        // What is charged every day does not wait for the tariff.
        service.Period
            is ChargePeriod.Daily
                or ChargePeriod.SpreadOverMonth
            ? Of(service.Price, service.Period, service.NextCharge, today, digits)
            : Of(
                service.Price,
                service.Period ?? contract.Period,
                service.NextCharge ?? contract.NextCharge,
                today,
                digits
            );

    private static ChargePlan? Of(decimal? price, ChargePeriod? period, DateOnly? next, DateOnly today, int digits) =>
        (price, period, next) switch
        {
            (< 0, _, _) => null,
            ({ } sum, ChargePeriod.Daily, _) => new EveryDays(sum, DailyFrom(next, today), 1),
            ({ } sum, ChargePeriod.SpreadOverMonth, _) => new Spread(sum, DailyFrom(next, today), digits),
            (_, _, null) => null,
            ({ } sum, ChargePeriod.Monthly, { } first) => NotLongOverdue(new OnDayOfMonth(sum, first), sum, today),
            ({ } sum, ChargePeriod.Rolling { Days: > 0 } rolling, { } first) => NotLongOverdue(
                new EveryDays(sum, first, rolling.Days),
                sum,
                today
            ),
            _ => null,
        };

    /// <summary>Without a word of the billing today's part is taken as charged already.</summary>
    // Stryker disable once Equality : of two that are equal either is the later.
    private static DateOnly DailyFrom(DateOnly? next, DateOnly today) =>
        next is null ? today.AddDays(1)
        : next < today ? today
        : next.Value;

    /// <summary>One overdue charge is due now; a date that is older still is a field that the billing does not keep up.</summary>
    private static ChargePlan? NotLongOverdue(ChargePlan plan, decimal price, DateOnly today) =>
        plan.Through(today) > price ? null : plan;
}
