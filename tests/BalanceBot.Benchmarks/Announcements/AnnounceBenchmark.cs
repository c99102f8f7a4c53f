using System.Diagnostics;
using BalanceBot.Benchmarks.MadeUp;
using BalanceBot.Benchmarks.Scans;
using BalanceBot.Outbox;
using BalanceBot.Storage.LiteDb;

namespace BalanceBot.Benchmarks.Announcements;

/// <summary>The same warnings again and again, each time from a copy of one store in which all are due.</summary>
internal sealed class AnnounceBenchmark(DirectoryInfo folder, int warnings, CancellationToken stop)
{
    /// <summary>The largest that the settings allow, and one that no machine reaches.</summary>
    private const int LargestPace = 1_000;
    private const int NoPace = 10_000_000;

    /// <summary>The announcer stops at this for the largest pace; here it is not to be held up by that.</summary>
    private const int MostInHand = 1_500;

    /// <summary>The default, and the largest that the settings allow.</summary>
    private const int MostAtOnce = 64;
    private const int LargestAtOnce = 256;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    public async Task<AnnounceReport> Run()
    {
        await Console.Error.WriteLineAsync($"Preparing {warnings} warnings that are due");
        string prepared = folder.CreateSubdirectory("prepared").FullName;
        await ScanProcess.Fill(prepared, [.. Enumerable.Range(0, warnings).Select(Contracts.EndingSoon)], stop);
        // Everything is compiled by the first round, which does not count.
        await Took(prepared, Rounds[0]);
        List<AnnounceRow> rows = [];
        foreach (Round round in Rounds)
        {
            double seconds = (await Took(prepared, round)).TotalSeconds;
            rows.Add(new AnnounceRow(warnings, round.What, seconds, warnings / seconds));
            await Console.Error.WriteLineAsync($"  {round.What}: {seconds:0.0} s");
        }

        return new AnnounceReport(rows);
    }

    private IReadOnlyList<Round> Rounds =>
        [
            new("judged, worded, committed", Settings(NoPace, MostAtOnce), Committed),
            new($"and sent, no pace, {MostAtOnce} at once", Settings(NoPace, MostAtOnce), Sent),
            new($"and sent, no pace, {LargestAtOnce} at once", Settings(NoPace, LargestAtOnce), Sent),
            new($"as the bot runs, {LargestPace} a second", Settings(LargestPace, LargestAtOnce), AsTheBotRuns),
        ];

    private static OutboxSettings Settings(int pace, int atOnce) => new() { BulkPerSecond = pace, MostAtOnce = atOnce };

    private async Task<TimeSpan> Took(string prepared, Round round)
    {
        string copy = folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;
        File.Copy(Stores.FileIn(prepared), Stores.FileIn(copy));
        using LiteDbStore store = Stores.Open(copy);
        using AnnounceParts parts = new(store, round.Settings, LargestPace);
        Stopwatch clock = Stopwatch.StartNew();
        await round.Work(parts);
        TimeSpan took = clock.Elapsed;
        // What a closed dispatcher was given stays in the store; everything else must have gone.
        int announced = parts.Sender.Sent + await store.Outbox.Waiting();
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
            while (parts.Outbox.BulkInHand > MostInHand)
            {
                await Task.Delay(LookAgain, TimeProvider.System, stop);
            }
        }
    }

    private async Task AllSettled(AnnounceParts parts)
    {
        while (await parts.Store.Outbox.Waiting() > 0)
        {
            await Task.Delay(LookAgain, TimeProvider.System, stop);
        }
    }

    private sealed record Round(string What, OutboxSettings Settings, Func<AnnounceParts, Task> Work);
}
