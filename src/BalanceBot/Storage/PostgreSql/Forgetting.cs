using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>Takes a chat out of every table, within the transaction of the turn that was asked to.</summary>
internal static class Forgetting
{
    private const string Decisions = """
        delete from decisions d using watches w where w.chat = $1 and d.contract = w.contract and d.chat = w.chat
        """;

    public static void Of(NpgsqlBatch batch, ChatId chat)
    {
        // Decisions first: they are found by the watches, for they have no index by chat.
        batch.Then(Decisions, Values.Of(chat.Value));
        foreach (string table in new[] { "due", "watches", "sessions", "subscribers", "outbox" })
        {
            batch.Then($"delete from {table} where chat = $1", Values.Of(chat.Value));
        }

        // What a scan has said once bears the chat in its key.
        string said = Outgoing.KeyOf(chat);
        batch.Then(
            "delete from dedupe where key >= $1 and key < $2",
            Values.Of(Values.Key(said)),
            Values.Of(Values.Key(said[..^1] + (char)(said[^1] + 1)))
        );
    }
}
