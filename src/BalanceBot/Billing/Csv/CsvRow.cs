namespace BalanceBot.Billing.Csv;

/// <summary>One row on its way to a contract.</summary>
internal sealed class CsvRow(
    string[] cells,
    Dictionary<string, int> columns,
    bool commaIsPoint,
    byte[] secret,
    HolderMark? holders
)
{
    public CsvContract Contract(string defaultCurrency, DateTimeOffset asOf)
    {
        string number = Cell("contract").Trim();
        string key = ContractNumber.Normalise(number);
        if (key.Length == 0)
        {
            throw new BadCellException("contract", "is empty");
        }

        decimal balance = Amount("balance") ?? throw new BadCellException("balance", "is empty");
        string currency = Cells.Currency("currency", Cell("currency")) ?? defaultCurrency;
        decimal credit = Amount("credit") ?? 0;
        ContractSnapshot snapshot = new(new ContractKey(key), number, new Money(balance, currency), asOf)
        {
            Credit = credit >= 0 ? credit : throw new BadCellException("credit", "is negative"),
            State = Cells.State("state", Cell("state")),
            Tariff = Text("tariff"),
            Price = Price("price"),
            Period = Cells.Period("period", Cell("period")),
            NextCharge = Cells.Date("next_charge", Cell("next_charge")),
            AutoPay = Cells.YesOrNo("autopay", Cell("autopay")),
            Services = ServiceCells.Read("services", Cell("services"), commaIsPoint),
            Change = Change(),
            Holder = holders?.Of(Cell("holder"), Cell("document")),
        };
        return new CsvContract(snapshot, LoginOrNull(), PasswordOrNull(), Documents());
    }

    private TariffChange? Change()
    {
        const string Needed = "is needed for a change of the tariff";
        (string? tariff, decimal? price) = (Text("next_tariff"), Price("next_price"));
        DateOnly? from = Cells.Date("next_tariff_from", Cell("next_tariff_from"));
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

    private string? LoginOrNull() => Login.Normalise(Cell("login")) is { Length: > 0 } login ? login : null;

    private byte[]? PasswordOrNull() =>
        Cell("password") is { Length: > 0 } password ? Typed.Digest(secret, password) : null;

    private IReadOnlyList<byte[]> Documents() =>
        [.. Document.OnFile(Cell("document")).Select(form => Typed.Digest(secret, form))];

    private string? Text(string column) => Cell(column).Trim() is { Length: > 0 } text ? text : null;

    private decimal? Price(string column) =>
        Amount(column) is not { } price ? null
        : price >= 0 ? price
        : throw new BadCellException(column, "is negative");

    private decimal? Amount(string column) => Cells.Amount(column, Cell(column), commaIsPoint);

    private string Cell(string column) => columns.TryGetValue(column, out int at) ? cells[at] : "";
}
