using System.Globalization;
using BalanceBot.Conversations;
using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Storage;
using BalanceBot.Subscribers;
using BalanceBot.Tests.Storage.PostgreSql;
using static BalanceBot.Tests.Storage.Watching;

namespace BalanceBot.Tests.Storage.Keys;

/// <summary>What lies in a store with a key, how it comes under another, and who is turned away.</summary>
public abstract class SealingContract : IDisposable
{
    /// <summary>More than two pages of a rotation.</summary>
    private const int People = 450;
    private const string Audited = "key-of-the-audit";
    private readonly IKeyedEngine engine;

    private protected SealingContract(IKeyedEngine engine) => this.engine = engine;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task With_a_key_no_number_lies_in_clear_and_without_one_all_do()
    {
        await Link(1);
        await Audit();
        Assert.True(engine.Holds(Number(1)));
        Assert.True(engine.Holds(Audited));

        Open(Ring.Of("A"));
        await Link(2);

        Assert.False(engine.Holds(Number(2)));
        Assert.Equal(Number(2), await NumberOf(2));
    }

    [Fact]
    public async Task What_lay_in_clear_is_read_as_before_and_sealed_by_a_rotation()
    {
        await Fill(3);
        Open(Ring.Of("A"));
        Assert.Equal(Number(2), await NumberOf(2));

        RotationReport report = await Rotate();

        Assert.Equal([(3, 3), (2, 1)], report.Tables.Select(table => ((int)table.Rows, (int)table.Resealed)));
        Assert.Empty(report.Retired);
        Assert.DoesNotContain(Enumerable.Range(0, 3), n => engine.Holds(Number(n)));
        Assert.False(engine.Holds(Audited));
        Assert.Equal(Number(2), await NumberOf(2));
        Assert.Equal([0L, 0L], (await Rotate()).Tables.Select(table => table.Resealed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_rotation_that_is_killed_loses_nothing_and_is_ended_by_the_next(int pages)
    {
        Open(Ring.Of("A"));
        await Fill(People);
        Open(Ring.Of("B", "A"));
        await Assert.ThrowsAsync<KilledException>(() => Rotate(_ => Die(ref pages)));
        engine.ReopenAfterKill();
        await DemandAll();
        Assert.Equal(Audited, Assert.Single(await engine.Audit.Audit(Noon, Audited, 10)).ContractKey);

        RotationReport report = await Rotate();

        Assert.Equal(People, report.Tables[0].Rows);
        Assert.Equal([Ring.Key("A").Id], report.Retired);
        Open(Ring.Of("B"));
        await DemandAll();
        Assert.Equal(Audited, Assert.Single(await engine.Audit.Audit(Noon, Audited, 10)).ContractKey);
    }

    [Fact]
    public async Task A_store_under_another_key_is_refused_in_a_sentence_and_left_as_it_is()
    {
        Open(Ring.Of("A"));
        await Link(1);

        Assert.Contains("give it in Storage:OldKeyFiles", Refusal(Ring.Of("B")));
        Assert.Contains("none is set: set Storage:KeyFile", Refusal(new KeyRing()));
        Assert.Contains(Ring.Key("A").Id, Refusal(Ring.Of("B", "C")));
        Open(Ring.Of("A"));
        Assert.Equal(Number(1), await NumberOf(1));
    }

    [Fact]
    public async Task Until_the_rotation_has_ended_both_keys_are_asked_for()
    {
        Open(Ring.Of("A"));
        await Link(1);
        Open(Ring.Of("B", "A"));
        await Link(2);

        Assert.Contains(Ring.Key("B").Id, Refusal(Ring.Of("A")));
        Assert.Contains(Ring.Key("A").Id, Refusal(Ring.Of("B")));
        Open(Ring.Of("A", "B"));
        Assert.Equal((Number(1), Number(2)), (await NumberOf(1), await NumberOf(2)));
    }

    [Fact]
    public async Task A_number_that_is_moved_into_another_chats_row_is_not_shown_there()
    {
        Open(Ring.Of("A"));
        await Link(1);
        await Link(2);

        engine.CopyLinks(Chat(1), Chat(2));

        await Assert.ThrowsAsync<SealBrokenException>(() => engine.Turns.Load(Chat(2)));
        Assert.Equal(Number(1), await NumberOf(1));
        StoreUnusableException told = await Assert.ThrowsAsync<StoreUnusableException>(async () =>
        {
            Open(Ring.Of("B", "A"));
            await Rotate();
        });
        Assert.Contains("was altered, or moved from another row", told.Message);
    }

    [Fact]
    public async Task A_row_that_does_not_open_has_no_turn_and_holds_up_nobody_behind_it()
    {
        await Broken();
        Watching people = new(engine);
        await people.MarkDue(Chat(2), "K", Noon, Today.AddDays(-9));
        await people.MarkDue(Chat(1), "K", Noon, Today);
        await people.MarkDue(Chat(3), "K", Noon, Today.AddDays(1));

        Assert.Equal([Chat(1)], await people.DueChats(Noon, most: 1));
        Assert.Equal([Chat(1), Chat(3)], await people.DueChats(Noon));
        await engine.Scans.Announce([.. (await engine.Scans.Due(Noon, 9)).Select(due => Told(due, null))], ByOne);
        Assert.Empty(await people.DueChats(Noon));
        Assert.Equal(Noon.AddHours(1), await engine.Scans.NextDue());
        // Mended, it has its turn as if nothing had been.
        Assert.Empty(await people.DueChats(Noon.AddHours(1)));
        engine.CopyLinks(Chat(9), Chat(2));
        Assert.Equal([Chat(2)], await people.DueChats(Noon.AddHours(2)));
    }

    [Fact]
    public async Task A_row_that_does_not_open_is_passed_over_where_many_are_read_and_never_written_over()
    {
        await Broken();

        Assert.Equal([Chat(1), Chat(3)], (await engine.Turns.LinkedTo("K")).Select(one => one.Chat));
        IReadOnlyList<Subscriber> all = await engine.Turns.People(null, 100);
        Assert.Equal(
            [(1, 1), (2, 0), (3, 1)],
            all.Where(one => one.Chat != Chat(9)).Select((one, at) => (at + 1, one.Links.Count))
        );
        Subscriber broken = all.Single(one => one.Chat == Chat(2));
        Assert.IsType<CommitOutcome.Conflict>(
            await engine.Turns.Commit(new TurnChanges(null, Noon) { Subscriber = broken })
        );
        await Assert.ThrowsAsync<SealBrokenException>(() => engine.Turns.Load(Chat(2)));
    }

    [Fact]
    public async Task Updates_of_others_that_come_with_one_of_a_row_that_does_not_open_are_kept()
    {
        await Broken();
        ChatId[] chats = [Chat(1), Chat(2), Chat(3)];

        await engine.Inbox.Keep(
            [.. chats.Select((chat, at) => new Incoming(new RawUpdate(at + 1, "x"), chat))],
            "one",
            Noon,
            Noon.AddMinutes(1)
        );

        Assert.Equal(Number(3), await NumberOf(3));
    }

    [Fact]
    public async Task An_entry_of_the_audit_that_does_not_open_is_told_without_its_contract()
    {
        Open(Ring.Of("A"));
        await Audit();
        engine.ChangeAudit();

        AuditEntry told = Assert.Single(await engine.Audit.Audit(Noon, null, 10));
        Assert.Equal((AuditKind.Unlinked, Anna, null), (told.Kind, told.Chat, told.ContractKey));
        Assert.Null(Assert.Single(await engine.Audit.AuditOf(Anna, 10)).ContractKey);
        Assert.Null(Assert.Single(await engine.Audit.Audit(Noon, Audited, 10)).ContractKey);
    }

    /// <summary>Three chats with one contract, the second with the links of the first; the ninth keeps the right ones.</summary>
    private async Task Broken()
    {
        Open(Ring.Of("A"));
        await Link(1);
        await Link(2);
        await Link(3);
        await Link(9);
        engine.CopyLinks(Chat(2), Chat(9));
        engine.CopyLinks(Chat(1), Chat(2));
    }

    [Fact]
    public async Task Who_is_forgotten_is_not_brought_back_by_a_rotation_and_is_still_found_by_the_hash()
    {
        Open(Ring.Of("A"));
        await Audit();
        (Session session, Subscriber subscriber) = await engine.Turns.Load(Anna);
        TurnChanges forget = new(null, Noon)
        {
            Session = session,
            Subscriber = subscriber,
            Forgets = true,
        };
        Assert.IsType<CommitOutcome.Committed>(await engine.Turns.Commit(forget));
        Open(Ring.Of("B", "A"));
        await Rotate();

        AuditEntry left = Assert.Single(await engine.Audit.Audit(Noon, Audited, 10));
        Assert.Equal((null, null), (left.Chat, left.ContractKey));
    }

    private protected void Open(KeyRing keys)
    {
        engine.Keys = keys;
        engine.Reopen();
    }

    private protected Task<RotationReport> Rotate(Action<RotationStep>? told = null) =>
        new Rotation(engine.Resealing, told ?? (_ => { })).Run(Stop);

    private protected async Task Link(int n)
    {
        (_, Subscriber subscriber) = await engine.Turns.Load(Chat(n));
        TurnChanges changes = new(null, Noon)
        {
            Subscriber = subscriber.With(new Link("K", Number(n), LinkWay.Token, Noon)),
        };
        Assert.IsType<CommitOutcome.Committed>(await engine.Turns.Commit(changes));
    }

    private protected async Task<string> NumberOf(int n) =>
        Assert.Single((await engine.Turns.Load(Chat(n))).Subscriber.Links).ContractNumber;

    private protected static ChatId Chat(int n) => new(5000 + n);

    private protected static string Number(int n) =>
        string.Create(CultureInfo.InvariantCulture, $"number-{n:0000}-end");

    private async Task Fill(int people)
    {
        await Task.WhenAll(Enumerable.Range(0, people).Select(Link));
        await Audit();
        await engine.Audit.Add([new AuditEntry(Noon, AuditKind.Refused)]);
    }

    private Task Audit() =>
        engine.Audit.Add([new AuditEntry(Noon, AuditKind.Linked) { Chat = Anna, ContractKey = Audited }]);

    private async Task DemandAll()
    {
        foreach (int n in Enumerable.Range(0, People))
        {
            Assert.Equal(Number(n), await NumberOf(n));
        }
    }

    private string Refusal(KeyRing keys) => Assert.Throws<StoreUnusableException>(() => Open(keys)).Message;

    private static void Die(ref int pages)
    {
        if (pages-- == 0)
        {
            throw new KilledException();
        }
    }

    private sealed class KilledException : Exception;
}

public sealed class LiteDbSealing() : SealingContract(new LiteDbEngine());

public sealed class PostgreSqlSealing() : SealingContract(new PostgreSqlEngine());
