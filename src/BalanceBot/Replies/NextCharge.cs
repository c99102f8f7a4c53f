using BalanceBot.Billing;

namespace BalanceBot.Replies;

/// <summary>
/// The next charge that is an event of its own: all that the tariff and the extra services take on one day. What is
/// charged every day is told by its price.
/// </summary>
/// <param name="Sum">Null: the billing does not say.</param>
internal sealed record NextCharge(DateOnly On, decimal? Sum)
{
    public static NextCharge? Of(ContractSnapshot contract, DateOnly today)
    {
        NextCharge[] coming = [.. All(contract).Where(charge => charge.On >= today && charge.Sum is not 0)];
        if (coming is [])
        {
            return null;
        }

        DateOnly first = coming.Min(charge => charge.On);
        NextCharge[] due = [.. coming.Where(charge => charge.On == first)];
        return new NextCharge(first, due.Any(charge => charge.Sum is null) ? null : due.Sum(charge => charge.Sum));
    }

    private static IEnumerable<NextCharge> All(ContractSnapshot contract)
    {
        if (contract.NextCharge is { } day && !IsEveryDay(contract.Period))
        {
            yield return new NextCharge(day, contract.PriceOn(day) is { } price and >= 0 ? price : null);
        }

        foreach (ExtraService service in contract.Services.Where(service => service.Price > 0))
        {
            DateOnly? own = service.NextCharge ?? contract.NextCharge;
            if (own is { } on && !IsEveryDay(service.Period ?? contract.Period))
            {
                yield return new NextCharge(on, service.Price);
            }
        }
    }

    private static bool IsEveryDay(ChargePeriod? period) =>
        period is ChargePeriod.Daily or ChargePeriod.SpreadOverMonth;
}
