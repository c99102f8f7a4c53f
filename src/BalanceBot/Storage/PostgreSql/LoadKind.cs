using BalanceBot.Conversations;
using BalanceBot.Subscribers;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

internal sealed class LoadCall(CallKind kind, ChatId chat, string owner, long? updateId, DateTimeOffset now)
    : Call<Loaded>(kind)
{
    public ChatId Chat { get; } = chat;
    public string Owner { get; } = owner;
    public long? UpdateId { get; } = updateId;
    public DateTimeOffset Now { get; } = now;
}

/// <summary>Chats as turns find them, many in one question.</summary>
internal sealed class LoadKind(TurnRows rows, SubscriberRows people) : CallKind
{
    private const string Question = $"""
        select q.n, {TurnRows.SessionColumns}, {SubscriberRows.Columns},
            exists (
                select from outbox o
                where o.chat = q.chat and o.class < 3 and not (o.owner = q.owner and o.until > q.now)
            ),
            (select d.update_id from done d where d.update_id = q.update_id) is not null
        from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[]) with ordinality
            as q(chat, owner, now, update_id, n)
        left join sessions s on s.chat = q.chat
        left join subscribers p on p.chat = q.chat
        """;

    private const int Session = 1;
    private const int Subscriber = Session + TurnRows.AfterSession;
    private const int MessagesWait = Subscriber + 6;
    private const int IsDone = MessagesWait + 1;

    public override void Write(NpgsqlBatch batch, IReadOnlyList<Call> calls, bool again) =>
        Ask(
            batch,
            [.. calls.Cast<LoadCall>().Select(call => call.Chat.Value)],
            [.. calls.Cast<LoadCall>().Select(call => (string?)call.Owner)],
            [.. calls.Cast<LoadCall>().Select(call => call.Now.UtcTicks)],
            [.. calls.Cast<LoadCall>().Select(call => call.UpdateId)]
        );

    public override async Task Read(NpgsqlDataReader reader, IReadOnlyList<Call> calls, bool again) =>
        await Each(
            reader,
            n => ((LoadCall)calls[n]).Chat,
            (n, loaded) =>
            {
                ((LoadCall)calls[n]).Result = loaded;
            },
            (n, broken) => calls[n].Fail(broken)
        );

    /// <summary>One statement; its result is read by <see cref="Each"/>, numbered in the order asked.</summary>
    public static void Ask(NpgsqlBatch batch, long[] chats, string?[] owners, long[] times, long?[] updateIds) =>
        batch.Then(Question, Values.Of(chats), Values.Of(owners), Values.Of(times), Values.Of(updateIds));

    /// <param name="lost">A sealed field of the chat does not open: that is nobody else's loss.</param>
    public async Task Each(
        NpgsqlDataReader reader,
        Func<int, ChatId> chatOf,
        Action<int, Loaded> found,
        Action<int, SealBrokenException> lost
    )
    {
        while (await reader.ReadAsync())
        {
            int number = (int)reader.GetInt64(0) - 1;
            try
            {
                found(number, One(reader, chatOf(number)));
            }
            catch (SealBrokenException broken)
            {
                lost(number, broken);
            }
        }

        await reader.NextResultAsync();
    }

    private Loaded One(NpgsqlDataReader reader, ChatId chat) =>
        new(rows.Session(reader, chat, Session), people.Subscriber(reader, chat, Subscriber))
        {
            MessagesWait = reader.GetBoolean(MessagesWait),
            IsDone = reader.GetBoolean(IsDone),
        };
}
