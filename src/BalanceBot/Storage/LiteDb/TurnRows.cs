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

    public static long Version(ILiteCollection<BsonDocument> table, ChatId chat) =>
        table.FindById(chat.Value) is { } row ? row["version"].AsInt64 : 0;
}
