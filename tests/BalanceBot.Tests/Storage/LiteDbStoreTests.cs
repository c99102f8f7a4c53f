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
using BalanceBot.Warnings;
using LiteDB;

namespace BalanceBot.Tests.Storage;

public sealed class LiteDbStoreContract() : StoreContract(new LiteDbEngine());

public sealed class LiteDbInboxContract() : InboxContract(new LiteDbEngine());

public sealed class LiteDbScanStoreContract() : ScanStoreContract(new LiteDbEngine());

public sealed class LiteDbWatchContract() : WatchContract(new LiteDbEngine());

public sealed class LiteDbInvitationContract() : InvitationContract(new LiteDbEngine());

public sealed class LiteDbAuditContract() : AuditContract(new LiteDbEngine());

public sealed class LiteDbForgettingContract() : ForgettingContract(new LiteDbEngine());

public sealed class LiteDbOutboxContract() : OutboxContract(new LiteDbEngine());

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

/// <summary>What can be wrong with the file, each in one sentence for the operator.</summary>
public sealed class LiteDbFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-file-").FullName;
    private readonly Seal seal = Seal.From("7:token", "store");

    private string File => Path.Combine(folder, "bot.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_that_is_in_use_is_told_and_not_touched()
    {
        using LiteDbStore first = LiteDbStore.Open(File, seal);

        Assert.Contains("is in use by another process", Refusal(File));
    }

    [Theory]
    [InlineData("this is no database at all, but a long enough text to be looked at")]
    [InlineData("")]
    public void A_damaged_file_is_told_and_stays_as_it_is(string start)
    {
        byte[] damaged = [.. System.Text.Encoding.UTF8.GetBytes(start), .. Enumerable.Repeat((byte)0xAB, 20_000)];
        System.IO.File.WriteAllBytes(File, damaged);

        Assert.Contains("is damaged", Refusal(File));
        Assert.Equal(damaged, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told()
    {
        System.IO.File.WriteAllText(Path.Combine(folder, "a-file"), "");

        Assert.Contains("cannot be", Refusal(Path.Combine(folder, "a-file", "bot.db")));
    }

    [Fact]
    public void A_read_only_file_system_is_told()
    {
        Assert.SkipUnless(
            Mount("-t", "tmpfs", "-o", "ro,size=1m"),
            "NOT TESTED: mounting a read-only tmpfs is not permitted here."
        );
        try
        {
            Assert.Matches("cannot be written|read-only", Refusal(File));
        }
        finally
        {
            Unmount();
        }
    }

    [Fact]
    public async Task A_full_disk_is_told_stops_the_store_and_loses_nothing_that_was_confirmed()
    {
        Assert.SkipUnless(
            Mount("-t", "tmpfs", "-o", "size=2m"),
            "NOT TESTED: mounting a small tmpfs is not permitted here."
        );
        try
        {
            List<long> confirmed = [];
            StoreUnusableException failure;
            using (LiteDbStore store = LiteDbStore.Open(File, seal))
            {
                failure = await Assert.ThrowsAsync<StoreUnusableException>(async () =>
                {
                    for (long id = 1; id < 10_000; id++)
                    {
                        await store.Inbox.Keep(
                            [new Incoming(new(id, new string('x', 4000)), new(1))],
                            "one",
                            default,
                            default
                        );
                        confirmed.Add(id);
                    }
                });
                Assert.True(store.Failed.IsCompleted);
                await Assert.ThrowsAsync<StoreUnusableException>(() => store.Inbox.Complete(1, default));
            }

            Assert.Contains("is full", failure.Message);
            Assert.NotEmpty(confirmed);
            string rescued = Directory.CreateTempSubdirectory("balancebot-rescued-").FullName;
            foreach (string part in Directory.GetFiles(folder, "bot*.db"))
            {
                System.IO.File.Copy(part, Path.Combine(rescued, Path.GetFileName(part)));
            }

            using LiteDbStore again = LiteDbStore.Open(Path.Combine(rescued, "bot.db"), seal);
            IReadOnlyCollection<long> known = await again.Inbox.Known(DateTimeOffset.MinValue);
            Assert.Empty(confirmed.Except(known));
        }
        finally
        {
            Unmount();
        }
    }

    [Fact]
    public async Task Rows_sealed_with_another_token_are_quarantined_and_dropped_and_links_stay()
    {
        using (LiteDbStore store = LiteDbStore.Open(File, seal))
        {
            await store.Inbox.Keep([new Incoming(new(7, "seven"), new(1))], "one", default, default);
            Link link = new("K1", "700 123", LinkWay.LoginAndPassword, DateTimeOffset.UnixEpoch);
            await store.Turns.Commit(
                new TurnChanges(8, default) { Subscriber = new Subscriber(new ChatId(1)).With(link) }
            );
        }

        using LiteDbStore other = LiteDbStore.Open(File, Seal.From("8:another-token", "store"));
        Assert.Empty(await other.Inbox.ClaimUpdates("two", 10, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch));
        Assert.Contains("another token", Assert.Single(await other.Inbox.Quarantined(10)).Reason);
        Assert.Equal("700 123", Assert.Single((await other.Turns.Load(new ChatId(1))).Subscriber.Links).ContractNumber);
    }

    [Fact]
    public async Task A_warning_that_no_one_can_read_any_more_did_not_arrive_and_is_judged_again()
    {
        ChatId anna = new(1);
        using (LiteDbStore store = LiteDbStore.Open(File, seal))
        {
            Link link = new("K1", "700 123", LinkWay.LoginAndPassword, DateTimeOffset.UnixEpoch);
            Outgoing warning = new(Guid.NewGuid(), anna, OutgoingClass.Bulk, new Body.Text("x")) { About = ["K1"] };
            await store.Turns.Commit(
                new TurnChanges(8, default) { Subscriber = new Subscriber(anna).With(link), Outgoing = [warning] }
            );
        }

        using LiteDbStore other = LiteDbStore.Open(File, Seal.From("8:another-token", "store"));
        Assert.Empty(await other.Outbox.ClaimOutgoing("two", 10, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch));
        Assert.Equal(0, await other.Outbox.Waiting());
        Assert.True(Assert.Single(await other.Scans.WatchesOf("K1")).Episode.Unsure);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    [InlineData(100_000, false)]
    public async Task A_key_longer_than_the_engine_can_keep_is_refused_alone_and_the_store_lives(int length, bool kept)
    {
        using LiteDbStore store = LiteDbStore.Open(File, seal);
        Link link = new(new string('9', length), "700 123", LinkWay.LoginAndPassword, DateTimeOffset.UnixEpoch);
        Task linked = store.Turns.Commit(
            new TurnChanges(1, default) { Subscriber = new Subscriber(new ChatId(1)).With(link) }
        );
        await Record.ExceptionAsync(() => linked);

        Assert.Equal(kept, linked.IsCompletedSuccessfully);
        Assert.Equal(kept ? 1 : 0, (await store.Scans.WatchesOf(link.ContractKey)).Count);
        await store.Turns.Commit(new TurnChanges(2, default) { Subscriber = new Subscriber(new ChatId(2)) });
        Assert.False(store.Failed.IsCompleted);
        if (kept)
        {
            Watch watch = Assert.Single(await store.Scans.WatchesOf(link.ContractKey));
            Recorded decision = new(DateTimeOffset.UnixEpoch, RecordedKind.Silent, 1);
            await store.Scans.Commit([new WatchChange(watch, watch.Episode) { Record = decision }], ScanRun.None);
            Assert.Single(await store.Scans.Decisions(link.ContractKey, 10));
        }
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused()
    {
        LiteDbStore.Open(File, seal).Dispose();
        using (LiteDB.LiteDatabase raw = new(File))
        {
            raw.GetCollection("meta")
                .Upsert(new LiteDB.BsonDocument { ["_id"] = "schema", ["version"] = Schema.Current + 1 });
        }

        Assert.Contains("newer version", Refusal(File));
    }

    [Fact]
    public async Task A_bug_in_one_write_is_rolled_back_alone()
    {
        using LiteDB.LiteDatabase raw = new(File);
        using Writer writer = new(raw, () => { }, cause => new StoreUnusableException("x", cause));
        Task<int> bad = writer.Write<int>(db =>
        {
            db.GetCollection("t").Insert(new LiteDB.BsonDocument { ["_id"] = 1 });
            throw new InvalidOperationException();
        });
        Task<int> good = writer.Write(db =>
        {
            db.GetCollection("t").Insert(new LiteDB.BsonDocument { ["_id"] = 2 });
            return 2;
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        Assert.Equal(2, await good);
        Assert.Equal(1, raw.GetCollection("t").Count());
    }

    private string Refusal(string path) =>
        Assert.Throws<StoreUnusableException>(() => LiteDbStore.Open(path, seal)).Message;

    private bool Mount(params string[] options) => Run("mount", [.. options, "tmpfs", folder]);

    private void Unmount() => Run("umount", "-l", folder);

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using System.Diagnostics.Process process = System.Diagnostics.Process.Start(
                new System.Diagnostics.ProcessStartInfo(command, arguments)
                {
                    UseShellExecute = false,
                    RedirectStandardError = true,
                }
            )!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

public sealed class SealTests
{
    [Fact]
    public void What_is_sealed_opens_with_the_same_secret_and_purpose_only()
    {
        Seal seal = Seal.From("token", "store");
        byte[] closed = seal.Close("4510 123456");

        Assert.Equal("4510 123456", seal.Open(closed));
        Assert.Null(Seal.From("token", "other").Open(closed));
        Assert.Null(Seal.From("other", "store").Open(closed));
        Assert.NotEqual(closed, seal.Close("4510 123456"));
    }

    [Fact]
    public void What_was_altered_or_cut_does_not_open()
    {
        Seal seal = Seal.From("token", "store");
        byte[] closed = seal.Close("4510 123456");
        for (int i = 0; i < closed.Length; i++)
        {
            byte[] altered = [.. closed];
            altered[i] ^= 1;
            Assert.Null(seal.Open(altered));
            Assert.Null(seal.Open(closed[..i]));
        }
    }
}
