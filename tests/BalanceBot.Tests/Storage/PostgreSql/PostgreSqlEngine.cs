using BalanceBot.Conversations;
using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Storage;
using BalanceBot.Storage.PostgreSql;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalanceBot.Tests.Storage.PostgreSql;

public sealed class PostgreSqlStoreContract() : StoreContract(new PostgreSqlEngine());

public sealed class PostgreSqlInboxContract() : InboxContract(new PostgreSqlEngine());

public sealed class PostgreSqlScanStoreContract() : ScanStoreContract(new PostgreSqlEngine());

public sealed class PostgreSqlWatchContract() : WatchContract(new PostgreSqlEngine());

public sealed class PostgreSqlInvitationContract() : InvitationContract(new PostgreSqlEngine());

public sealed class PostgreSqlAuditContract() : AuditContract(new PostgreSqlEngine());

public sealed class PostgreSqlForgettingContract() : ForgettingContract(new PostgreSqlEngine());

public sealed class PostgreSqlOutboxContract() : OutboxContract(new PostgreSqlEngine());

public sealed class PostgreSqlOutboxModel() : OutboxModel(new PostgreSqlEngine())
{
    private protected override bool IsShared => true;
}

/// <summary>A database of its own, and one instance on it.</summary>
internal sealed class PostgreSqlEngine : IEngine
{
    private static readonly Seal Seal = Seal.From("7:token", "store");
    private readonly List<PostgreSqlStore> abandoned = [];
    private readonly string connectionString;
    private PostgreSqlStore store;
    private int life;

    public PostgreSqlEngine()
    {
        connectionString = Cluster.Of().Copy();
        store = Open();
    }

    public IInboxStore Inbox => store.Inbox;
    public ITurnStore Turns => store.Turns;
    public IOutboxStore Outbox => store.Outbox;
    public IAttemptStore Attempts => store.Attempts;
    public IInvitationStore Invitations => store.Invitations;
    public IScanStore Scans => store.Scans;
    public IAuditStore Audit => store.Audit;

    public void Reopen()
    {
        Close(store);
        store = Open();
    }

    /// <summary>Another instance finds what this one has written; this one is still there, and says nothing more.</summary>
    public void ReopenAfterKill()
    {
        abandoned.Add(store);
        store = Open();
    }

    public void Dispose()
    {
        Close(store);
        abandoned.ForEach(Close);
        Cluster.Of().Drop(connectionString);
    }

    private PostgreSqlStore Open() => Wait(Open(connectionString, $"engine {++life}"));

    private static void Close(PostgreSqlStore old) => Wait(old.DisposeAsync().AsTask());

    public static Task<PostgreSqlStore> Open(
        string connectionString,
        string owner,
        TimeProvider? time = null,
        string schema = "balancebot",
        Seal? seal = null
    ) =>
        PostgreSqlStore.Open(
            new PostgreSqlSettings { ConnectionString = connectionString, Schema = schema },
            seal ?? Seal,
            owner,
            time ?? TimeProvider.System,
            () => 0.5,
            NullLogger<PostgreSqlStore>.Instance
        );

    /// <summary>The contract's engines are opened and closed in place.</summary>
    public static T Wait<T>(Task<T> task) => Task.Run(() => task).GetAwaiter().GetResult();

    private static void Wait(Task task) => Task.Run(() => task).GetAwaiter().GetResult();
}
