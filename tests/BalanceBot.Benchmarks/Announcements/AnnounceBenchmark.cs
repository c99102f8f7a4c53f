using System.Diagnostics;
using BalanceBot.Benchmarks.MadeUp;
using BalanceBot.Benchmarks.Scans;
using BalanceBot.Storage.LiteDb;

namespace BalanceBot.Benchmarks.Announcements;

/// <summary>The same warnings again and again, each time from a copy of one store in which all are due.</summary>
internal sealed class AnnounceBenchmark(DirectoryInfo folder, int warnings, CancellationToken stop)
{
    /// <summary>The largest that the settings allow, and one that no machine reaches.</summary>
    private const int LargestPace = 1_000;
    private const int NoPace = 10_000_000;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    public async Task<AnnounceReport> Run()
    {
        await Console.Error.WriteLineAsync($"Preparing {warnings} warnings that are due");
        string prepared = folder.CreateSubdirectory("prepared").FullName;
        await ScanProcess.Fill(prepared, [.. Enumerable.Range(0, warnings).Select(Contracts.EndingSoon)], stop);
        // Everything is compiled by the first round, which does not count.
        await Round(prepared, Sent);
        return new AnnounceReport([
            Row("judged, worded, committed", await Round(prepared, Committed)),
            Row("and sent, without a pace", await Round(prepared, Sent)),
            Row($"as the bot runs, BulkPerSecond {LargestPace}", await Round(prepared, AsTheBotRuns)),
        ]);
    }

    private AnnounceRow Row(string what, TimeSpan took) =>
        new(warnings, what, took.TotalSeconds, warnings / took.TotalSeconds);

    private async Task<TimeSpan> Round(string prepared, Func<AnnounceParts, Task> work)
    {
        string copy = folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;
        File.Copy(Stores.FileIn(prepared), Stores.FileIn(copy));
        using LiteDbStore store = Stores.Open(copy);
        using AnnounceParts parts = new(store, work == AsTheBotRuns ? LargestPace : NoPace);
        Stopwatch clock = Stopwatch.StartNew();
        await work(parts);
        TimeSpan took = clock.Elapsed;
        int announced = work == Committed ? await store.Outbox.Waiting() : parts.Sender.Sent;
        return announced == warnings
            ? took
            : throw new InvalidOperationException($"Wrong: {announced} of {warnings} were announced.");
    }

    /// <summary>A dispatcher that is closed leaves all in the store.</summary>
    private async Task Committed(AnnounceParts parts)
    {
        await parts.Outbox.Close();
        await AnnounceAll(parts);
    }

    private async Task Sent(AnnounceParts parts)
    {
        await AnnounceAll(parts);
        await AllSettled(parts);
    }

    private async Task AsTheBotRuns(AnnounceParts parts)
    {
        await parts.Announcer.StartAsync(stop);
        while (await parts.Store.Scans.NextDue() is not null)
        {
            await Task.Delay(LookAgain, TimeProvider.System, stop);
        }

        await AllSettled(parts);
        await parts.Announcer.StopAsync(stop);
    }

    private async Task AnnounceAll(AnnounceParts parts)
    {
        while (await parts.Store.Scans.NextDue() is not null)
        {
            await parts.Announcer.Step(stop);
        }
    }

    private async Task AllSettled(AnnounceParts parts)
    {
        while (await parts.Store.Outbox.Waiting() > 0)
        {
            await Task.Delay(LookAgain, TimeProvider.System, stop);
        }
    }
}
