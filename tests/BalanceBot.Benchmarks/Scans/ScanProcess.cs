using System.Diagnostics;
using BalanceBot.Benchmarks.MadeUp;
using BalanceBot.Scanning;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Warnings;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalanceBot.Benchmarks.Scans;

/// <summary>What is done in a process of its own, so that its memory is that of nothing else.</summary>
internal static class ScanProcess
{
    private const int PageSize = 1000;
    private const int LargePage = 5000;

    /// <summary>So many are scanned before the clock runs, in a store of their own.</summary>
    public const int WarmUp = 3_000;
    public static TimeSpan HalfAnHour { get; } = TimeSpan.FromMinutes(30);

    /// <summary>Links them all and scans once: from then on nothing is new.</summary>
    public static async Task Fill(string folder, int[] numbers, CancellationToken stop)
    {
        Stores.Fill(folder, numbers, new Progress("linking", numbers.Length));
        using LiteDbStore store = Stores.Open(folder);
        await Scan(store, folder, new Setting(numbers.Max() + 1, Change.Nothing, LargePage, TimeSpan.Zero), stop);
    }

    /// <summary>One scan of what lies in the folder, half an hour after that.</summary>
    public static async Task<ScanFigures> Measure(
        string folder,
        string warm,
        int count,
        Change change,
        CancellationToken stop
    )
    {
        if (count > 0)
        {
            await Warm(warm, change, stop);
        }

        using LiteDbStore store = Stores.Open(folder);
        ScanFigures figures = await Scan(store, folder, new Setting(count, change, PageSize, HalfAnHour), stop);
        await SpotCheck.Of(store.Scans, count, change, figures);
        return figures;
    }

    /// <summary>Of the code, not of the file: the compiler is no part of what is measured.</summary>
    private static async Task Warm(string folder, Change change, CancellationToken stop)
    {
        using LiteDbStore store = Stores.Open(folder);
        await Scan(store, folder, new Setting(WarmUp, change, PageSize, HalfAnHour), stop);
    }

    private static async Task<ScanFigures> Scan(
        LiteDbStore store,
        string folder,
        Setting setting,
        CancellationToken stop
    )
    {
        SteadyTime time = new(setting.Later);
        Progress progress = new($"scan ({setting.Change})", setting.Count);
        CountingStore counting = new(store.Scans, Stores.LogIn(folder), run => progress.Tell(run.Summary.Judged));
        WarningLimits limits = Judging.Limits;
        Scan scan = new(
            new MadeUpBilling(setting.Count, setting.Change, time),
            counting,
            new WatchJudge(new Judge(limits), limits),
            new NoSuspensions(),
            new SuspensionBrake(100),
            setting.PageSize,
            time,
            NullLogger<Scan>.Instance
        );
        ScanRun run = new() { StartedAt = time.GetUtcNow(), IsOpen = true };
        long allocated = GC.GetTotalAllocatedBytes();
        Stopwatch clock = Stopwatch.StartNew();
        ScanOutcome outcome = await scan.GoOn(run, DateTimeOffset.MaxValue, stop);
        TimeSpan took = clock.Elapsed;
        using Process self = Process.GetCurrentProcess();
        return new ScanFigures(
            outcome.Run.Summary.Judged,
            counting.Written,
            outcome.Run.Summary.Due,
            took.TotalSeconds,
            self.PeakWorkingSet64,
            GC.GetTotalAllocatedBytes() - allocated,
            counting.LargestLog
        );
    }

    private sealed record Setting(int Count, Change Change, int PageSize, TimeSpan Later);
}
