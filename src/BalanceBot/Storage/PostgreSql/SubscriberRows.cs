using BalanceBot.Subscribers;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>Subscribers as rows; a contract's printed number is sealed where there is a key.</summary>
/// <param name="broken">Who is told where many rows are read.</param>
internal sealed class SubscriberRows(KeyRing keys, BrokenRows? broken = null)
{
    public const string Columns = "p.links, p.language, p.heard, p.choices, p.reachable, p.version";

    /// <summary>Everybody who is linked to the contract <c>$1</c>; the chat is the first column.</summary>
    public const string LinkedTo = $"""
        select p.chat, {Columns}
        from watches w join subscribers p on p.chat = w.chat
        where w.contract = $1
        order by p.chat
        """;

    private const string Upsert = """
        insert into subscribers (chat, links, language, heard, choices, reachable, version)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (chat) do update
        set links = excluded.links, language = excluded.language, heard = excluded.heard, choices = excluded.choices,
            reachable = excluded.reachable, version = excluded.version
        """;

    public Subscriber Subscriber(NpgsqlDataReader row, ChatId chat, int at) =>
        row.IsDBNull(at + 5)
            ? new Subscriber(chat)
            : new Subscriber(chat)
            {
                Links = Stored.Links(row.TextOrNull(at), chat, keys),
                Language = row.TextOrNull(at + 1),
                HeardLanguage = row.TextOrNull(at + 2),
                Warnings = Stored.Choices(row.TextOrNull(at + 3)),
                Reachable = row.GetBoolean(at + 4),
                RowVersion = row.GetInt64(at + 5),
            };

    /// <summary>As one of many, the chat in the first column. Null: it does not open.</summary>
    public Subscriber? OneOfMany(NpgsqlDataReader row)
    {
        ChatId chat = new(row.GetInt64(0));
        return broken is null ? Subscriber(row, chat, 1) : broken.Try(chat.Value, () => Subscriber(row, chat, 1));
    }

    /// <summary>With the next version.</summary>
    public void Write(NpgsqlBatch batch, Subscriber subscriber) =>
        batch.Then(Upsert, Row(subscriber, subscriber.RowVersion + 1));

    /// <summary>In another chat, else as it was.</summary>
    public void Move(NpgsqlBatch batch, Subscriber subscriber, ChatId to) =>
        batch
            .Then("delete from subscribers where chat = $1", Values.Of(subscriber.Chat.Value))
            .Then(Upsert, Row(subscriber with { Chat = to }, subscriber.RowVersion));

    public NpgsqlParameter[] Row(Subscriber subscriber, long version) =>
        [
            Values.Of(subscriber.Chat.Value),
            Values.Of(Stored.Write(subscriber.Links, subscriber.Chat, keys)),
            Values.Of(Values.Storable(subscriber.Language)),
            Values.Of(Values.Storable(subscriber.HeardLanguage)),
            Values.Of(Stored.Write(subscriber.Warnings)),
            Values.Of(subscriber.Reachable),
            Values.Of(version),
        ];
}
