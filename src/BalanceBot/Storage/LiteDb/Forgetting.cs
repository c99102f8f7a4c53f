using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>Takes a chat out of every collection, within the commit of the turn that was asked to.</summary>
internal static class Forgetting
{
    public static void Of(LiteDatabase db, ChatId chat, SubscriberRows people)
    {
        WatchSync.Follow(db, people.Subscriber(db, chat), new Subscriber(chat), TurnChanges.ShownNothing);
        db.Sessions().Delete(chat.Value);
        db.Subscribers().Delete(chat.Value);
        db.Due().DeleteMany(Where.Is("chat", chat.Value));
        db.Outbox().DeleteMany(Where.Is("chat", chat.Value));
        // What a scan has said once bears the chat in its key. LiteDB compares texts by culture: looked at again here.
        string said = Outgoing.KeyOf(chat);
        foreach (BsonDocument row in db.Dedupe().Find(BsonExpression.Create("_id LIKE @0", $"{said}%")).ToList())
        {
            if (row["_id"].AsString.StartsWith(said, StringComparison.Ordinal))
            {
                db.Dedupe().Delete(row["_id"]);
            }
        }
    }
}
