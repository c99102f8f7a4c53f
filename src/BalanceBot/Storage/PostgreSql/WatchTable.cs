using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

internal sealed class WatchTable(Database database, ISeal seal, SubscriberRows people) : IScanStore
{
    /// <summary>Never only some of a key's.</summary>
    private const string Page = $"""
        select {WatchRows.Columns}
        from (
            select * from watches
            where contract > $1 and ($2::bytea is null or contract <= $2)
            order by contract
            fetch first ($3) rows with ties
        ) page
        order by contract, chat
        """;

    private const string PageFromFirst = $"""
        select {WatchRows.Columns}
        from (
            select * from watches
            where $1::bytea is null or contract <= $1
            order by contract
            fetch first ($2) rows with ties
        ) page
        order by contract, chat
        """;

    public async Task<IReadOnlyList<Watch>> Watches(string? after, string? through, int most)
    {
        NpgsqlParameter last = Values.Of(through is null ? null : Values.Key(through));
        return after is null
            ? await database.Read(PageFromFirst, WatchRows.Watch, last, Values.Of((long)most))
            : await database.Read(Page, WatchRows.Watch, Values.Of(Values.Key(after)), last, Values.Of((long)most));
    }

    public async Task<IReadOnlyList<Watch>> WatchesOf(string contractKey) =>
        await database.Read(
            $"select {WatchRows.Columns} from watches where contract = $1 order by chat",
            WatchRows.Watch,
            Values.Of(Values.Key(contractKey))
        );

    public Task Commit(IReadOnlyList<WatchChange> changes, ScanRun run) =>
        // Twice is once: what the first try wrote has another version for the second.
        database.Run(
            async (connection, _) =>
            {
                await using NpgsqlBatch batch = new(connection);
                WatchWrites.Write(batch, changes);
                RunCommit.Write(batch, run);
                await batch.Run();
                return true;
            }
        );

    public Task<ScanRun> Run() => RunCommit.Read(database);

    public Task<IReadOnlyList<ClaimedOutgoing>> Commit(
        ScanRun run,
        IReadOnlyList<Outgoing> messages,
        Sending sending
    ) => database.Run(new RunCommit(run, [.. messages.Select(message => NewMessage.Of(message, seal))], sending).Try);

    public Task<IReadOnlyList<DueChat>> Due(DateTimeOffset now, int most) => DueRows.Of(database, people, now, most);

    public Task<DateTimeOffset?> NextDue() => DueRows.NextOf(database);

    public Task<IReadOnlyList<ClaimedOutgoing>> Announce(IReadOnlyList<Announcement> announcements, Sending sending) =>
        database.Run(
            new AnnounceCommit(
                announcements,
                [.. announcements.Select(one => one.Message is { } message ? NewMessage.Of(message, seal) : null)],
                sending
            ).Try
        );

    public async Task<IReadOnlyList<(ChatId Chat, Recorded Decision)>> Decisions(string contractKey, int most) =>
        await database.Read(
            "select chat, decision from decisions where contract = $1 order by at desc, chat limit $2",
            row => (new ChatId(row.GetInt64(0)), Stored.Decision(row.GetString(1))!),
            Values.Of(Values.Key(contractKey)),
            Values.Of(most)
        );

    public async Task<int> Forget(DateTimeOffset before) =>
        await database.Delete(
            """
            delete from decisions d
            using (select contract, chat, at from decisions where at < $1 limit $2) old
            where d.contract = old.contract and d.chat = old.chat and d.at = old.at
            """,
            before
        )
        + await database.Delete(
            "delete from dedupe where key = any(array(select key from dedupe where at < $1 limit $2))",
            before
        );
}
