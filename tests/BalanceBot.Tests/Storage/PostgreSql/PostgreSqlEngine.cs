using System.Text;
using BalanceBot.Conversations;
using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Storage;
using BalanceBot.Storage.PostgreSql;
using BalanceBot.Subscribers;
using BalanceBot.Tests.Storage.Keys;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

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
internal sealed class PostgreSqlEngine : IKeyedEngine
{
    private static readonly Seal Seal = Seal.From("7:token", "store");
    private readonly List<PostgreSqlStore> abandoned = [];
    private readonly string connectionString;
    private PostgreSqlStore store;
    private PostgreSqlStore? closed;
    private int life;

    public PostgreSqlEngine(KeyRing? keys = null)
    {
        Keys = keys ?? new KeyRing();
        connectionString = Cluster.Of().Copy();
        store = Open();
    }

    public KeyRing Keys { get; set; }
    public string ConnectionString => connectionString;
    public IResealing Resealing => store.Resealing;
    public Task<StoreUnusableException> Failed => store.Failed;
    public IInboxStore Inbox => store.Inbox;
    public ITurnStore Turns => store.Turns;
    public IOutboxStore Outbox => store.Outbox;
    public IAttemptStore Attempts => store.Attempts;
    public IInvitationStore Invitations => store.Invitations;
    public IScanStore Scans => store.Scans;
    public IAuditStore Audit => store.Audit;

    public void Reopen()
    {
        CloseOnce();
        store = Open();
    }

    /// <summary>After an opening that was refused there is none to close.</summary>
    private void CloseOnce()
    {
        if (closed != store)
        {
            closed = store;
            Close(store);
        }
    }

    /// <summary>As a dump would tell it: bytes in hex.</summary>
    public bool Holds(string text)
    {
        string all = Cluster
            .Of()
            .Ask<string>(
                connectionString,
                "select string_agg(query_to_xml(format('select t::text from balancebot.%I t', table_name), true, true, '')::text, '') from information_schema.tables where table_schema = 'balancebot'"
            );
        return all.Contains(text, StringComparison.Ordinal)
            || all.Contains(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal)
            || all.Contains(
                Convert.ToHexStringLower(Encoding.BigEndianUnicode.GetBytes(text)),
                StringComparison.Ordinal
            );
    }

    public void CopyLinks(ChatId from, ChatId to) =>
        Cluster
            .Of()
            .Run(
                new NpgsqlConnectionStringBuilder(connectionString).Database!,
                $"update balancebot.subscribers set links = (select links from balancebot.subscribers where chat = {from}) where chat = {to}"
            );

    public void ChangeAudit() =>
        Cluster
            .Of()
            .Run(
                new NpgsqlConnectionStringBuilder(connectionString).Database!,
                $"update balancebot.audit set kind = {(int)AuditKind.Unlinked}"
            );

    /// <summary>Another instance finds what this one has written; this one is still there, and says nothing more.</summary>
    public void ReopenAfterKill()
    {
        abandoned.Add(store);
        store = Open();
    }

    public void Dispose()
    {
        CloseOnce();
        abandoned.ForEach(Close);
        Cluster.Of().Drop(connectionString);
    }

    private PostgreSqlStore Open() => Wait(Open(connectionString, $"engine {++life}", keys: Keys));

    private static void Close(PostgreSqlStore old) => Wait(old.DisposeAsync().AsTask());

    public static Task<PostgreSqlStore> Open(
        string connectionString,
        string owner,
        TimeProvider? time = null,
        string schema = "balancebot",
        Seal? seal = null,
        KeyRing? keys = null
    ) =>
        PostgreSqlStore.Open(
            new PostgreSqlSettings { ConnectionString = connectionString, Schema = schema },
            seal ?? Seal,
            owner,
            time ?? TimeProvider.System,
            () => 0.5,
            NullLogger<PostgreSqlStore>.Instance,
            keys
        );

    /// <summary>The contract's engines are opened and closed in place.</summary>
    public static T Wait<T>(Task<T> task) => Task.Run(() => task).GetAwaiter().GetResult();

    private static void Wait(Task task) => Task.Run(() => task).GetAwaiter().GetResult();
}
