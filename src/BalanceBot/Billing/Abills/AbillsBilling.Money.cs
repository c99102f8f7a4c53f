using System.Globalization;
using BalanceBot.Billing.Web;
using static BalanceBot.Billing.Abills.AbillsQuestion;

namespace BalanceBot.Billing.Abills;

/// <summary>What was paid and charged.</summary>
internal sealed partial class AbillsBilling
{
    public const string Paid = "payments";
    public const string Charged = "fees";

    private const int MovementsAtOnce = 500;
    private const int MostPages = 20;

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Payments(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => api.Ask(Paid, () => All(Paid, key, period, stop), stop);

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Charges(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => api.Ask(Charged, () => All(Charged, key, period, stop), stop);

    /// <summary>Where the operator finds what somebody paid or was charged; the notes among the staff are not asked for.</summary>
    public static AbillsQuestion Movements(string kind, Uid uid) =>
        new(kind, $"/{kind}/users/{uid}/", [("DATETIME", Show), ("SUM", Show), ("DSC", Show)]);

    private async Task<BillingAnswer<IReadOnlyList<Movement>>> All(
        string kind,
        ContractKey key,
        Period period,
        CancellationToken stop
    )
    {
        if (Uid.Of(key) is not { } uid)
        {
            return new BillingAnswer<IReadOnlyList<Movement>>.NotFound();
        }

        List<Movement> all = [];
        for (int page = 0; page < MostPages; page++)
        {
            switch (await line.Get(Question(kind, uid, period, page), stop))
            {
                case AbillsReply.Many(var rows):
                    all.AddRange(rows.Select(row => Movement(row, uid)).OfType<Movement>().Where(IsWithin));
                    if (rows.Count < MovementsAtOnce)
                    {
                        return new BillingAnswer<IReadOnlyList<Movement>>.Found([
                            .. all.OrderByDescending(one => one.At),
                        ]);
                    }

                    break;
                case AbillsReply.Error { IsNobody: true }:
                    return new BillingAnswer<IReadOnlyList<Movement>>.NotFound();
                case var reply:
                    return new BillingAnswer<IReadOnlyList<Movement>>.Unavailable(reply.Words(kind));
            }
        }

        return new BillingAnswer<IReadOnlyList<Movement>>.Unavailable($"{kind}: too many in this period");

        bool IsWithin(Movement one) => one.At >= period.From && one.At < period.To;
    }

    /// <summary>By whole days of its own clock: the first and the last are cut here.</summary>
    private AbillsQuestion Question(string kind, Uid uid, Period period, int page) =>
        AbillsLists.Choosing(
            Movements(kind, uid),
            MovementsAtOnce,
            [
                ("FROM_DATE", AbillsClock.Text(clock.Day(period.From))),
                ("TO_DATE", AbillsClock.Text(clock.Day(period.To))),
                ("PG", (page * MovementsAtOnce).ToString(CultureInfo.InvariantCulture)),
            ]
        );

    /// <summary>Null: it has no time, and so lies in no period.</summary>
    private Movement? Movement(JsonRow row, Uid uid) =>
        Uid.Of(row) != uid ? throw new BadCellException(Uid.Field, "is another one than was asked for")
        : clock.Time("datetime", row.Needed("datetime")) is { } at
            ? new Movement(at, row.NeededSum("sum"), row.Word("dsc"))
        : null;
}
