using System.Globalization;
using BalanceBot.Billing;

namespace BalanceBot.Sandbox.SampleBilling;

/// <summary>What of a row has to do with charges, read as the bot reads it.</summary>
internal sealed record Account(string Number, string Currency, decimal Balance, ContractState State)
{
    public decimal Credit { get; init; }
    public decimal? Price { get; init; }
    public ChargePeriod? Period { get; init; }
    public DateOnly? NextCharge { get; init; }

    public decimal Available => Balance + Credit;

    /// <exception cref="BadCellException">Somebody edited the file by hand, and the bot would not take the row either.</exception>
    public static Account Of(CsvTable table, int row)
    {
        return new(
            table.Cell(row, "contract"),
            table.Cell(row, "currency") is { Length: > 0 } currency ? currency : SampleContracts.UsualCurrency,
            Sum("balance") ?? throw new BadCellException("balance", "is empty"),
            Cells.State("state", table.Cell(row, "state"))
        )
        {
            Credit = Sum("credit") ?? 0,
            Price = Sum("price"),
            Period = Cells.Period("period", table.Cell(row, "period")),
            NextCharge = Cells.Date("next_charge", table.Cell(row, "next_charge")),
        };

        decimal? Sum(string column) => Cells.Amount(column, table.Cell(row, column), table.Delimiter == ';');
    }

    /// <summary>Only what a charge can change; a file without one of the columns cannot keep it.</summary>
    public CsvTable Into(CsvTable table, int row)
    {
        Set("balance", Balance.ToString("0.00##", CultureInfo.InvariantCulture));
        Set("next_charge", NextCharge?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");
        if (Cells.State("state", table.Cell(row, "state")) != State)
        {
            Set("state", State == ContractState.BlockedForDebt ? "blocked" : "active");
        }

        return table;

        void Set(string column, string value)
        {
            if (table.Column(column) >= 0)
            {
                table = table.With(row, column, value);
            }
        }
    }
}
