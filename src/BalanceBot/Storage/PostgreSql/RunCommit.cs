using BalanceBot.Outbox;
using BalanceBot.Scanning;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>How a scan stands, as one row; and messages that go with it, in one transaction that can be repeated.</summary>
internal sealed class RunCommit(ScanRun run, IReadOnlyList<NewMessage> messages, Sending sending)
{
    private const string Upsert = """
        insert into meta (id, body) values ('scan', $1) on conflict (id) do update set body = excluded.body
        """;

    private readonly Guid name = Guid.NewGuid();

    public static void Write(NpgsqlBatch batch, ScanRun run) => batch.Then(Upsert, Values.Of(Stored.Write(run)));

    public static async Task<ScanRun> Read(Database database) =>
        await database.Read("select body from meta where id = 'scan'", row => row.GetString(0)) is [string body]
            ? Stored.Run(body)
            : ScanRun.None;

    public async Task<IReadOnlyList<ClaimedOutgoing>> Try(NpgsqlConnection connection, bool again)
    {
        _ = again;
        (bool first, HashSet<(long, bool)> blocked) = await Look(connection);
        if (!first)
        {
            await Script.RollBack(connection);
            return await OutboxBirth.Find(connection, messages);
        }

        await using NpgsqlBatch batch = new(connection);
        Write(batch, run);
        OutboxBirth.Add(batch, messages, sending.Owner, sending.ClaimedUntil, sending.Now, blocked);
        batch.Then("commit");
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        IReadOnlyList<ClaimedOutgoing> claimed = await OutboxBirth.ReadClaimed(reader, messages);
        await reader.CloseAsync();
        return claimed;
    }

    private async Task<(bool First, HashSet<(long, bool)> Blocked)> Look(NpgsqlConnection connection)
    {
        await using NpgsqlBatch batch = new(connection);
        batch
            .Then("begin")
            .Then(Locks.OfChats, Values.Of([.. messages.Select(one => one.Message.Chat.Value)]))
            .Begin(name);
        OutboxBirth.Look(batch, messages, sending.Owner, sending.Now);
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        return (await Operation.IsFirst(reader), await OutboxBirth.ReadBlocked(reader));
    }
}
