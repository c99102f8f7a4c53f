using BalanceBot.Scanning;
using BalanceBot.Warnings;

namespace BalanceBot.Storage.PostgreSql;

/// <param name="Spent">A day's number and its sum, in turns.</param>
internal sealed record StoredEpisode(
    int Told,
    bool Threshold,
    int Count,
    long? Warned,
    int? Stopped,
    decimal? Balance,
    int? Next,
    decimal? Price,
    int? SpentSince,
    decimal[]? Spent
)
{
    public static StoredEpisode Fresh { get; } = Of(Episode.Fresh);

    public static StoredEpisode Of(Episode episode) =>
        new(
            (int)episode.Told,
            episode.ThresholdTold,
            episode.Count,
            episode.WarnedAt?.UtcTicks,
            episode.StoppedSince?.DayNumber,
            episode.Last?.Balance,
            episode.Last?.NextCharge?.DayNumber,
            episode.Last?.Price,
            episode.Spending?.Since.DayNumber,
            episode.Spending?.Days.SelectMany(day => new decimal[] { day.Day.DayNumber, day.Sum }).ToArray()
        );

    public Episode ToEpisode() =>
        new()
        {
            Told = (Level)Told,
            ThresholdTold = Threshold,
            Count = Count,
            WarnedAt = Stored.TimeOrNull(Warned),
            StoppedSince = Stored.Day(Stopped),
            Last = Balance is { } balance ? new Seen(balance, Stored.Day(Next), Price) : null,
            Spending = Stored.Day(SpentSince) is { } since
                ? new Spending(
                    since,
                    [
                        .. (Spent ?? [])
                            .Chunk(2)
                            .Select(pair => new DaySpend(DateOnly.FromDayNumber((int)pair[0]), pair[1])),
                    ]
                )
                : null,
        };
}

internal sealed record StoredDecision(
    long At,
    int Kind,
    int Reason,
    int Level,
    decimal? Balance,
    int? Ends,
    decimal? Missing,
    long? Until
);

/// <param name="Alarms">Since when, by the alarm's number.</param>
internal sealed record StoredRun(
    long? Started,
    bool Open,
    string? After,
    long? Completed,
    long? Heartbeat,
    int[] Counts,
    Dictionary<int, long> Alarms
)
{
    public static StoredRun Of(ScanRun run) =>
        new(
            run.StartedAt?.UtcTicks,
            run.IsOpen,
            run.After,
            run.CompletedAt?.UtcTicks,
            run.Heartbeat?.UtcTicks,
            [
                run.Summary.Judged,
                run.Summary.Failed,
                run.Summary.Gone,
                run.Summary.Stale,
                run.Summary.Due,
                run.Summary.Changed,
            ],
            run.Alarms.ToDictionary(alarm => (int)alarm.Key, alarm => alarm.Value.UtcTicks)
        );

    public ScanRun ToRun() =>
        new()
        {
            StartedAt = Stored.TimeOrNull(Started),
            IsOpen = Open,
            After = After,
            CompletedAt = Stored.TimeOrNull(Completed),
            Heartbeat = Stored.TimeOrNull(Heartbeat),
            Summary = new RunSummary
            {
                Judged = Counts[0],
                Failed = Counts[1],
                Gone = Counts[2],
                Stale = Counts[3],
                Due = Counts[4],
                // Not there before it was counted.
                Changed = Counts.ElementAtOrDefault(5),
            },
            Alarms = Alarms.ToDictionary(alarm => (Alarm)alarm.Key, alarm => Stored.Time(alarm.Value)),
        };
}
