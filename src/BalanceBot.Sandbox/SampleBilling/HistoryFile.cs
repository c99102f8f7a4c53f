using System.Globalization;
using System.Text;
using BalanceBot.Billing;

namespace BalanceBot.Sandbox.SampleBilling;

/// <summary>What was paid and charged, beside the billing file: made up for three months, then what happens at the page.</summary>
internal sealed class HistoryFile(string path)
{
    private const int DaysBack = 95;
    private const string Header = "contract,day,kind,amount,note\n";

    public string Path { get; } = path;

    /// <param name="made">The sample; null: somebody's own contracts, of which nothing is known.</param>
    public void Prepare(CsvTable? made, DateOnly today)
    {
        if (!File.Exists(Path))
        {
            IEnumerable<string> rows = made is null
                ? []
                : Enumerable.Range(0, made.Rows.Count).SelectMany(row => MadeUp(Account.Of(made, row), today));
            File.WriteAllText(Path, Header + string.Concat(rows));
        }
    }

    /// <summary>Each balance that has changed was paid into or charged.</summary>
    public void Record(CsvTable before, CsvTable after, DateOnly day)
    {
        StringBuilder rows = new();
        foreach (int row in Enumerable.Range(0, Math.Min(before.Rows.Count, after.Rows.Count)))
        {
            if (Change(before, after, row) is { } change and not 0)
            {
                rows.Append(Row(after.Cell(row, "contract"), day, change > 0, Math.Abs(change), "at the page"));
            }
        }

        if (rows.Length > 0)
        {
            File.AppendAllText(Path, rows.ToString());
        }
    }

    private static decimal? Change(CsvTable before, CsvTable after, int row)
    {
        try
        {
            return Account.Of(after, row).Balance - Account.Of(before, row).Balance;
        }
        catch (BadCellException)
        {
            return null;
        }
    }

    /// <summary>As if each charge had been paid for some days before.</summary>
    private static IEnumerable<string> MadeUp(Account account, DateOnly today)
    {
        if (account is not { Price: > 0 and var price, Period: { } period, NextCharge: { } next })
        {
            yield break;
        }

        (int days, decimal sum) = period switch
        {
            ChargePeriod.Daily => (1, price),
            ChargePeriod.SpreadOverMonth => (1, Math.Round(price / 30, 2)),
            ChargePeriod.Rolling(int every) => (every, price),
            _ => (30, price),
        };
        for (int charge = 1; charge * days <= DaysBack; charge++)
        {
            DateOnly day = period is ChargePeriod.Monthly ? next.AddMonths(-charge) : next.AddDays(-charge * days);
            if (day >= today)
            {
                continue;
            }

            yield return Row(account.Number, day, isPayment: false, sum, "the tariff");
            if (days > 1 || charge % 30 == 0)
            {
                yield return Row(
                    account.Number,
                    day.AddDays(-3),
                    isPayment: true,
                    days > 1 ? sum : sum * 30,
                    "by card"
                );
            }
        }
    }

    private static string Row(string contract, DateOnly day, bool isPayment, decimal sum, string note) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"\"{contract.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{day:yyyy-MM-dd},{(isPayment ? "payment" : "charge")},{sum:0.00},{note}\n"
        );
}
