using System.Globalization;
using System.Text;
using BalanceBot.Billing;

namespace BalanceBot.Sandbox.SampleBilling;

/// <summary>
/// The billing file that the bot reads. It is read anew each time, for somebody may edit it by hand meanwhile, and
/// replaced as a whole, so that the bot never sees half of it.
/// </summary>
internal sealed class BillingFile(string path, TimeProvider time)
{
    private const int MostCents = 2;
    private readonly Lock _gate = new();

    public event EventHandler? Changed;

    public string Path { get; } = path;

    public HistoryFile History { get; } = new(System.IO.Path.ChangeExtension(path, ".history.csv"));

    private DateOnly Today => DayOf(time.GetUtcNow());

    /// <summary>Makes the sample unless there is a file already: a chosen folder may hold somebody's own.</summary>
    public void Prepare()
    {
        lock (_gate)
        {
            if (File.Exists(Path))
            {
                History.Prepare(null, Today);
                return;
            }

            History.Prepare(SampleContracts.Made(Today), Today);
            Replace(SampleContracts.Made(Today), time.GetUtcNow());
        }
    }

    public IReadOnlyList<SampleContract> Contracts()
    {
        var table = Read();
        return [.. Enumerable.Range(0, table.Rows.Count).Select(row => SampleContract.Of(table, row))];
    }

    public BalanceChange ChangeBalance(string contract, string balance) =>
        Sum(balance) is { } sum
            ? Change(contract, (table, row) => (table.With(row, "balance", Written(sum)), new BalanceChange.Done()))
            : new BalanceChange.Refused("A balance is a number with at most two decimals, for example -120.50.");

    /// <summary>Takes one charge of the tariff, whenever the next one would have been.</summary>
    public BalanceChange Charge(string contract) =>
        Change(contract, (table, row) => Kept(table, row, Tariff.Charge(Account.Of(table, row), Today)));

    public BalanceChange Pay(string contract, string amount) =>
        Sum(amount) is { } sum and > 0
            ? Change(contract, (table, row) => Kept(table, row, Tariff.Pay(Account.Of(table, row), sum, Today)))
            : new BalanceChange.Refused("A payment is a number above zero with at most two decimals, for example 200.");

    /// <summary>What is charged until that moment, as the file that a nightly export would write by then.</summary>
    public void PassDays(DateTimeOffset until)
    {
        lock (_gate)
        {
            var table = Read();
            Replace(
                Enumerable.Range(0, table.Rows.Count).Aggregate(table, (t, row) => Passed(t, row, DayOf(until))),
                until
            );
        }
        Changed?.Invoke(this, EventArgs.Empty);
    }

    private BalanceChange Change(string contract, Func<CsvTable, int, (CsvTable, BalanceChange)> step)
    {
        var change = TryChange(contract, step);
        if (change is BalanceChange.Done)
        {
            Changed?.Invoke(this, EventArgs.Empty);
        }
        return change;
    }

    private BalanceChange TryChange(string contract, Func<CsvTable, int, (CsvTable, BalanceChange)> step)
    {
        lock (_gate)
        {
            var table = Read();
            var rows = Enumerable.Range(0, table.Rows.Count).Where(row => table.Cell(row, "contract") == contract);
            if (table.Column("balance") < 0 || rows.ToArray() is not [var row])
            {
                return new BalanceChange.Refused("There is not exactly one contract of this number in the file.");
            }
            try
            {
                (table, var change) = step(table, row);
                if (change is BalanceChange.Done)
                {
                    Replace(table, time.GetUtcNow());
                }
                return change;
            }
            catch (BadCellException bad)
            {
                return new BalanceChange.Refused($"The {bad.Column} of {contract}: {bad.Message}.");
            }
        }
    }

    private static (CsvTable, BalanceChange) Kept(CsvTable table, int row, Charging charging) =>
        charging switch
        {
            Charging.Done(var account, var told) => (account.Into(table, row), new BalanceChange.Done(told)),
            Charging.Refused(var why) => (table, new BalanceChange.Refused(why)),
            _ => throw new ArgumentOutOfRangeException(nameof(charging)),
        };

    private static CsvTable Passed(CsvTable table, int row, DateOnly day)
    {
        try
        {
            var account = Account.Of(table, row);
            var later = Tariff.PassDays(account, day);
            return later == account ? table : later.Into(table, row);
        }
        catch (BadCellException)
        {
            // Somebody's own file may hold such a row; the bot leaves it out and says so, and so does this.
            return table;
        }
    }

    private DateOnly DayOf(DateTimeOffset moment) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone).DateTime);

    private static decimal? Sum(string typed) =>
        decimal.TryParse(typed, NumberStyles.Number, CultureInfo.InvariantCulture, out var sum)
        && sum.Scale <= MostCents
        && Math.Abs(sum) < 1_000_000_000m
            ? sum
            : null;

    private static string Written(decimal sum) => sum.ToString("0.00", CultureInfo.InvariantCulture);

    private CsvTable Read() => CsvTable.Parse(File.ReadAllText(Path, Encoding.UTF8));

    /// <param name="at">The bot takes the time of the file for the time of what it says, and warns only of fresh news.</param>
    private void Replace(CsvTable table, DateTimeOffset at)
    {
        if (File.Exists(Path) && File.Exists(History.Path))
        {
            History.Record(Read(), table, DayOf(at));
        }

        var half = Path + ".new";
        File.WriteAllText(half, table.Write());
        File.SetLastWriteTimeUtc(half, at.UtcDateTime);
        File.Move(half, Path, overwrite: true);
    }
}
