namespace BalanceBot.Sandbox.SampleBilling;

/// <summary>What the page shows of a contract: everything, for all of it is made up.</summary>
internal sealed record SampleContract(
    string Number,
    string Document,
    string Login,
    string Password,
    string Holder,
    string Tariff,
    string Charge,
    string NextCharge,
    string Balance,
    string Currency,
    string State
)
{
    public static SampleContract Of(CsvTable table, int row) =>
        new(
            table.Cell(row, "contract"),
            table.Cell(row, "document"),
            table.Cell(row, "login"),
            table.Cell(row, "password"),
            table.Cell(row, "holder"),
            table.Cell(row, "tariff"),
            Priced(table.Cell(row, "price"), table.Cell(row, "period")),
            table.Cell(row, "next_charge"),
            table.Cell(row, "balance"),
            table.Cell(row, "currency") is { Length: > 0 } currency ? currency : SampleContracts.UsualCurrency,
            table.Cell(row, "state") is { Length: > 0 } state ? state : "active"
        );

    private static string Priced(string price, string period) =>
        (price, period) switch
        {
            ("", _) => "",
            (_, "monthly") => $"{price} a month",
            (_, "daily") => $"{price} a day",
            (_, "spread") => $"{price} a month, charged daily",
            (_, "") => price,
            _ => $"{price} every {period} days",
        };
}
