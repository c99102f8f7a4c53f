using BalanceBot.Subscribers;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>
/// What a chat has chosen, as fields of a row: with the subscriber, and again with each watch, so that a scan of a million
/// needs no second look. Only what was chosen takes a field.
/// </summary>
internal static class ChoiceRows
{
    private const int Week = 1;
    private const int ThreeDays = 2;
    private const int Day = 4;

    public static void Write(BsonDocument row, WarningChoices choices)
    {
        Tables.Set(row, "days", choices.Days is { } days ? Mask(days) : BsonValue.Null);
        Tables.Set(row, "quietFrom", choices.Quiet is { } from ? Minutes(from.From) : BsonValue.Null);
        Tables.Set(row, "quietTo", choices.Quiet is { } to ? Minutes(to.To) : BsonValue.Null);
        Tables.Set(row, "zone", Tables.Text(choices.Zone));
        Tables.Set(row, "payments", choices.Payments is { } payments ? payments : BsonValue.Null);
        Tables.Set(row, "allRight", choices.AllRight is { } allRight ? allRight : BsonValue.Null);
    }

    public static WarningChoices Warnings(BsonDocument row)
    {
        WarningChoices read = new()
        {
            Days = row["days"].IsNull ? null : Days(row["days"].AsInt32),
            Quiet = row["quietFrom"].IsNull ? null : new QuietChoice(Clock(row["quietFrom"]), Clock(row["quietTo"])),
            Zone = Tables.TextOrNull(row["zone"]),
            Payments = row["payments"].IsNull ? null : row["payments"].AsBoolean,
            AllRight = row["allRight"].IsNull ? null : row["allRight"].AsBoolean,
        };
        return read == WarningChoices.None ? WarningChoices.None : read;
    }

    public static void Write(BsonDocument row, LinkChoices choices)
    {
        Tables.Set(row, "off", choices.On ? BsonValue.Null : true);
        Tables.Set(row, "threshold", choices.Threshold is { } sum ? sum : BsonValue.Null);
        Tables.Set(row, "snoozed", Tables.Ticks(choices.SnoozedUntil));
        Tables.Set(row, "standing", Tables.Text(choices.Standing));
    }

    public static LinkChoices Contract(BsonDocument row)
    {
        LinkChoices read = new()
        {
            On = row["off"].IsNull,
            Threshold = row["threshold"].IsNull ? null : row["threshold"].AsDecimal,
            SnoozedUntil = Tables.TimeOrNull(row["snoozed"]),
            Standing = Tables.TextOrNull(row["standing"]),
        };
        return read == LinkChoices.None ? LinkChoices.None : read;
    }

    private static int Mask(DayChoice days) =>
        (days.Week ? Week : 0) | (days.ThreeDays ? ThreeDays : 0) | (days.Day ? Day : 0);

    private static DayChoice Days(int mask) => new((mask & Week) != 0, (mask & ThreeDays) != 0, (mask & Day) != 0);

    private static int Minutes(TimeOnly clock) => (clock.Hour * 60) + clock.Minute;

    private static TimeOnly Clock(BsonValue minutes) => TimeOnly.MinValue.AddMinutes(minutes.AsInt32);
}
