using BalanceBot.Billing;

namespace BalanceBot.Replies;

/// <summary>What a contract costs: the tariff, the extra services, a change to come, and the charge that is next.</summary>
internal sealed class PriceLines(Wording words, Amounts amounts, Days days)
{
    private const int MostServices = 5;

    public IEnumerable<string?> Write(ContractSnapshot snapshot, DateOnly today) =>
        [Tariff(snapshot), .. Services(snapshot), Change(snapshot, today)];

    private string? Tariff(ContractSnapshot snapshot)
    {
        string? name = string.IsNullOrWhiteSpace(snapshot.Tariff) ? null : Outside.Html(snapshot.Tariff);
        string? price = snapshot.Price >= 0 ? Price(snapshot.Price.Value, snapshot.Period, snapshot) : null;
        return (name, price) switch
        {
            (null, null) => null,
            (null, _) => words.Say(Sentence.Price, price),
            (_, null) => words.Say(Sentence.Tariff, name),
            _ => words.Say(Sentence.TariffPrice, name, price),
        };
    }

    private IEnumerable<string> Services(ContractSnapshot snapshot)
    {
        // A price below zero is nonsense, and nothing is forecast by it.
        ExtraService[] services = [.. snapshot.Services.Where(service => service.Price >= 0)];
        foreach (ExtraService service in services.Take(MostServices))
        {
            string price = Price(service.Price, service.Period ?? snapshot.Period, snapshot);
            yield return words.Say(Sentence.Service, Outside.Html(service.Name), price);
        }

        if (services.Length > MostServices)
        {
            ExtraService[] rest = services[MostServices..];
            yield return words.Count(Sentence.MoreServices, rest.Length, Sums(rest, snapshot));
        }
    }

    /// <summary>Only what is charged alike can be added up.</summary>
    private string Sums(IEnumerable<ExtraService> services, ContractSnapshot snapshot) =>
        string.Join(
            " + ",
            services
                .GroupBy(service => service.Period ?? snapshot.Period)
                .Select(alike => Price(alike.Sum(service => service.Price), alike.Key, snapshot))
        );

    private string? Change(ContractSnapshot snapshot, DateOnly today)
    {
        if (snapshot.Change is not { Price: >= 0 } change)
        {
            return null;
        }

        string from = days.Say(change.From, today);
        string price = Price(change.Price, snapshot.Period, snapshot);
        return string.IsNullOrWhiteSpace(change.Tariff)
            ? words.Say(Sentence.ChangePrice, from, price)
            : words.Say(Sentence.ChangeTariff, from, Outside.Html(change.Tariff), price);
    }

    private string Price(decimal price, ChargePeriod? period, ContractSnapshot snapshot)
    {
        string sum = amounts.Exact(price, snapshot.Balance.Currency);
        return period switch
        {
            _ when price == 0 => words[Sentence.PriceFree],
            ChargePeriod.Monthly => words.Say(Sentence.PriceMonthly, sum),
            ChargePeriod.Daily => words.Say(Sentence.PriceDaily, sum),
            ChargePeriod.Rolling(var length) => words.Count(Sentence.PriceRolling, length, sum),
            ChargePeriod.SpreadOverMonth => words.Say(Sentence.PriceSpread, sum),
            _ => sum,
        };
    }
}
