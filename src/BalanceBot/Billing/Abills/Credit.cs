using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Abills;

/// <summary>ABillS' credit, as it tells it to the subscriber and to the operator.</summary>
internal static class Credit
{
    private const int MostDays = 3660;

    /// <summary>Its nightly run takes a credit away on its date already; one without days is set to the day itself.</summary>
    public static DateOnly LastDay(DateOnly end, DateOnly today) => end == today ? today : end.AddDays(-1);

    /// <summary>
    /// What a subscriber could take. Of several rules its API takes none: which one, nobody can tell it.
    /// </summary>
    public static PromisedPayment Offer(JsonRow row, DateOnly today)
    {
        if (row.Has("creditRules") && !row.Has("creditSum"))
        {
            return new PromisedPayment.Denied(PromiseDenial.NotGiven);
        }

        decimal sum = row.NeededSum("creditSum");
        long days = row.Whole("creditDays") ?? 0;
        return days is < 0 or > MostDays ? throw new BadCellException("creditDays", "is no number of days")
            : sum <= 0 ? new PromisedPayment.Denied(PromiseDenial.Unsaid)
            : new PromisedPayment.Offered(
                sum,
                row.Sum("creditChgPrice") ?? 0,
                LastDay(today.AddDays((int)days), today)
            );
    }

    /// <summary>
    /// The subscriber's own, with an end: the company's, the tariff's, and one that the operator gave for good are no promise.
    /// </summary>
    public static PromisedPayment.Running? Running(JsonRow account, DateOnly today) =>
        account.Sum("credit") is > 0 and var sum && account.Date("creditDate") is { } end && end >= today
            ? new PromisedPayment.Running(sum, LastDay(end, today))
            : null;

    /// <summary>
    /// Why it gives none, by its number (Control/Service_control.pm); null: another trouble. It counts changes in the month
    /// (4304), and gives none to who has as much already (4305).
    /// </summary>
    public static PromiseDenial? Why(string number) =>
        number switch
        {
            "4302" or "4303" => PromiseDenial.NotGiven,
            "4304" => PromiseDenial.TakenThisMonth,
            "4305" => PromiseDenial.Unsaid,
            _ => null,
        };
}
