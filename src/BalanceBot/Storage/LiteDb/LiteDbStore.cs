using BalanceBot.Conversations;
using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>
/// The store in one file of LiteDB, for one process. Version 5.0.20 exactly: the next one takes the flush out of the
/// commit path. Its own encryption is not used: encrypted files are never synced at all, so fields are sealed instead.
/// </summary>
internal sealed class LiteDbStore : IDisposable
{
    /// <summary>Some 15 MB at most.</summary>
    private const int MostChatsInMemory = 16_384;
    private readonly FileStream held;
    private readonly LiteDatabase database;
    private readonly Writer writer;
    private readonly KeyRing keys;

    private LiteDbStore(
        FileStream held,
        LiteDatabase database,
        Func<Exception, StoreUnusableException> explain,
        ISeal seal,
        KeyRing keys,
        ILogger log
    )
    {
        this.held = held;
        this.database = database;
        this.keys = keys;
        ChatCache chats = new(MostChatsInMemory);
        writer = new Writer(database, chats.Forget, explain);
        Inbox = new InboxTable(database, writer, seal);
        BrokenRows broken = new(seal, log);
        SubscriberRows people = new(keys, broken);
        Turns = new TurnTable(database, writer, chats, seal, keys, people);
        Outbox = new OutboxTable(database, writer, chats, seal, people);
        Attempts = new AttemptTable(database, writer);
        Invitations = new InvitationTable(database, writer, seal);
        Scans = new WatchTable(database, writer, seal, people);
        Audit = new AuditTable(database, writer, seal, keys, broken);
        Resealing = new Resealing(database, writer, keys);
    }

    public IInboxStore Inbox { get; }
    public ITurnStore Turns { get; }
    public IOutboxStore Outbox { get; }
    public IAttemptStore Attempts { get; }
    public IInvitationStore Invitations { get; }
    public IScanStore Scans { get; }
    public IAuditStore Audit { get; }
    public IResealing Resealing { get; }

    /// <summary>Ends when the file cannot be written any more; the process should stop then.</summary>
    public Task<StoreUnusableException> Failed => First(writer.Failed, keys.Failed);

    /// <summary>Opens or makes the file; throws <see cref="StoreUnusableException"/> with a sentence for the operator.</summary>
    /// <param name="keys">Null: fields lie in clear.</param>
    public static LiteDbStore Open(string file, ISeal seal, KeyRing? keys = null, ILogger? log = null)
    {
        keys ??= new KeyRing();
        string path = Path.GetFullPath(file);
        FileStream? hold = null;
        LiteDatabase? opened = null;
        try
        {
            hold = LiteDbFile.Hold(path);
            opened = LiteDbFile.Open(path);
            Schema.Prepare(opened, path);
            MovableFile.Refuse(opened, path);
            Probes.Check(opened, keys, path);
            return new LiteDbStore(
                hold,
                opened,
                cause => LiteDbFile.Explain(path, cause),
                seal,
                keys,
                log ?? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance
            );
        }
        catch (Exception broken)
        {
            LiteDbFile.Abandon(opened);
            hold?.Dispose();
            throw broken as StoreUnusableException ?? LiteDbFile.Explain(path, broken);
        }
    }

    private static async Task<StoreUnusableException> First(params Task<StoreUnusableException>[] ends) =>
        await await Task.WhenAny(ends);

    /// <summary>Writes what waits, folds the log into the file and closes both.</summary>
    public void Dispose()
    {
        writer.Dispose();
        if (writer.Failed.IsCompleted)
        {
            LiteDbFile.Abandon(database);
        }
        else
        {
            database.Dispose();
        }

        held.Dispose();
    }
}
