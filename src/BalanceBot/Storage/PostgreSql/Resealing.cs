using BalanceBot.Linking;
using BalanceBot.Subscribers;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// The database's fields under the current key, beside running instances: a row is written only as it was read, and a page
/// is read again until nothing in it is left to do.
/// </summary>
internal sealed class Resealing(Database database, KeyRing keys) : IResealing
{
    private const string PeoplePage =
        "select chat, links, version from subscribers where chat > $1 order by chat limit $2";

    private const string Person = "update subscribers set links = $2 where chat = $1 and version = $3 and links = $4";

    private const string AuditPage = $"select {AuditTable.Columns} from audit where id > $1 order by id limit $2";

    /// <summary>Not who has asked to be forgotten meanwhile.</summary>
    private const string Entry = """
        update audit set contract = null, sealed = $2, key_mark = $3
        where id = $1 and chat is not distinct from $4 and (contract is not null or sealed is not null)
        """;

    private const string Others = """
        select count(*) from instances
        where seen_at > clock_timestamp() - interval '10 s' and key is distinct from $1
        """;

    public async Task<long> Count(SealedTable table) =>
        (
            await database.Read(
                table == SealedTable.Subscribers ? "select count(*) from subscribers" : "select count(*) from audit",
                row => row.GetInt64(0)
            )
        )[0];

    public async Task<ResealedPage> Reseal(SealedTable table, long? after, int most)
    {
        int resealed = 0;
        while (true)
        {
            Page page = table == SealedTable.Subscribers ? await People(after, most) : await Entries(after, most);
            if (page.Writes.Count == 0)
            {
                return new ResealedPage(page.Rows, resealed, page.Last);
            }

            resealed += await database.Run((connection, _) => Write(connection, page.Writes));
        }
    }

    public async Task<string?> Obstacle()
    {
        long others = (await database.Read(Others, row => row.GetInt64(0), Values.Of(keys.CurrentId)))[0];
        return others == 0
            ? null
            : "A running instance still seals with another key, or with none: give all instances the new key (Storage:Key or Storage:KeyFile), the old one in Storage:OldKeyFiles, and run BalanceBot rotate-key again.";
    }

    public async Task<IReadOnlyList<OldKey>> OldKeys() =>
        [
            .. (await database.Read(Probes.All, row => new OldKey(row.GetString(0), row.Bytes(1)))).Where(key =>
                key.Id != keys.CurrentId
            ),
        ];

    public async Task<bool> Retire(IReadOnlyList<OldKey> keys)
    {
        foreach (OldKey key in keys)
        {
            await database.Write(
                "delete from meta where id = $1 and sealed = $2",
                Values.Of(key.Row),
                Values.Of(key.Probe)
            );
        }

        return (await OldKeys()).Count == 0;
    }

    private async Task<Page> People(long? after, int most)
    {
        List<(long Chat, string? Links, long Version)> rows = await database.Read(
            PeoplePage,
            row => (row.GetInt64(0), row.TextOrNull(1), row.GetInt64(2)),
            Values.Of(after ?? long.MinValue),
            Values.Of(most)
        );
        return new Page(
            rows.Count,
            rows is [.., var last] ? last.Chat : null,
            [.. rows.Where(row => !Stored.IsCurrent(row.Links, keys)).Select(Anew)]
        );
    }

    private OneWrite Anew((long Chat, string? Links, long Version) row)
    {
        ChatId chat = new(row.Chat);
        return new OneWrite(
            Person,
            () =>
                [
                    Values.Of(row.Chat),
                    Values.Of(Stored.Write(Stored.Links(row.Links, chat, keys), chat, keys)),
                    Values.Of(row.Version),
                    Values.Of(row.Links),
                ]
        );
    }

    private async Task<Page> Entries(long? after, int most)
    {
        List<(long Id, OneWrite? Write)> rows = await database.Read(
            AuditPage,
            row => (row.GetInt64(0), IsCurrent(row) ? null : Anew(row.GetInt64(0), AuditTable.Entry(row, keys))),
            Values.Of(after ?? 0),
            Values.Of(most)
        );
        return new Page(
            rows.Count,
            rows is [.., var last] ? last.Id : null,
            [.. rows.Select(row => row.Write).OfType<OneWrite>()]
        );
    }

    private bool IsCurrent(NpgsqlDataReader row) =>
        row.IsDBNull(AuditTable.Contract)
        && (row.BytesOrNull(AuditTable.Sealed) is not { } closed || keys.IsCurrent(closed));

    private OneWrite Anew(long id, AuditEntry entry) =>
        new(
            Entry,
            () =>
                [
                    Values.Of(id),
                    Values.Of(
                        keys.Close(
                            SealedPlace.OfAudit(entry.At, (int)entry.Kind, entry.Chat?.Value),
                            entry.ContractKey!
                        )
                    ),
                    Values.Of(keys.Mark(entry.ContractKey!)),
                    Values.OrNull(entry.Chat?.Value),
                ]
        );

    private static async Task<int> Write(NpgsqlConnection connection, IReadOnlyList<OneWrite> writes)
    {
        await using NpgsqlBatch batch = new(connection);
        batch.Then("begin");
        foreach (OneWrite write in writes)
        {
            batch.Then(write.Sql, write.Values());
        }

        batch.Then("commit");
        await batch.ExecuteNonQueryAsync();
        // Between "begin" and "commit": what somebody changed meanwhile is not counted.
        return batch
            .BatchCommands.Cast<NpgsqlBatchCommand>()
            .Skip(1)
            .SkipLast(1)
            .Sum(command => (int)command.RecordsAffected);
    }

    private sealed record Page(int Rows, long? Last, IReadOnlyList<OneWrite> Writes);

    /// <param name="Values">Made anew for each try: they belong to one command at a time.</param>
    private sealed record OneWrite(string Sql, Func<NpgsqlParameter[]> Values);
}
