namespace BalanceBot.Billing.Sql;

/// <summary>From a row to a contract.</summary>
internal sealed class SnapshotRows(SqlSettings settings, HolderMark? holders)
{
    private readonly SqlKeys keys = new(settings.KeyKind);
    private readonly WordMap states = new(settings.States);
    private readonly WordMap periods = new(settings.Periods);

    /// <param name="asked">When it was asked: the time of the data where the query gives none.</param>
    public ContractSnapshot Of(SqlRow row, DateTimeOffset asked)
    {
        string number = row.Needed("number").Trim();
        decimal balance = row.Sum("balance") ?? throw new BadCellException("balance", "is empty");
        string currency = Cells.Currency("currency", row.Text("currency") ?? "") ?? settings.Currency;
        return new ContractSnapshot(keys.Of(row), number, new Money(balance, currency), AsOf(row, asked))
        {
            Credit = NotNegative("credit", row.Sum("credit")) ?? 0,
            CreditUntil = row.Date("credit_until"),
            State = State(row),
            Tariff = Name(row, "tariff"),
            Price = NotNegative("price", row.Sum("price")),
            Period = Cells.Period("period", periods[row.Text("period") ?? ""]),
            NextCharge = row.Date("next_charge"),
            AutoPay = Cells.YesOrNo("autopay", row.Text("autopay") ?? ""),
            Services = ServiceCells.Read("services", row.Text("services") ?? "", commaIsPoint: false),
            Change = Change(row),
            Holder = holders?.Of(row.Text("holder"), row.Text("document")),
        };
    }

    private ContractState State(SqlRow row) =>
        !row.Has("state") ? ContractState.Active
        // What a join found nothing for may be anything: it is told only by a pair of its own.
        : states[row.Text("state") ?? ""] is { Length: > 0 } word ? Cells.State("state", word)
        : throw new BadCellException(
            "state",
            "is empty: give a state, or map it with \"=active\" in Billing:Sql:States"
        );

    private static DateTimeOffset AsOf(SqlRow row, DateTimeOffset asked) =>
        row.Has("as_of") ? row.Time("as_of") ?? throw new BadCellException("as_of", "is empty") : asked;

    private static TariffChange? Change(SqlRow row)
    {
        const string Needed = "is needed for a change of the tariff";
        (string? tariff, decimal? price) = (Name(row, "next_tariff"), NotNegative("next_price", row.Sum("next_price")));
        DateOnly? from = row.Date("next_tariff_from");
        return tariff is null && price is null && from is null
            ? null
            : new TariffChange(
                from ?? throw new BadCellException("next_tariff_from", Needed),
                price ?? throw new BadCellException("next_price", Needed)
            )
            {
                Tariff = tariff,
            };
    }

    private static string? Name(SqlRow row, string column) =>
        row.Text(column)?.Trim() is { Length: > 0 } name ? name : null;

    private static decimal? NotNegative(string column, decimal? sum) =>
        sum < 0 ? throw new BadCellException(column, "is negative") : sum;
}
