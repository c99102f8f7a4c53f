using BalanceBot.Conversations;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Storage.PostgreSql;

internal sealed class TurnTable(
    Database database,
    Lane reads,
    LoadKind load,
    Arrivals arrivals,
    TurnRows rows,
    SubscriberRows people,
    InboxTable inbox,
    ISeal seal,
    KeyRing keys,
    TimeProvider time
) : ITurnStore
{
    public Task<Loaded> Load(ChatId chat, string owner = "", long? updateId = null) =>
        updateId is { } id && arrivals.Take(id, owner) is { } arrived && arrived.Session.Chat == chat
            ? Task.FromResult(arrived)
            : reads.Do(new LoadCall(load, chat, owner, updateId, time.GetUtcNow()));

    public async Task<CommitOutcome> Commit(TurnChanges changes)
    {
        if (changes.UpdateId is { } id)
        {
            await inbox.Settled(id);
        }

        TurnCommit turn = new(
            rows,
            people,
            changes,
            seal,
            keys,
            [.. changes.Outgoing.Select(message => NewMessage.Of(message, seal))]
        );
        Writes(changes);
        try
        {
            return await database.Run(turn.Try);
        }
        finally
        {
            Writes(changes);
        }
    }

    private void Writes(TurnChanges changes)
    {
        if ((changes.Session?.Chat ?? changes.Subscriber?.Chat) is { } written)
        {
            arrivals.Writes(written);
        }

        foreach (Subscriber other in changes.Others)
        {
            arrivals.Writes(other.Chat);
        }
    }

    public async Task<IReadOnlyList<Subscriber>> People(ChatId? after, int most) =>
        await database.Read(
            $"select p.chat, {SubscriberRows.Columns} from subscribers p where p.chat > $1 order by p.chat limit $2",
            // Who does not open has no links, and a version over which nothing is written.
            row => people.OneOfMany(row) ?? new Subscriber(new ChatId(row.GetInt64(0))) { RowVersion = -1 },
            Values.Of(after?.Value ?? long.MinValue),
            Values.Of(most)
        );

    public async Task<IReadOnlyList<Subscriber>> LinkedTo(string contractKey) =>
        [
            .. (
                await database.Read(SubscriberRows.LinkedTo, people.OneOfMany, Values.Of(Values.Key(contractKey)))
            ).OfType<Subscriber>(),
        ];

    public async Task<IReadOnlyDictionary<string, Episode>> Episodes(Subscriber subscriber)
    {
        List<Watch> watches = await database.Read(
            $"select {WatchRows.Columns} from watches where chat = $1",
            WatchRows.Watch,
            Values.Of(subscriber.Chat.Value)
        );
        return subscriber.Links.ToDictionary(
            link => link.ContractKey,
            link => watches.FirstOrDefault(watch => watch.ContractKey == link.ContractKey)?.Episode ?? Episode.Fresh,
            StringComparer.Ordinal
        );
    }

    public async Task<IReadOnlyList<Session>> Ended(DateTimeOffset now, int most) =>
        await database.Read(
            $"select s.chat, {TurnRows.SessionColumns} from sessions s where s.ends <= $1 order by s.ends limit $2",
            row => rows.Session(row, new ChatId(row.GetInt64(0)), 1),
            Values.Of(now),
            Values.Of(most)
        );
}
