using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Splynx;

/// <summary>What was paid and charged, by days: Splynx tells no hours.</summary>
internal sealed partial class SplynxBilling
{
    private const int MovementsAtOnce = 200;
    private const int MostPages = 20;

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Payments(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => api.Ask(SplynxQuestions.Payments, () => All(SplynxQuestions.Payments, key, period, stop), stop);

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Charges(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => api.Ask(SplynxQuestions.Transactions, () => All(SplynxQuestions.Transactions, key, period, stop), stop);

    private async Task<BillingAnswer<IReadOnlyList<Movement>>> All(
        string kind,
        ContractKey key,
        Period period,
        CancellationToken stop
    )
    {
        if (CustomerId.Of(key) is not { } id)
        {
            return new BillingAnswer<IReadOnlyList<Movement>>.NotFound();
        }

        (string from, string to) = (
            CustomerReader.Text(reader.Day(period.From)),
            CustomerReader.Text(reader.Day(period.To))
        );
        List<Movement> all = [];
        for (int page = 0; page < MostPages; page++)
        {
            SplynxQuestion question = SplynxQuestions.Movements(
                kind,
                id,
                from,
                to,
                MovementsAtOnce,
                page * MovementsAtOnce
            );
            if (await List(question, stop) is not WebOutcome<IReadOnlyList<JsonRow>>.Said(var rows))
            {
                return new BillingAnswer<IReadOnlyList<Movement>>.Unavailable($"{kind}: no answer to rely on");
            }

            all.AddRange(rows.Select(row => Movement(kind, row, id)).OfType<Movement>().Where(IsWithin));
            if (rows.Count < MovementsAtOnce)
            {
                return new BillingAnswer<IReadOnlyList<Movement>>.Found([.. all.OrderByDescending(one => one.At)]);
            }
        }

        return new BillingAnswer<IReadOnlyList<Movement>>.Unavailable($"{kind}: too many in this period");

        bool IsWithin(Movement one) => one.At >= period.From && one.At < period.To;
    }

    /// <summary>Null: it was deleted, or has no day.</summary>
    private Movement? Movement(string kind, JsonRow row, CustomerId id)
    {
        if (CustomerId.Of(row, "customer_id") != id)
        {
            throw new BadCellException("customer_id", "is another one than was asked for");
        }

        return CustomerReader.IsDeleted(row) || row.Date("date") is not { } day ? null
            : kind == SplynxQuestions.Payments ? new Movement(reader.Start(day), row.NeededSum("amount"), null)
            : new Movement(reader.Start(day), row.NeededSum("total"), row.Word("description"));
    }
}
