using BalanceBot.Subscribers;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>Subscribers as rows; a contract's printed number is sealed where there is a key.</summary>
/// <param name="broken">Who is told where many rows are read.</param>
internal sealed class SubscriberRows(KeyRing keys, BrokenRows? broken = null)
{
    /// <summary>As one of many. Null: it does not open.</summary>
    public Subscriber? OneOfMany(LiteDatabase db, ChatId chat) =>
        broken is null ? Subscriber(db, chat) : broken.Try(chat.Value, () => Subscriber(db, chat));

    /// <summary>As one of many; who does not open has no links, and a version over which nothing is written.</summary>
    public Subscriber OneOfMany(BsonDocument row) =>
        broken is null
            ? Subscriber(row)
            : broken.Try(row["_id"].AsInt64, () => Subscriber(row))
                ?? new Subscriber(new ChatId(row["_id"])) { RowVersion = -1 };

    public Subscriber Subscriber(LiteDatabase db, ChatId chat) =>
        db.Subscribers().FindById(chat.Value) is { } row ? Subscriber(row) : new Subscriber(chat);

    public Subscriber Subscriber(BsonDocument row)
    {
        ChatId chat = new(row["_id"]);
        return new(chat)
        {
            Links = [.. row["links"].AsArray.Select(link => Link(chat, link.AsDocument))],
            Language = Tables.TextOrNull(row["language"]),
            HeardLanguage = Tables.TextOrNull(row["heard"]),
            Warnings = ChoiceRows.Warnings(row),
            Reachable = row["reachable"],
            RowVersion = row["version"],
        };
    }

    public BsonDocument Row(Subscriber subscriber)
    {
        BsonDocument row = new()
        {
            ["_id"] = subscriber.Chat.Value,
            ["links"] = new BsonArray(subscriber.Links.Select(link => Row(subscriber.Chat, link))),
            ["language"] = Tables.Text(subscriber.Language),
            ["heard"] = Tables.Text(subscriber.HeardLanguage),
            ["reachable"] = subscriber.Reachable,
            ["version"] = subscriber.RowVersion,
        };
        ChoiceRows.Write(row, subscriber.Warnings);
        return row;
    }

    /// <summary>Every number in it is sealed, with the current key.</summary>
    public bool IsCurrent(BsonDocument row) =>
        row["links"].AsArray.All(link => link["sealed"].IsBinary && keys.IsCurrent(link["sealed"].AsBinary));

    private BsonDocument Row(ChatId chat, Link link)
    {
        BsonDocument row = new() { ["key"] = link.ContractKey };
        // The one or the other: a text is clear, whatever stands in it.
        if (keys.Close(SealedPlace.OfLink(chat.Value, link.ContractKey), link.ContractNumber) is { } closed)
        {
            row["sealed"] = closed;
        }
        else
        {
            row["number"] = link.ContractNumber;
        }

        row["way"] = (int)link.Way;
        row["at"] = link.LinkedAt.UtcTicks;
        Tables.Set(row, "used", link.UsedOn is { } used ? used.DayNumber : BsonValue.Null);
        Tables.Set(row, "endsOn", link.EndsOn is { } end ? end.DayNumber : BsonValue.Null);
        Tables.Set(row, "suspended", link.IsSuspended ? true : BsonValue.Null);
        Tables.Set(row, "promise", link.Promise is { } asked ? Row(asked) : BsonValue.Null);
        ChoiceRows.Write(row, link.Choices);
        return row;
    }

    private Link Link(ChatId chat, BsonDocument row) =>
        new(row["key"], Number(chat, row), (LinkWay)row["way"].AsInt32, Tables.Time(row["at"]))
        {
            Choices = ChoiceRows.Contract(row),
            IsSuspended = !row["suspended"].IsNull,
            UsedOn = DayOrNull(row["used"]),
            EndsOn = DayOrNull(row["endsOn"]),
            Promise = row["promise"].IsNull ? null : Promise(row["promise"].AsDocument),
        };

    private static BsonDocument Row(AskedPromise asked)
    {
        BsonDocument row = new() { ["at"] = asked.At.UtcTicks, ["currency"] = asked.Currency };
        Tables.Set(row, "amount", asked.Amount is { } amount ? amount : BsonValue.Null);
        Tables.Set(row, "price", asked.Price is { } price ? price : BsonValue.Null);
        Tables.Set(row, "until", asked.Until is { } until ? until.DayNumber : BsonValue.Null);
        return row;
    }

    private static AskedPromise Promise(BsonDocument row) =>
        new(
            Tables.Time(row["at"]),
            row["currency"],
            row["amount"].IsNull ? null : row["amount"].AsDecimal,
            row["price"].IsNull ? null : row["price"].AsDecimal,
            DayOrNull(row["until"])
        );

    private string Number(ChatId chat, BsonDocument row) =>
        row["sealed"].IsNull
            ? row["number"].AsString
            : keys.Open(SealedPlace.OfLink(chat.Value, row["key"]), row["sealed"].AsBinary);

    private static DateOnly? DayOrNull(BsonValue value) => value.IsNull ? null : DateOnly.FromDayNumber(value.AsInt32);
}
