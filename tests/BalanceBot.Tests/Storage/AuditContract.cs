using BalanceBot.Conversations;
using BalanceBot.Linking;
using BalanceBot.Subscribers;
using static BalanceBot.Tests.Storage.Watching;

namespace BalanceBot.Tests.Storage;

/// <summary>The audit, as every engine keeps it.</summary>
public abstract class AuditContract : IDisposable
{
    private readonly IEngine engine;

    private protected AuditContract(IEngine engine) => this.engine = engine;

    public void Dispose()
    {
        engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_a_turn_tells_is_there_with_its_commit_in_order_and_survives_a_kill()
    {
        AuditEntry[] told =
        [
            Entry(AuditKind.Refused) with
            {
                Way = LinkWay.ContractAndDocument,
            },
            Entry(AuditKind.Linked) with
            {
                ContractKey = "K1 ж\ud83d\ude00",
                Way = LinkWay.LoginAndPassword,
                Detail = "again",
            },
            Entry(AuditKind.Unlinked) with
            {
                ContractKey = "",
                Chat = new ChatId(-5),
            },
            new AuditEntry(Noon, AuditKind.Invited) { ContractKey = "K1" },
        ];
        await engine.Turns.Commit(new TurnChanges(7, Noon) { Audit = told });
        engine.ReopenAfterKill();

        Assert.Equal(told, Plain(await All()));
    }

    [Fact]
    public async Task A_turn_that_is_done_already_or_comes_too_late_tells_nothing()
    {
        (_, Subscriber subscriber) = await engine.Turns.Load(Anna);
        TurnChanges first = new(7, Noon) { Subscriber = subscriber, Audit = [Entry(AuditKind.Linked)] };
        await engine.Turns.Commit(first);

        Assert.IsType<CommitOutcome.AlreadyDone>(await engine.Turns.Commit(first));
        Assert.IsType<CommitOutcome.Conflict>(await engine.Turns.Commit(first with { UpdateId = 8 }));
        Assert.Single(await All());
    }

    [Fact]
    public async Task It_is_read_from_a_time_on_the_oldest_first_and_no_more_than_asked()
    {
        await engine.Audit.Add([
            Entry(AuditKind.Linked, Noon.AddHours(2)),
            Entry(AuditKind.Locked, Noon.AddTicks(-1)),
            Entry(AuditKind.Refused, Noon),
            Entry(AuditKind.Unlinked, Noon.AddHours(1)),
        ]);

        Assert.Equal(
            [AuditKind.Refused, AuditKind.Unlinked],
            (await engine.Audit.Audit(Noon, null, 2)).Select(entry => entry.Kind)
        );
        Assert.Equal(
            [AuditKind.Locked, AuditKind.Refused, AuditKind.Unlinked, AuditKind.Linked],
            (await All()).Select(entry => entry.Kind)
        );
    }

    [Fact]
    public async Task It_is_read_by_contract_and_by_chat()
    {
        await engine.Audit.Add([
            Entry(AuditKind.Linked) with
            {
                ContractKey = "K1",
            },
            Entry(AuditKind.Linked) with
            {
                ContractKey = "k1",
            },
            Entry(AuditKind.Refused),
            Entry(AuditKind.Unlinked, Noon.AddHours(1)) with
            {
                ContractKey = "K1",
                Chat = Bo,
            },
        ]);

        Assert.Equal(
            [(Anna, AuditKind.Linked), (Bo, AuditKind.Unlinked)],
            (await engine.Audit.Audit(Noon, "K1", 10)).Select(entry => (entry.Chat!.Value, entry.Kind))
        );
        Assert.Equal(AuditKind.Unlinked, Assert.Single(await engine.Audit.Audit(Noon.AddTicks(1), "K1", 10)).Kind);
        Assert.Empty(await engine.Audit.Audit(Noon, "K2", 10));
        Assert.Equal(3, (await engine.Audit.AuditOf(Anna, 10)).Count);
        Assert.Equal(["K1"], (await engine.Audit.AuditOf(Bo, 10)).Select(entry => entry.ContractKey));
    }

    [Fact]
    public async Task It_is_forgotten_after_its_time()
    {
        await engine.Audit.Add([Entry(AuditKind.Linked, Noon.AddTicks(-1)), Entry(AuditKind.Refused, Noon)]);

        Assert.Equal(1, await engine.Audit.ForgetAudit(before: Noon));
        Assert.Equal(0, await engine.Audit.ForgetAudit(before: Noon));
        Assert.Equal(AuditKind.Refused, Assert.Single(await All()).Kind);
    }

    [Fact]
    public async Task Entries_of_one_chat_and_of_one_contract_bear_one_hash_that_only_the_key_can_make()
    {
        await engine.Audit.Add([
            Entry(AuditKind.Linked) with
            {
                ContractKey = "K1",
            },
            Entry(AuditKind.Unlinked) with
            {
                ContractKey = "K1",
            },
            Entry(AuditKind.Linked) with
            {
                ContractKey = "1001",
                Chat = Bo,
            },
        ]);

        IReadOnlyList<AuditEntry> all = await All();
        Assert.Equal((all[0].ChatHash, all[0].ContractHash), (all[1].ChatHash, all[1].ContractHash));
        Assert.Equal(
            4,
            new[] { all[0].ChatHash, all[0].ContractHash, all[2].ChatHash, all[2].ContractHash }.Distinct().Count()
        );
        Assert.All(all, entry => Assert.Matches("^[0-9a-f]{32}$", entry.ChatHash));
    }

    private static AuditEntry Entry(AuditKind kind, DateTimeOffset? at = null) => new(at ?? Noon, kind) { Chat = Anna };

    private static IEnumerable<AuditEntry> Plain(IEnumerable<AuditEntry> entries) =>
        entries.Select(entry => entry with { ChatHash = null, ContractHash = null });

    private Task<IReadOnlyList<AuditEntry>> All() => engine.Audit.Audit(DateTimeOffset.MinValue, null, 1000);
}
