using System.Globalization;
using System.Text;

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
    string Balance,
    string Currency,
    string State
);

/// <summary>How a change of a balance ended: a closed family.</summary>
internal abstract record BalanceChange
{
    private BalanceChange() { }

    public sealed record Done : BalanceChange;

    public sealed record Refused(string Why) : BalanceChange;
}

/// <summary>
/// The billing file that the bot reads. It is read anew each time, for somebody may edit it by hand meanwhile, and
/// replaced as a whole, so that the bot never sees half of it.
/// </summary>
internal sealed class BillingFile(string path)
{
    private const int MostCents = 2;
    private readonly Lock _gate = new();

    public event EventHandler? Changed;

    public string Path { get; } = path;

    /// <summary>Makes the sample unless there is a file already: a chosen folder may hold somebody's own.</summary>
    public void Prepare(DateOnly today)
    {
        lock (_gate)
        {
            if (!File.Exists(Path))
            {
                Replace(SampleContracts.Made(today));
            }
        }
    }

    public IReadOnlyList<SampleContract> Contracts()
    {
        var table = Read();
        return [.. Enumerable.Range(0, table.Rows.Count).Select(row => Shown(table, row))];
    }

    public BalanceChange ChangeBalance(string contract, string balance)
    {
        if (
            !decimal.TryParse(balance, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount)
            || amount.Scale > MostCents
            || Math.Abs(amount) >= 1_000_000_000m
        )
        {
            return new BalanceChange.Refused("A balance is a number with at most two decimals, for example -120.50.");
        }

        lock (_gate)
        {
            var table = Read();
            var rows = Enumerable.Range(0, table.Rows.Count).Where(row => table.Cell(row, "contract") == contract);
            if (table.Column("balance") < 0 || rows.ToArray() is not [var row])
            {
                return new BalanceChange.Refused("There is not exactly one contract of this number in the file.");
            }
            Replace(table.With(row, "balance", amount.ToString("0.00", CultureInfo.InvariantCulture)));
        }
        Changed?.Invoke(this, EventArgs.Empty);
        return new BalanceChange.Done();
    }

    private CsvTable Read() => CsvTable.Parse(File.ReadAllText(Path, Encoding.UTF8));

    private void Replace(CsvTable table)
    {
        var half = Path + ".new";
        File.WriteAllText(half, table.Write());
        File.Move(half, Path, overwrite: true);
    }

    private static SampleContract Shown(CsvTable table, int row) =>
        new(
            table.Cell(row, "contract"),
            table.Cell(row, "document"),
            table.Cell(row, "login"),
            table.Cell(row, "password"),
            table.Cell(row, "holder"),
            table.Cell(row, "tariff"),
            Charge(table.Cell(row, "price"), table.Cell(row, "period")),
            table.Cell(row, "balance"),
            table.Cell(row, "currency") is { Length: > 0 } currency ? currency : "NOK",
            table.Cell(row, "state") is { Length: > 0 } state ? state : "active"
        );

    private static string Charge(string price, string period) =>
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
