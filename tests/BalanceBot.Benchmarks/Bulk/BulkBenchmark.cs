using System.Diagnostics;
using System.Globalization;
using BalanceBot.Benchmarks.MadeUp;
using BalanceBot.Benchmarks.Scans;
using BalanceBot.Billing;
using BalanceBot.Billing.Sql;
using BalanceBot.Scanning;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Warnings;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalanceBot.Benchmarks.Bulk;

/// <summary>The real scan of the real adapter, over a private server with tables that are filled for it.</summary>
internal sealed class BulkBenchmark(DirectoryInfo folder, int contracts, int runs, CancellationToken stop)
{
    private const int PageSize = 1000;

    public async Task<BulkReport> Run(IReadOnlyList<string> engines)
    {
        List<BulkRow> rows = [];
        foreach (string engine in engines)
        {
            await Console.Error.WriteLineAsync($"{engine}: starting a server and filling it");
            await using BulkDatabase database = await BulkDatabase.Start(engine, contracts, stop);
            rows.Add(await Measure(engine, database.Settings));
        }

        return new BulkReport(rows);
    }

    private async Task<BulkRow> Measure(string engine, SqlSettings settings)
    {
        string place = folder.CreateSubdirectory(engine).FullName;
        Stores.Fill(place, [.. Enumerable.Range(0, contracts)], new Progress("linking", contracts));
        using LiteDbStore store = Stores.Open(place);
        await using SqlBilling sql = new(settings, TimeProvider.System, NullLoggerFactory.Instance);
        if (await sql.Begin(stop) is { Count: > 0 } mistakes)
        {
            throw new InvalidOperationException(string.Join(' ', mistakes));
        }

        SteadyTime time = new(TimeSpan.Zero);
        using PatientBilling billing = new(sql, new BillingSettings(), time, NullLogger<PatientBilling>.Instance);
        double first = await Scan(store, billing, time);
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        List<double> seconds = [];
        for (int i = 0; i < runs; i++)
        {
            seconds.Add(await Scan(store, billing, time));
            await Console.Error.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"  {engine}, scan {i + 2}: {seconds[^1]:0.00} s")
            );
        }

        double median = seconds.Order().ElementAt(runs / 2);
        long growth = GC.GetTotalMemory(forceFullCollection: true) - heap;
        using Process self = Process.GetCurrentProcess();
        return new BulkRow(engine, contracts, first, median, contracts / median, growth, self.PeakWorkingSet64);
    }

    private async Task<double> Scan(LiteDbStore store, PatientBilling billing, SteadyTime time)
    {
        WarningLimits limits = Judging.Limits;
        Scan scan = new(
            billing,
            store.Scans,
            new WatchJudge(new Judge(limits), limits),
            new NoSuspensions(),
            new SuspensionBrake(100),
            PageSize,
            time,
            NullLogger<Scan>.Instance
        );
        ScanRun run = new() { StartedAt = time.GetUtcNow(), IsOpen = true };
        Stopwatch clock = Stopwatch.StartNew();
        ScanOutcome outcome = await scan.GoOn(run, DateTimeOffset.MaxValue, stop);
        double took = clock.Elapsed.TotalSeconds;
        // A figure counts only if the work behind it was done.
        return outcome is ScanOutcome.Complete && outcome.Run.Summary.Judged == contracts
            ? took
            : throw new InvalidOperationException($"Wrong: {outcome}");
    }
}
