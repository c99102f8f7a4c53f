using BalanceBot.Conversations;
using BalanceBot.Subscribers;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>Sessions and subscribers as rows. Each is read from the column at which it begins; none is a new one.</summary>
internal sealed class TurnRows(ISeal seal)
{
    public const string SessionColumns = "s.state, s.draft, s.ends, s.language, s.version";

    public const string SubscriberColumns = "p.links, p.language, p.heard, p.choices, p.reachable, p.version";

    /// <summary>The first column behind a session.</summary>
    public const int AfterSession = 5;

    private const string UpsertSession = """
        insert into sessions (chat, schema, state, draft, ends, language, version) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (chat) do update
        set schema = excluded.schema, state = excluded.state, draft = excluded.draft, ends = excluded.ends,
            language = excluded.language, version = excluded.version
        """;

    private const string UpsertSubscriber = """
        insert into subscribers (chat, links, language, heard, choices, reachable, version)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (chat) do update
        set links = excluded.links, language = excluded.language, heard = excluded.heard, choices = excluded.choices,
            reachable = excluded.reachable, version = excluded.version
        """;

    public Session Session(NpgsqlDataReader row, ChatId chat, int at) =>
        row.IsDBNull(at + 4)
            ? Conversations.Session.New(chat)
            : new Session(
                chat,
                (State)row.GetInt32(at),
                // A draft that another token sealed is lost; the dialogue asks again.
                row.BytesOrNull(at + 1)
                    is { } draft
                    ? seal.Open(draft)
                    : null,
                row.TimeOrNull(at + 2)
            )
            {
                Language = row.TextOrNull(at + 3),
                RowVersion = row.GetInt64(at + 4),
            };

    public static Subscriber Subscriber(NpgsqlDataReader row, ChatId chat, int at) =>
        row.IsDBNull(at + 5)
            ? new Subscriber(chat)
            : new Subscriber(chat)
            {
                Links = Stored.Links(row.TextOrNull(at)),
                Language = row.TextOrNull(at + 1),
                HeardLanguage = row.TextOrNull(at + 2),
                Warnings = Stored.Choices(row.TextOrNull(at + 3)),
                Reachable = row.GetBoolean(at + 4),
                RowVersion = row.GetInt64(at + 5),
            };

    /// <summary>With the next version.</summary>
    public void Write(NpgsqlBatch batch, Session session) =>
        batch.Then(
            UpsertSession,
            Values.Of(session.Chat.Value),
            Values.Of(Conversations.Session.CurrentSchema),
            Values.Of((int)session.State),
            Values.Of(session.Draft is { } draft ? seal.Close(draft) : null),
            Values.Of(session.EndsAt),
            Values.Of(Values.Storable(session.Language)),
            Values.Of(session.RowVersion + 1)
        );

    /// <summary>With the next version.</summary>
    public static void Write(NpgsqlBatch batch, Subscriber subscriber) =>
        batch.Then(
            UpsertSubscriber,
            Values.Of(subscriber.Chat.Value),
            Values.Of(Stored.Write(subscriber.Links)),
            Values.Of(Values.Storable(subscriber.Language)),
            Values.Of(Values.Storable(subscriber.HeardLanguage)),
            Values.Of(Stored.Write(subscriber.Warnings)),
            Values.Of(subscriber.Reachable),
            Values.Of(subscriber.RowVersion + 1)
        );
}
