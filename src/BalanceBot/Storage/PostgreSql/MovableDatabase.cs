using BalanceBot.Storage.Moving;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>A schema of a database, held for a move by one session.</summary>
internal sealed class MovableDatabase : IMovable
{
    private const string UpsertMark = $"""
        insert into meta (id, body) values ('{MoveMark.Id}', $1) on conflict (id) do update set body = excluded.body
        """;

    private readonly NpgsqlDataSource sessions;
    private readonly NpgsqlConnection connection;
    private readonly PostgreSqlSettings settings;
    private readonly KeyRing keys;

    private MovableDatabase(
        NpgsqlDataSource sessions,
        NpgsqlConnection connection,
        PostgreSqlSettings settings,
        KeyRing keys,
        string place
    )
    {
        this.sessions = sessions;
        this.connection = connection;
        this.settings = settings;
        this.keys = keys;
        Place = place;
    }

    public string Place { get; }

    /// <param name="mustExist">It is moved from, not into.</param>
    public static async Task<MovableDatabase> Open(
        PostgreSqlSettings settings,
        bool mustExist,
        ILogger log,
        KeyRing? keys = null
    )
    {
        keys ??= new KeyRing();
        if (settings.Mistakes() is [string mistake, ..])
        {
            throw new StoreUnusableException(mistake);
        }

        NpgsqlConnectionStringBuilder where = settings.Parsed()!;
        string place = $"The schema {settings.Schema} of the database {where.Database} on {where.Host}:{where.Port}";
        NpgsqlDataSource single = Connections.ForMoving(settings);
        NpgsqlConnection? session = null;
        try
        {
            session = await single.OpenConnectionAsync();
            await Prepare(session, settings.Schema, place, mustExist, log);
            await Probes.Check(session, keys, place);
            return new MovableDatabase(single, session, settings, keys, place);
        }
        catch (Exception broken)
        {
            if (session is not null)
            {
                await MovingHold.Leave(session);
                await session.DisposeAsync();
            }

            await single.DisposeAsync();
            throw broken as StoreUnusableException ?? StartChecks.Explain(broken, where);
        }
    }

    public Task<MoveMark?> Mark() =>
        Told(async () =>
        {
            await using NpgsqlCommand command = new($"select body from meta where id = '{MoveMark.Id}'", connection);
            return await command.ExecuteScalarAsync() is string text ? MoveMark.Parse(text) : null;
        });

    public async Task<bool> IsEmpty()
    {
        foreach (MovedTable table in Enum.GetValues<MovedTable>())
        {
            if ((await Read(table, null, 1)).Last is not null)
            {
                return false;
            }
        }

        return true;
    }

    public Task<long> Count(MovedTable table) =>
        Told(async () =>
        {
            await using NpgsqlCommand command = new(
                $"select count(*) from {MovedTables.Of(table, keys).From}",
                connection
            );
            return await command.ExecuteScalarAsync() is long count ? count : 0;
        });

    public Task<MovedPage> Read(MovedTable table, string? after, int most) =>
        Told(async () =>
        {
            MovedTableRows rows = MovedTables.Of(table, keys);
            await using NpgsqlCommand command = new(rows.Select(after is null), connection);
            command.Parameters.Add(Values.Of(most));
            foreach (NpgsqlParameter part in after is null ? [] : rows.Cursor(after))
            {
                command.Parameters.Add(part);
            }

            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
            List<MovedRow> read = [];
            string? last = null;
            while (await reader.ReadAsync())
            {
                read.Add(rows.Read(reader));
                last = rows.CursorOf(reader);
            }

            return new MovedPage(read, last);
        });

    public Task Write(MovedTable table, IReadOnlyList<MovedRow> rows, MoveMark mark) =>
        Told(async () =>
        {
            MovedTableRows how = MovedTables.Of(table, keys);
            string upsert = how.Upsert;
            await using NpgsqlBatch batch = new(connection);
            batch.Then("begin");
            foreach (MovedRow row in rows)
            {
                batch.Then(upsert, how.Write(row));
            }

            await batch.Then(UpsertMark, Values.Of(mark.ToString())).Then("commit").Run();
            return true;
        });

    /// <summary>New messages are numbered behind those that came along; and the planner knows what came.</summary>
    public Task Complete() =>
        Told(async () =>
        {
            await using NpgsqlBatch batch = new(connection);
            await batch
                .Then("begin")
                .Then(
                    "select setval(pg_get_serial_sequence('outbox', 'seq'), max(seq)) from outbox having max(seq) is not null"
                )
                .Then(
                    "select setval(pg_get_serial_sequence('audit', 'id'), max(id)) from audit having max(id) is not null"
                )
                .Then($"delete from meta where id = '{MoveMark.Id}'")
                .Then("commit")
                .Run();
            await using NpgsqlCommand analyze = new(
                "analyze subscribers, sessions, watches, due, decisions",
                connection
            );
            await analyze.ExecuteNonQueryAsync();
            return true;
        });

    public async ValueTask DisposeAsync()
    {
        await MovingHold.Leave(connection);
        await connection.DisposeAsync();
        await sessions.DisposeAsync();
    }

    private static async Task Prepare(
        NpgsqlConnection connection,
        string schema,
        string place,
        bool mustExist,
        ILogger log
    )
    {
        if (mustExist && !await MovingHold.Is(connection, $"select to_regclass('{schema}.schema_version') is not null"))
        {
            throw new StoreUnusableException($"{place} holds nothing of BalanceBot: there is nothing to move.");
        }

        await StartChecks.Check(connection, schema, log);
        await Schema.Migrate(connection, schema);
        await MovingHold.Take(connection, schema, place);
    }

    private async Task<T> Told<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception broken) when (broken is NpgsqlException or IOException or TimeoutException)
        {
            throw StartChecks.Explain(broken, settings.Parsed());
        }
    }
}
