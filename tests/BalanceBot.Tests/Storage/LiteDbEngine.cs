using System.Text;
using BalanceBot.Conversations;
using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Subscribers;
using BalanceBot.Tests.Storage.Keys;
using LiteDB;

namespace BalanceBot.Tests.Storage;

/// <summary>The embedded engine over a file of its own.</summary>
internal sealed class LiteDbEngine : IKeyedEngine
{
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-store-").FullName;
    private readonly Seal seal = Seal.From("7:token", "store");
    private readonly List<LiteDbStore> abandoned = [];
    private int life;
    private LiteDbStore store;

    public LiteDbEngine(KeyRing? keys = null)
    {
        Keys = keys ?? new KeyRing();
        store = LiteDbStore.Open(File(0), seal, Keys);
    }

    public KeyRing Keys { get; set; }
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
        store.Dispose();
        store = LiteDbStore.Open(File(life), seal, Keys);
    }

    /// <summary>In both forms in which a text may lie in a file.</summary>
    public bool Holds(string text)
    {
        Reopen();
        return new[] { File(life), File(life).Replace(".db", "-log.db", StringComparison.Ordinal) }
            .Where(System.IO.File.Exists)
            .Any(path =>
            {
                using FileStream read = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                byte[] all = new byte[read.Length];
                read.ReadExactly(all);
                return all.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
                    || all.AsSpan().IndexOf(Encoding.BigEndianUnicode.GetBytes(text)) >= 0
                    || all.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;
            });
    }

    public void CopyLinks(ChatId from, ChatId to)
    {
        store.Dispose();
        using (LiteDatabase file = new(File(life)))
        {
            BsonDocument row = file.GetCollection("subscribers").FindById(to.Value);
            row["links"] = file.GetCollection("subscribers").FindById(from.Value)["links"];
            file.GetCollection("subscribers").Update(row);
        }

        store = LiteDbStore.Open(File(life), seal, Keys);
    }

    public void ChangeAudit()
    {
        store.Dispose();
        using (LiteDatabase file = new(File(life)))
        {
            foreach (BsonDocument row in file.GetCollection("audit").FindAll().ToList())
            {
                row["kind"] = (int)AuditKind.Unlinked;
                file.GetCollection("audit").Update(row);
            }
        }

        store = LiteDbStore.Open(File(life), seal, Keys);
    }

    /// <summary>The files as they lie on the disk while the process still has them open: what a kill leaves behind.</summary>
    public void ReopenAfterKill()
    {
        abandoned.Add(store);
        foreach (string end in new[] { ".db", "-log.db" })
        {
            string from = Path.Combine(folder, $"bot{life}{end}");
            if (System.IO.File.Exists(from))
            {
                using FileStream read = new(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using FileStream write = System.IO.File.Create(Path.Combine(folder, $"bot{life + 1}{end}"));
                read.CopyTo(write);
            }
        }

        store = LiteDbStore.Open(File(++life), seal, Keys);
    }

    public void Dispose()
    {
        store.Dispose();
        abandoned.ForEach(old => old.Dispose());
        Directory.Delete(folder, recursive: true);
    }

    private string File(int number) => Path.Combine(folder, $"bot{number}.db");
}
