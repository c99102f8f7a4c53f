using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace BalanceBot.Billing.Csv;

/// <summary>
/// What was paid and charged, of a second file that may be exported beside the contracts: <c>contract,day,kind,amount,note</c>.
/// Read when somebody asks and the file has changed since; while it is no good, the last good one answers.
/// </summary>
internal sealed partial class CsvHistory(string path, ILogger log)
{
    private const string Payment = "PAYMENT";
    private const string Charge = "CHARGE";
    private static readonly string[] Needed = ["contract", "day", "kind", "amount"];

    private readonly Lock gate = new();
    private volatile FrozenDictionary<string, Entry[]>? entries;
    private (DateTime Written, long Length)? taken;

    private sealed record Entry(bool IsPayment, Movement Movement);

    public async Task<BillingAnswer<IReadOnlyList<Movement>>> Of(
        ContractKey key,
        Period period,
        bool payments,
        CancellationToken stop
    )
    {
        // Somebody's file may be large: whoever asks first after it has changed waits, and nobody's thread does.
        await Task.Run(
            () =>
            {
                lock (gate)
                {
                    LookAgain();
                }
            },
            stop
        );
        return entries is { } known
            ? new BillingAnswer<IReadOnlyList<Movement>>.Found([
                .. known
                    .GetValueOrDefault(key.Value, [])
                    .Where(one => one.IsPayment == payments)
                    .Select(one => one.Movement)
                    .Where(one => one.At >= period.From && one.At < period.To)
                    .OrderByDescending(one => one.At),
            ])
            : new BillingAnswer<IReadOnlyList<Movement>>.Unavailable("the file of payments and charges cannot be read");
    }

    private void LookAgain()
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists || taken == (file.LastWriteTimeUtc, file.Length))
            {
                return;
            }

            taken = (file.LastWriteTimeUtc, file.Length);
            using StreamReader text = new(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
            entries = Read(text);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            Log.NotTaken(log, path, "cannot be read, or is not UTF-8");
        }
        catch (BadCellException bad)
        {
            Log.NotTaken(log, path, $"column {bad.Column}: {bad.Message}");
        }
    }

    private static FrozenDictionary<string, Entry[]> Read(StreamReader text)
    {
        string head = text.ReadLine() ?? "";
        string comma = head.Contains(';', StringComparison.Ordinal) ? ";" : ",";
        string[] header = [.. head.Split(comma).Select(name => name.Trim())];
        if (Needed.FirstOrDefault(name => !header.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } missing)
        {
            throw new BadCellException(missing, "is not in the first line");
        }

        List<(string Key, Entry Entry)> read = [];
        using EndWatch watched = new(text);
        using CsvParser parser = new(
            watched,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = comma,
                HasHeaderRecord = false,
                BadDataFound = null,
            }
        );
        while (parser.Read())
        {
            if (parser.Record is { } cells && cells is not [""])
            {
                read.Add(Row(name => CellOf(header, cells, name), comma == ";"));
            }
        }

        return watched.EndedInsideALine
            ? throw new BadCellException("note", "the last line does not end: it may be half written")
            : read.GroupBy(one => one.Key, StringComparer.Ordinal)
                .ToFrozenDictionary(
                    group => group.Key,
                    group => group.Select(one => one.Entry).ToArray(),
                    StringComparer.Ordinal
                );
    }

    private static (string, Entry) Row(Func<string, string> cell, bool commaIsPoint)
    {
        DateOnly day = Cells.Date("day", cell("day")) ?? throw new BadCellException("day", "is empty");
        decimal sum =
            Cells.Amount("amount", cell("amount"), commaIsPoint) ?? throw new BadCellException("amount", "is empty");
        bool isPayment = cell("kind").Trim().ToUpperInvariant() switch
        {
            Payment => true,
            Charge => false,
            _ => throw new BadCellException("kind", "is neither payment nor charge"),
        };
        string note = cell("note").Trim();
        // At noon in UTC it is the same day nearly everywhere.
        DateTimeOffset at = new(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
        return (
            ContractNumber.Normalise(cell("contract")),
            new Entry(isPayment, new Movement(at, sum, note.Length == 0 ? null : note))
        );
    }

    private static string CellOf(string[] header, string[] cells, string name) =>
        Array.FindIndex(header, one => one.Equals(name, StringComparison.OrdinalIgnoreCase)) is var at and >= 0
        && at < cells.Length
            ? cells[at]
            : "";

    private static partial class Log
    {
        [LoggerMessage(
            3103,
            LogLevel.Error,
            "The file of payments and charges {File} is not taken: {Reason}",
            EventName = "HistoryFileNotRead"
        )]
        public static partial void NotTaken(ILogger log, string file, string reason);
    }
}
