using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>The collections of the file, and the small conversions they share. Times are UTC ticks: LiteDB's dates are local and keep only milliseconds.</summary>
internal static class Tables
{
    public static ILiteCollection<BsonDocument> Inbox(this LiteDatabase file) => file.GetCollection("inbox");

    public static ILiteCollection<BsonDocument> Done(this LiteDatabase file) => file.GetCollection("done");

    public static ILiteCollection<BsonDocument> Quarantine(this LiteDatabase file) => file.GetCollection("quarantine");

    public static ILiteCollection<BsonDocument> Sessions(this LiteDatabase file) => file.GetCollection("sessions");

    public static ILiteCollection<BsonDocument> Subscribers(this LiteDatabase file) =>
        file.GetCollection("subscribers");

    public static ILiteCollection<BsonDocument> Outbox(this LiteDatabase file) => file.GetCollection("outbox");

    public static ILiteCollection<BsonDocument> Dedupe(this LiteDatabase file) => file.GetCollection("dedupe");

    public static ILiteCollection<BsonDocument> Attempts(this LiteDatabase file) => file.GetCollection("attempts");

    public static ILiteCollection<BsonDocument> Invitations(this LiteDatabase file) =>
        file.GetCollection("invitations");

    public static ILiteCollection<BsonDocument> Watches(this LiteDatabase file) => file.GetCollection("watches");

    public static ILiteCollection<BsonDocument> Due(this LiteDatabase file) => file.GetCollection("due");

    public static ILiteCollection<BsonDocument> Decisions(this LiteDatabase file) => file.GetCollection("decisions");

    /// <summary>Numbered in the order of writing.</summary>
    public static ILiteCollection<BsonDocument> Audit(this LiteDatabase file) =>
        file.GetCollection("audit", BsonAutoId.Int64);

    public static ILiteCollection<BsonDocument> Meta(this LiteDatabase file) => file.GetCollection("meta");

    public static IEnumerable<ILiteCollection<BsonDocument>> All(this LiteDatabase file) =>
        [
            file.Inbox(),
            file.Done(),
            file.Quarantine(),
            file.Sessions(),
            file.Subscribers(),
            file.Outbox(),
            file.Dedupe(),
            file.Attempts(),
            file.Invitations(),
            file.Watches(),
            file.Due(),
            file.Decisions(),
            file.Audit(),
            file.Meta(),
        ];

    public static BsonValue Ticks(DateTimeOffset? time) => time is { } known ? known.UtcTicks : BsonValue.Null;

    public static DateTimeOffset Time(BsonValue ticks) => new(ticks.AsInt64, TimeSpan.Zero);

    public static DateTimeOffset? TimeOrNull(BsonValue ticks) => ticks.IsNull ? null : Time(ticks);

    public static BsonValue Text(string? text) => text is null ? BsonValue.Null : new BsonValue(text);

    public static string? TextOrNull(BsonValue value) => value.IsNull ? null : value.AsString;

    public static BsonValue Day(DateOnly? day) => day is { } known ? known.DayNumber : BsonValue.Null;

    public static DateOnly? DayOrNull(BsonValue number) =>
        number.IsNull ? null : DateOnly.FromDayNumber(number.AsInt32);

    /// <summary>What is null takes no field.</summary>
    public static void Set(BsonDocument row, string field, BsonValue value)
    {
        if (value.IsNull)
        {
            row.Remove(field);
        }
        else
        {
            row[field] = value;
        }
    }
}
