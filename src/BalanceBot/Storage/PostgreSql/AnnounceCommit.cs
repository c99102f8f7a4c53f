using BalanceBot.Outbox;
using BalanceBot.Scanning;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>What chats are told: each all or nothing, all in one transaction that can be repeated.</summary>
internal sealed class AnnounceCommit(
    IReadOnlyList<Announcement> announcements,
    IReadOnlyList<NewMessage?> messages,
    Sending sending
)
{
    private readonly Guid name = Guid.NewGuid();

    public async Task<IReadOnlyList<ClaimedOutgoing>> Try(NpgsqlConnection connection, bool again)
    {
        _ = again;
        (bool first, List<int> told, HashSet<(long, bool)> blocked) = await Look(connection);
        if (!first)
        {
            await Script.RollBack(connection);
            return await OutboxBirth.Find(connection, [.. messages.OfType<NewMessage>()]);
        }

        NewMessage[] outgoing = [.. told.Select(index => messages[index]).OfType<NewMessage>()];
        await using NpgsqlBatch batch = new(connection);
        // What is due of a contract that is not linked any more goes too.
        batch.Then(
            "delete from due where chat = any($1)",
            Values.Of([.. told.Select(index => announcements[index].Chat.Value)])
        );
        OutboxBirth.Add(batch, outgoing, sending.Owner, sending.ClaimedUntil, sending.Now, blocked);
        WatchWrites.Write(batch, [.. told.SelectMany(index => announcements[index].Changes)]);
        batch.Then("commit");
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        IReadOnlyList<ClaimedOutgoing> claimed = await OutboxBirth.ReadClaimed(reader, outgoing);
        await reader.CloseAsync();
        return claimed;
    }

    private async Task<(bool First, List<int> Told, HashSet<(long, bool)> Blocked)> Look(NpgsqlConnection connection)
    {
        await using NpgsqlBatch batch = new(connection);
        batch
            .Then("begin")
            .Then(Locks.OfChats, Values.Of([.. announcements.Select(one => one.Chat.Value)]))
            .Begin(name);
        WatchWrites.AskVersions(batch, [.. announcements.SelectMany(one => one.Changes)]);
        OutboxBirth.Look(batch, messages.OfType<NewMessage>(), sending.Owner, sending.Now);
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        bool first = await Operation.IsFirst(reader);
        Dictionary<(string, long), long> versions = await WatchWrites.ReadVersions(reader);
        List<int> told =
        [
            .. Enumerable.Range(0, announcements.Count).Where(index => IsUnchanged(announcements[index], versions)),
        ];
        return (first, told, await OutboxBirth.ReadBlocked(reader));
    }

    private static bool IsUnchanged(Announcement announcement, Dictionary<(string, long), long> versions) =>
        announcement.Changes.All(change =>
            versions.TryGetValue((change.Before.ContractKey, change.Before.Chat.Value), out long version)
            && version == change.Before.RowVersion
        );
}
