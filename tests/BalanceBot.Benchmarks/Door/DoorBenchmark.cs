using System.Diagnostics;
using System.Globalization;
using System.Text;
using BalanceBot.Benchmarks.MadeUp;
using BalanceBot.Billing.Csv;
using BalanceBot.Linking;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Subscribers;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalanceBot.Benchmarks.Door;

/// <summary>
/// How long a refusal takes, by its reason: whoever stands before the door must not be able to tell. For people to look
/// at; on a busy machine no number of it would prove anything.
/// </summary>
internal sealed class DoorBenchmark(string folder, int contracts, int refusals, CancellationToken stop)
{
    private const string Wrong = "9999 000000";
    private static readonly AttemptPolicy AtOnce = new(1, [TimeSpan.FromDays(7)], TimeSpan.FromDays(7));
    private static readonly AttemptPolicy Never = new(int.MaxValue, [TimeSpan.FromDays(7)], TimeSpan.FromDays(7));

    private readonly Reason[] reasons =
    [
        new("wrong document", Number(1), Wrong),
        new("no such contract", "ZZ 999", Wrong),
        new("none on file", Number(2), Wrong),
        new("more than one", Number(3), Wrong),
        new("locked", Number(4), Wrong),
        new("locked, but right", Number(4), Document(4)),
    ];

    private long update;

    public async Task<DoorReport> Run()
    {
        string file = Path.Combine(folder, "door.csv");
        await File.WriteAllTextAsync(file, Rows(), stop);
        using CsvBilling billing = new(
            new CsvSettings { File = file, Currency = "NOK" },
            TimeProvider.System,
            NullLogger<CsvBilling>.Instance
        );
        if (billing.Begin() is { } mistake)
        {
            throw new InvalidOperationException(mistake);
        }

        using LiteDbStore store = Stores.Open(folder);
        await Guess(LinkerOf(billing, store, AtOnce), new Reason("", Number(4), Wrong));
        return await Measure(billing, LinkerOf(billing, store, Never));
    }

    /// <summary>All reasons by turns, in another order each time: what else the machine does hits all of them.</summary>
    private async Task<DoorReport> Measure(CsvBilling billing, Linker linker)
    {
        Dictionary<Reason, (List<double> Whole, List<double> Billing)> took = reasons.ToDictionary(
            reason => reason,
            _ => (new List<double>(), new List<double>())
        );
        Random chance = new(1);
        Progress progress = new("refusals", refusals);
        for (int n = -refusals / 10; n < refusals; n++)
        {
            Reason[] order = [.. reasons];
            chance.Shuffle(order);
            foreach (Reason reason in order)
            {
                double whole = await Timed(() => Guess(linker, reason));
                double asked = await Timed(() => billing.VerifyDocument(reason.Number, reason.Document, stop));
                if (n >= 0)
                {
                    // The first tenth warms up.
                    took[reason].Whole.Add(whole);
                    took[reason].Billing.Add(asked);
                }
            }

            progress.Tell(n);
        }

        return new DoorReport(contracts, [.. reasons.Select(reason => Row(reason, took[reason]))]);
    }

    private async Task Guess(Linker linker, Reason reason)
    {
        ChatId chat = new(1_000_000 + ++update);
        if (await linker.ByDocument(update, chat, reason.Number, reason.Document, stop) is not ProofOutcome.NotProved)
        {
            throw new InvalidOperationException($"Not refused: {reason.Name}");
        }
    }

    private static async Task<double> Timed(Func<Task> act)
    {
        long began = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds;
    }

    private static DoorRow Row(Reason reason, (List<double> Whole, List<double> Billing) took)
    {
        took.Whole.Sort();
        took.Billing.Sort();
        int last = took.Whole.Count * 99 / 100;
        int middle = took.Whole.Count / 2;
        return new DoorRow(reason.Name, took.Whole.Count)
        {
            Median = took.Whole[middle],
            P99 = took.Whole[last],
            BillingMedian = took.Billing[middle],
            BillingP99 = took.Billing[last],
        };
    }

    private static Linker LinkerOf(CsvBilling billing, LiteDbStore store, AttemptPolicy policy) =>
        new(
            billing,
            store.Attempts,
            policy,
            AttemptPolicy.OverAll(int.MaxValue),
            key => key,
            TimeProvider.System,
            NullLogger<Linker>.Instance
        );

    private string Rows()
    {
        StringBuilder rows = new("contract,document,balance,currency,state\n");
        for (int n = 0; n < contracts; n++)
        {
            string row = Text($"{Number(n)},{(n == 2 ? "" : Document(n))},1.00,NOK,active\n");
            rows.Append(row).Append(n == 3 ? row : "");
        }

        return rows.ToString();
    }

    private static string Number(int n) => Text($"A {n:0000000}");

    private static string Document(int n) => Text($"4510 {n:000000}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Reason(string Name, string Number, string Document);
}
