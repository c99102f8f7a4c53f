using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.Storage.PostgreSql;

internal sealed class OutboxTable(Database database, Lane writes, OutboxKinds kinds, ISeal seal, SubscriberRows people)
    : IOutboxStore
{
    private const string RenewRow = "update outbox set until = $3 where id = $1 and claim = $2";

    private const string PauseAll = """
        insert into meta (id, until) values ('pause', $1)
        on conflict (id) do update set until = greatest(meta.until, excluded.until)
        """;

    public async Task<IReadOnlyList<ClaimedOutgoing>> ClaimOutgoing(
        string owner,
        int most,
        DateTimeOffset now,
        DateTimeOffset until,
        bool bulk = true
    )
    {
        OutboxClaim claim = new(Guid.NewGuid(), owner, most, now, until, bulk);
        List<OutboxOrder.Row> rows = await database.Run(
            (connection, again) => OutboxOrder.Claim(connection, claim, again)
        );
        List<ClaimedOutgoing> claimed = [];
        List<Task> unreadable = [];
        foreach (OutboxOrder.Row row in rows)
        {
            if (seal.Open(row.Body) is { } json && StoredBody.Read(json) is { } body)
            {
                claimed.Add(new ClaimedOutgoing(row.Head with { Body = body }, claim.Id));
            }
            else
            {
                // Sealed with another token: nobody can read it any more, so it surely does not arrive.
                unreadable.Add(Settle(row.Head.Id, claim.Id, new Settlement.Undelivered(), now));
            }
        }

        await Task.WhenAll(unreadable);
        return claimed;
    }

    public Task<bool> Settle(Guid messageId, Guid claimId, Settlement settlement, DateTimeOffset now)
    {
        if (settlement is Settlement.Finished { Follow: null })
        {
            return writes.Do(new RowCall(kinds.Finish, messageId, claimId));
        }

        NewMessage? follow = settlement is Settlement.Finished { Follow: { } next } ? NewMessage.Of(next, seal) : null;
        return database.Run(new OutboxSettling(messageId, claimId, settlement, follow, now, people).Try);
    }

    public Task<bool> MarkBegun(Guid messageId, Guid claimId, bool begun) =>
        writes.Do(new RowCall(kinds.Begun, messageId, claimId, begun));

    public Task<int> SettleUnknown(DateTimeOffset now) =>
        database.Run((connection, _) => OutboxUnknown.Settle(connection, now));

    public async Task<bool> Renew(Guid messageId, Guid claimId, DateTimeOffset until) =>
        await database.Write(RenewRow, Values.Of(messageId), Values.Of(claimId), Values.Of(until)) == 1;

    public Task Pause(DateTimeOffset until) => database.Write(PauseAll, Values.Of(until));

    public async Task<DateTimeOffset?> PausedUntil() =>
        await database.Read("select until from meta where id = 'pause'", row => row.Time(0)) is [DateTimeOffset until]
            ? until
            : null;

    public async Task<IReadOnlyList<Outgoing>> WaitingFor(ChatId chat)
    {
        List<OutboxOrder.Row> rows = await database.Read(
            """
            select class, seq, id, chat, class, body, dedupe, about, not_before, expires, tries
            from outbox
            where chat = $1
            order by seq
            """,
            OutboxOrder.Row.Of,
            Values.Of(chat.Value)
        );
        return
        [
            .. rows.Where(row => seal.Open(row.Body) is not null)
                .Select(row => (row.Head, Body: StoredBody.Read(seal.Open(row.Body)!)))
                .Where(row => row.Body is not null)
                .Select(row => row.Head with { Body = row.Body! }),
        ];
    }

    public async Task<int> Waiting() =>
        (await database.Read("select count(*)::int from outbox", row => row.GetInt32(0)))[0];
}

/// <summary>What is done to the outbox in groups.</summary>
internal sealed record OutboxKinds(FinishKind Finish, BegunKind Begun);
