using System.Diagnostics;
using System.Globalization;
using BalanceBot.Benchmarks.MadeUp;

namespace BalanceBot.Benchmarks.Scans;

/// <summary>Prepares a store for each number of contracts, and gives each run a copy of it and a process of its own.</summary>
internal sealed class ScanBenchmark(DirectoryInfo folder, int runs, CancellationToken stop)
{
    public async Task<ScanReport> Run(IReadOnlyList<int> counts, IReadOnlyList<Change> changes)
    {
        ScanFigures empty = await Measure(Fresh(), "", 0, Change.Nothing);
        string warm = await Prepare(ScanProcess.WarmUp);
        List<ScanRow> rows = [];
        foreach (int count in counts)
        {
            string prepared = await Prepare(count);
            foreach (Change change in changes)
            {
                rows.Add(await Row(prepared, warm, count, change, empty));
            }

            Directory.Delete(prepared, recursive: true);
        }

        return new ScanReport(empty.Peak, rows, [.. Ratios(rows)]);
    }

    private async Task<string> Prepare(int count)
    {
        string made = Fresh();
        Tell($"Preparing {count:N0} linked contracts");
        Stopwatch clock = Stopwatch.StartNew();
        await Child.Ask(Json.Default.Double, stop, "fill", made, $"{count}");
        Tell($"  prepared in {clock.Elapsed.TotalSeconds:0} s (not measured)");
        return made;
    }

    private async Task<ScanRow> Row(string prepared, string warm, int count, Change change, ScanFigures empty)
    {
        List<ScanFigures> figures = [];
        for (int i = 0; i < runs; i++)
        {
            string copy = CopyOf(prepared);
            string warmCopy = CopyOf(warm);
            figures.Add(await Measure(copy, warmCopy, count, change));
            Directory.Delete(copy, recursive: true);
            Directory.Delete(warmCopy, recursive: true);
            Tell($"  {count:N0}, {change}, run {i + 1}: {figures[^1].Seconds:0.00} s");
        }

        double seconds = figures.Select(run => run.Seconds).Order().ElementAt(runs / 2);
        long peak = figures.Max(run => run.Peak);
        return new ScanRow(
            count,
            change,
            figures[0].Written,
            seconds,
            count / seconds,
            peak,
            peak - empty.Peak,
            (double)figures[0].Allocated / count,
            figures.Max(run => run.LargestLog)
        );
    }

    private Task<ScanFigures> Measure(string place, string warm, int count, Change change) =>
        Child.Ask(Json.Default.ScanFigures, stop, "measure", place, warm, $"{count}", $"{change}");

    private static IEnumerable<Ratio> Ratios(List<ScanRow> rows) =>
        rows.GroupBy(row => row.Change)
            .Select(kind => (kind.Key, Few: kind.MinBy(row => row.Contracts)!, Many: kind.MaxBy(row => row.Contracts)!))
            .Where(pair => pair.Many.Contracts > pair.Few.Contracts)
            .Select(pair => new Ratio(
                pair.Key,
                (double)pair.Many.Contracts / pair.Few.Contracts,
                pair.Many.Seconds / pair.Few.Seconds
            ));

    private string CopyOf(string prepared)
    {
        string copy = Fresh();
        File.Copy(Stores.FileIn(prepared), Stores.FileIn(copy));
        return copy;
    }

    private string Fresh() => folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;

    private static void Tell(FormattableString line) =>
        Console.Error.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
