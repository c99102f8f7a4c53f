using BalanceBot.Conversations;
using BalanceBot.Subscribers;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>Sessions as rows. Each is read from the column at which it begins; none is a new one.</summary>
internal sealed class TurnRows(ISeal seal)
{
    public const string SessionColumns = "s.state, s.draft, s.ends, s.language, s.version";

    /// <summary>The first column behind a session.</summary>
    public const int AfterSession = 5;

    private const string UpsertSession = """
        insert into sessions (chat, schema, state, draft, ends, language, version) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (chat) do update
        set schema = excluded.schema, state = excluded.state, draft = excluded.draft, ends = excluded.ends,
            language = excluded.language, version = excluded.version
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
}
