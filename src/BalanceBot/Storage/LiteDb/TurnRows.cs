using BalanceBot.Conversations;
using BalanceBot.Subscribers;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>Sessions and subscribers as they lie in the file.</summary>
internal sealed class TurnRows(ISeal seal)
{
    public Session Session(LiteDatabase db, ChatId chat) =>
        db.Sessions().FindById(chat.Value) is { } row ? Session(row) : Conversations.Session.New(chat);

    public Session Session(BsonDocument row) =>
        // A draft that another token sealed is lost; the dialogue asks again.
        new(
            new ChatId(row["_id"]),
            (State)row["state"].AsInt32,
            row["draft"].IsNull ? null : seal.Open(row["draft"].AsBinary),
            Tables.TimeOrNull(row["ends"])
        )
        {
            Language = Tables.TextOrNull(row["language"]),
            RowVersion = row["version"],
        };

    public BsonDocument Row(Session session) =>
        new()
        {
            ["_id"] = session.Chat.Value,
            ["schema"] = Conversations.Session.CurrentSchema,
            ["state"] = (int)session.State,
            ["draft"] = session.Draft is { } draft ? seal.Close(draft) : BsonValue.Null,
            ["ends"] = Tables.Ticks(session.EndsAt),
            ["language"] = Tables.Text(session.Language),
            ["version"] = session.RowVersion,
        };

    public static Subscriber Subscriber(LiteDatabase db, ChatId chat) =>
        db.Subscribers().FindById(chat.Value) is { } row ? Subscriber(row) : new Subscriber(chat);

    public static Subscriber Subscriber(BsonDocument row) =>
        new(new ChatId(row["_id"]))
        {
            Links = [.. row["links"].AsArray.Select(link => Link(link.AsDocument))],
            Language = Tables.TextOrNull(row["language"]),
            HeardLanguage = Tables.TextOrNull(row["heard"]),
            Warnings = ChoiceRows.Warnings(row),
            Reachable = row["reachable"],
            RowVersion = row["version"],
        };

    public static BsonDocument Row(Subscriber subscriber)
    {
        BsonDocument row = new()
        {
            ["_id"] = subscriber.Chat.Value,
            ["links"] = new BsonArray(subscriber.Links.Select(Row)),
            ["language"] = Tables.Text(subscriber.Language),
            ["heard"] = Tables.Text(subscriber.HeardLanguage),
            ["reachable"] = subscriber.Reachable,
            ["version"] = subscriber.RowVersion,
        };
        ChoiceRows.Write(row, subscriber.Warnings);
        return row;
    }

    public static long Version(ILiteCollection<BsonDocument> table, ChatId chat) =>
        table.FindById(chat.Value) is { } row ? row["version"].AsInt64 : 0;

    private static BsonDocument Row(Link link)
    {
        BsonDocument row = new()
        {
            ["key"] = link.ContractKey,
            ["number"] = link.ContractNumber,
            ["way"] = (int)link.Way,
            ["at"] = link.LinkedAt.UtcTicks,
        };
        Tables.Set(row, "used", link.UsedOn is { } used ? used.DayNumber : BsonValue.Null);
        Tables.Set(row, "endsOn", link.EndsOn is { } end ? end.DayNumber : BsonValue.Null);
        Tables.Set(row, "suspended", link.IsSuspended ? true : BsonValue.Null);
        ChoiceRows.Write(row, link.Choices);
        return row;
    }

    private static Link Link(BsonDocument row) =>
        new(row["key"], row["number"], (LinkWay)row["way"].AsInt32, Tables.Time(row["at"]))
        {
            Choices = ChoiceRows.Contract(row),
            IsSuspended = !row["suspended"].IsNull,
            UsedOn = DayOrNull(row["used"]),
            EndsOn = DayOrNull(row["endsOn"]),
        };

    private static DateOnly? DayOrNull(BsonValue value) => value.IsNull ? null : DateOnly.FromDayNumber(value.AsInt32);
}
