using BalanceBot.Scanning;
using BalanceBot.Warnings;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>A watch as a row. What is empty takes no field: there may be a million of them.</summary>
internal static class WatchRows
{
    public static Watch Watch(BsonDocument row)
    {
        byte[] id = row["_id"].AsBinary;
        return new Watch(WatchId.Chat(id), WatchId.Key(id))
        {
            Episode = Episode(row),
            Choices = ChoiceRows.Warnings(row),
            Contract = ChoiceRows.Contract(row),
            Reachable = row["gone"].IsNull,
            Last = row["last"].IsNull ? null : Recorded(row["last"].AsDocument),
            DueAt = Tables.TimeOrNull(row["due"]),
            RowVersion = row["version"].AsInt64,
        };
    }

    public static void Write(BsonDocument row, Episode episode)
    {
        Tables.Set(row, "told", episode.Told == Level.None ? BsonValue.Null : (int)episode.Told);
        Tables.Set(row, "thresholdTold", episode.ThresholdTold ? true : BsonValue.Null);
        Tables.Set(row, "unsure", episode.Unsure ? true : BsonValue.Null);
        Tables.Set(row, "count", episode.Count == 0 ? BsonValue.Null : episode.Count);
        Tables.Set(row, "warned", Tables.Ticks(episode.WarnedAt));
        Tables.Set(row, "stopped", Tables.Day(episode.StoppedSince));
        Tables.Set(row, "balance", episode.Last is { } last ? last.Balance : BsonValue.Null);
        Tables.Set(row, "next", Tables.Day(episode.Last?.NextCharge));
        Tables.Set(row, "price", episode.Last?.Price is { } price ? price : BsonValue.Null);
        Tables.Set(row, "spentSince", Tables.Day(episode.Spending?.Since));
        Tables.Set(row, "spent", episode.Spending is { } spending ? Spent(spending) : BsonValue.Null);
    }

    public static Episode Episode(BsonDocument row) =>
        new()
        {
            Told = row["told"].IsNull ? Level.None : (Level)row["told"].AsInt32,
            ThresholdTold = !row["thresholdTold"].IsNull,
            Unsure = !row["unsure"].IsNull,
            Count = row["count"].IsNull ? 0 : row["count"].AsInt32,
            WarnedAt = Tables.TimeOrNull(row["warned"]),
            StoppedSince = Tables.DayOrNull(row["stopped"]),
            Last = row["balance"].IsNull
                ? null
                : new Seen(
                    row["balance"].AsDecimal,
                    Tables.DayOrNull(row["next"]),
                    row["price"].IsNull ? null : row["price"].AsDecimal
                ),
            Spending = Tables.DayOrNull(row["spentSince"]) is { } since ? Spending(since, row["spent"]) : null,
        };

    public static BsonDocument Row(Recorded decision)
    {
        BsonDocument row = new()
        {
            ["at"] = decision.At.UtcTicks,
            ["kind"] = (int)decision.Kind,
            ["reason"] = decision.Reason,
        };
        Tables.Set(row, "level", decision.Level == Level.None ? BsonValue.Null : (int)decision.Level);
        Tables.Set(row, "balance", decision.Balance is { } balance ? balance : BsonValue.Null);
        Tables.Set(row, "ends", Tables.Day(decision.Ends));
        Tables.Set(row, "missing", decision.Missing is { } missing ? missing : BsonValue.Null);
        Tables.Set(row, "until", Tables.Ticks(decision.Until));
        return row;
    }

    public static Recorded Recorded(BsonDocument row) =>
        new(Tables.Time(row["at"]), (RecordedKind)row["kind"].AsInt32, row["reason"].AsInt32)
        {
            Level = row["level"].IsNull ? Level.None : (Level)row["level"].AsInt32,
            Balance = row["balance"].IsNull ? null : row["balance"].AsDecimal,
            Ends = Tables.DayOrNull(row["ends"]),
            Missing = row["missing"].IsNull ? null : row["missing"].AsDecimal,
            Until = Tables.TimeOrNull(row["until"]),
        };

    private static BsonArray Spent(Spending spending) =>
        new(spending.Days.SelectMany(day => new BsonValue[] { day.Day.DayNumber, day.Sum }));

    private static Spending Spending(DateOnly since, BsonValue days) =>
        new(
            since,
            [
                .. days
                    .AsArray.Chunk(2)
                    .Select(pair => new DaySpend(DateOnly.FromDayNumber(pair[0].AsInt32), pair[1].AsDecimal)),
            ]
        );
}
