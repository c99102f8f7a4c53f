using BalanceBot.Scanning;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>How the scan stands, as one row.</summary>
internal static class RunRow
{
    private const string Id = "scan";

    public static void Write(LiteDatabase db, ScanRun run) => db.Meta().Upsert(Row(run));

    public static ScanRun Read(LiteDatabase db) => db.Meta().FindById(Id) is { } row ? Read(row) : ScanRun.None;

    public static BsonDocument Row(ScanRun run) =>
        new()
        {
            ["_id"] = Id,
            ["started"] = Tables.Ticks(run.StartedAt),
            ["open"] = run.IsOpen,
            ["after"] = Tables.Text(run.After),
            ["completed"] = Tables.Ticks(run.CompletedAt),
            ["heartbeat"] = Tables.Ticks(run.Heartbeat),
            ["judged"] = run.Summary.Judged,
            ["failed"] = run.Summary.Failed,
            ["gone"] = run.Summary.Gone,
            ["stale"] = run.Summary.Stale,
            ["due"] = run.Summary.Due,
            ["changed"] = run.Summary.Changed,
            ["alarms"] = new BsonArray(
                run.Alarms.Select(alarm => new BsonDocument
                {
                    ["kind"] = (int)alarm.Key,
                    ["since"] = alarm.Value.UtcTicks,
                })
            ),
        };

    public static ScanRun Read(BsonDocument row) =>
        new()
        {
            StartedAt = Tables.TimeOrNull(row["started"]),
            IsOpen = row["open"],
            After = Tables.TextOrNull(row["after"]),
            CompletedAt = Tables.TimeOrNull(row["completed"]),
            Heartbeat = Tables.TimeOrNull(row["heartbeat"]),
            Summary = new RunSummary
            {
                Judged = row["judged"],
                Failed = row["failed"],
                Gone = row["gone"],
                Stale = row["stale"],
                Due = row["due"],
                // Not there before it was counted.
                Changed = row["changed"].IsNull ? 0 : row["changed"].AsInt32,
            },
            Alarms = row["alarms"]
                .AsArray.ToDictionary(alarm => (Alarm)alarm["kind"].AsInt32, alarm => Tables.Time(alarm["since"])),
        };
}
