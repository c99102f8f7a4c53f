using BalanceBot.Billing.Web;
using static BalanceBot.Billing.Http.Names;

namespace BalanceBot.Billing.Http;

/// <summary>From the objects of an answer to contracts, movements and promises.</summary>
internal sealed class ContractReader(string currency, HolderMark? holders)
{
    /// <param name="asked">When it was asked: the time of the data where the answer gives none.</param>
    public ContractSnapshot Contract(JsonRow row, DateTimeOffset asked) =>
        new(
            new ContractKey(row.Needed(Fields.Key)),
            row.Needed(Fields.Number),
            new Money(
                row.NeededSum(Fields.Balance),
                Cells.Currency(Fields.Currency, row.Text(Fields.Currency) ?? "") ?? currency
            ),
            row.Moment(Fields.AsOf) ?? asked
        )
        {
            Credit = NotNegative(row, Fields.Credit) ?? 0,
            CreditUntil = row.Date(Fields.CreditUntil),
            State = State(row),
            Tariff = row.Word(Fields.Tariff),
            Price = NotNegative(row, Fields.Price),
            Period = Cells.Period(Fields.Period, row.Text(Fields.Period) ?? ""),
            NextCharge = row.Date(Fields.NextCharge),
            AutoPay = row.YesOrNo(Fields.AutoPay),
            Services = row.Rows(Fields.Services) is { Count: > 0 } services ? [.. services.Select(Service)] : [],
            Change = row.Row(Fields.Change) is { } change ? Change(change) : null,
            Holder = holders?.Of(row.Text(Fields.Holder), null),
        };

    public static Movement Movement(JsonRow row) =>
        new(
            row.Moment(Fields.At) ?? throw new BadCellException(Fields.At, "is missing or empty"),
            row.NeededSum(Fields.Amount),
            row.Word(Fields.Note)
        );

    public static PromisedPayment Promise(JsonRow row) =>
        row.Needed(Fields.Status) switch
        {
            "offered" => new PromisedPayment.Offered(
                NotNegative(row, Fields.Amount),
                NotNegative(row, Fields.Price),
                row.Date(Fields.Until)
            ),
            "running" => new PromisedPayment.Running(NotNegative(row, Fields.Amount), row.Date(Fields.Until)),
            "denied" => new PromisedPayment.Denied(Why(row.Word(Fields.Why))),
            _ => throw new BadCellException(Fields.Status, "is not offered, running or denied"),
        };

    /// <summary>A reason of a later version is one that we cannot put into words.</summary>
    private static PromiseDenial Why(string? why) =>
        why switch
        {
            "frozen" => PromiseDenial.Frozen,
            "enough_money" => PromiseDenial.EnoughMoney,
            "too_much_debt" => PromiseDenial.TooMuchDebt,
            "tariff_without" => PromiseDenial.TariffWithout,
            "taken_this_month" => PromiseDenial.TakenThisMonth,
            "previous_unpaid" => PromiseDenial.PreviousUnpaid,
            _ => PromiseDenial.Unsaid,
        };

    private static ContractState State(JsonRow row) => Cells.State(Fields.State, row.Needed(Fields.State));

    private static ExtraService Service(JsonRow row) =>
        new(row.Needed(Fields.Name), NeededNotNegative(row, Fields.Price))
        {
            Period = Cells.Period(Fields.Period, row.Text(Fields.Period) ?? ""),
            NextCharge = row.Date(Fields.NextCharge),
        };

    private static TariffChange Change(JsonRow row) =>
        new(
            row.Date(Fields.From) ?? throw new BadCellException(Fields.From, "is missing or empty"),
            NeededNotNegative(row, Fields.Price)
        )
        {
            Tariff = row.Word(Fields.Tariff),
        };

    private static decimal NeededNotNegative(JsonRow row, string name) =>
        NotNegative(row, name) ?? throw new BadCellException(name, "is missing or empty");

    private static decimal? NotNegative(JsonRow row, string name) =>
        row.Sum(name) is { } sum && sum < 0 ? throw new BadCellException(name, "is negative") : row.Sum(name);
}
