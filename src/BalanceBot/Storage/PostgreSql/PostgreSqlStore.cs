using BalanceBot.Conversations;
using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// The store in a database of PostgreSQL, for any number of processes ("instances"), each with a name of its own. What one
/// holds is its by lease and as long as the others see it alive.
/// </summary>
internal sealed class PostgreSqlStore : IAsyncDisposable
{
    private readonly TaskCompletionSource<StoreUnusableException> failed = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly Database database;
    private readonly NpgsqlDataSource single;
    private readonly Heartbeat heartbeat;
    private readonly Func<string, Duty> duty;

    private PostgreSqlStore(
        PostgreSqlSettings settings,
        NpgsqlDataSource pool,
        ISeal seal,
        KeyRing keys,
        string owner,
        TimeProvider time,
        Func<double> chance,
        ILogger log
    )
    {
        Failed = First(failed.Task, keys.Failed);
        database = new Database(pool, Connections.MostOf(settings), new Availability(time, log), chance, time);
        single = Connections.Single(settings);
        SharedTime shared = new(time);
        Presence = new Presence(shared);
        heartbeat = new Heartbeat(
            database,
            owner,
            keys.CurrentId,
            Presence,
            shared,
            time,
            why => failed.TrySetResult(why as StoreUnusableException ?? StartChecks.Explain(why, settings.Parsed())),
            log
        );
        duty = name => new Duty(single, Locks.Named(settings.Schema, name), time, log);
        Time = shared;

        TurnRows rows = new(seal);
        BrokenRows broken = new(seal, log);
        SubscriberRows people = new(keys, broken);
        LoadKind load = new(rows, people);
        Arrivals arrivals = new(time);
        InboxKinds inboxKinds = new(new KeepKind(load, arrivals), new CompleteKind(), new QuarantineKind());
        OutboxKinds outboxKinds = new(new FinishKind(), new BegunKind());
        // One round trip of writes at a time: what comes meanwhile shares the next one's commit.
        Lane writes = new(
            database,
            [inboxKinds.Keep, inboxKinds.Complete, inboxKinds.Quarantine, outboxKinds.Begun, outboxKinds.Finish],
            mostAtOnce: 1
        );
        Lane reads = new(database, [load], mostAtOnce: 1);
        InboxTable inbox = new(database, writes, inboxKinds, seal, keys, time);
        inboxKinds.Keep.LeftDone = done => _ = inbox.Drop(done);
        Inbox = inbox;
        Turns = new TurnTable(database, reads, load, arrivals, rows, people, inbox, seal, keys, shared);
        Outbox = new OutboxTable(database, writes, outboxKinds, seal, people);
        Attempts = new AttemptTable(database);
        Invitations = new InvitationTable(database, seal);
        Scans = new WatchTable(database, seal, people);
        Audit = new AuditTable(database, seal, keys, broken);
        Resealing = new Resealing(database, keys);
    }

    public IInboxStore Inbox { get; }
    public ITurnStore Turns { get; }
    public IOutboxStore Outbox { get; }
    public IAttemptStore Attempts { get; }
    public IInvitationStore Invitations { get; }
    public IScanStore Scans { get; }
    public IAuditStore Audit { get; }
    public IResealing Resealing { get; }

    /// <summary>Whether this instance surely counts as alive.</summary>
    public Presence Presence { get; }

    /// <summary>The clock of all instances.</summary>
    public TimeProvider Time { get; }

    /// <summary>Ends when this program must not work with the database any more; the process should stop then.</summary>
    public Task<StoreUnusableException> Failed { get; }

    /// <summary>Checks the database and brings its tables up; throws <see cref="StoreUnusableException"/> with a sentence for the operator.</summary>
    public static async Task<PostgreSqlStore> Open(
        PostgreSqlSettings settings,
        ISeal seal,
        string owner,
        TimeProvider time,
        Func<double> chance,
        ILogger<PostgreSqlStore> log,
        KeyRing? keys = null
    )
    {
        keys ??= new KeyRing();
        if (settings.Mistakes() is [string mistake, ..])
        {
            throw new StoreUnusableException(mistake);
        }

        NpgsqlDataSource pool = Connections.Pool(settings);
        try
        {
            await using (NpgsqlConnection connection = await pool.OpenConnectionAsync())
            {
                await StartChecks.Check(connection, settings.Schema, log);
                await StartChecks.CheckInterval(connection, log);
                await Schema.Migrate(connection, settings.Schema);
                await Probes.Check(connection, keys, $"The schema {settings.Schema} of the database");
            }

            PostgreSqlStore store = new(settings, pool, seal, keys, owner, time, chance, log);
            await store.heartbeat.Start();
            await store.RefuseMoving(settings.Schema);
            return store;
        }
        catch (Exception broken)
        {
            await pool.DisposeAsync();
            throw broken as StoreUnusableException ?? StartChecks.Explain(broken, settings.Parsed());
        }
    }

    /// <summary>
    /// After the first heartbeat, for a move looks for instances after it has its lock: one of the two sees the other.
    /// </summary>
    private async Task RefuseMoving(string schema)
    {
        if (await database.Run((connection, _) => MovingHold.Refusal(connection, schema)) is { } moving)
        {
            await DisposeAsync();
            throw moving;
        }
    }

    /// <summary>A job that one instance at a time has: "polling", "speaking".</summary>
    public Duty Duty(string name) => duty(name);

    private static async Task<StoreUnusableException> First(params Task<StoreUnusableException>[] ends) =>
        await await Task.WhenAny(ends);

    /// <summary>Frees what this instance holds.</summary>
    public async ValueTask DisposeAsync()
    {
        await heartbeat.DisposeAsync();
        await database.DisposeAsync();
        await single.DisposeAsync();
    }
}
