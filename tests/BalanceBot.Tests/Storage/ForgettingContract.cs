using BalanceBot.Conversations;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using static BalanceBot.Tests.Storage.Watching;

namespace BalanceBot.Tests.Storage;

/// <summary>A chat that asks to be forgotten: what is left of it, and of others, in every engine.</summary>
public abstract class ForgettingContract : IDisposable
{
    private static readonly AttemptPolicy Policy = new(5, [TimeSpan.FromMinutes(15)], TimeSpan.FromDays(7));
    private readonly IEngine engine;
    private readonly Watching people;

    private protected ForgettingContract(IEngine engine)
    {
        this.engine = engine;
        people = new Watching(engine);
    }

    public void Dispose()
    {
        engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Nothing_is_left_of_the_chat_but_the_goodbye_and_everything_of_others()
    {
        await Fill();
        Assert.IsType<CommitOutcome.Committed>(await Forget(7));
        engine.ReopenAfterKill();

        (Session session, Subscriber subscriber) = await engine.Turns.Load(Anna);
        Assert.Equal(Session.New(Anna), session);
        Assert.Equal(Text(new Subscriber(Anna)), Text(subscriber));
        Assert.Equal([Bo], (await people.All()).Select(watch => watch.Chat));
        Assert.Equal([Bo], (await engine.Scans.Decisions("K1", 10)).Select(decision => decision.Chat));
        Assert.Equal([Bo], await people.DueChats(Noon.AddDays(1)));
        Assert.Equal(1, (await engine.Turns.Load(Bo)).Session.RowVersion);
        IReadOnlyList<ClaimedOutgoing> waiting = await engine.Outbox.ClaimOutgoing(
            "two",
            10,
            Noon.AddDays(1),
            Noon.AddDays(2)
        );
        Assert.Equal(
            [(Anna, "goodbye"), (Bo, "warning")],
            waiting.Select(row => (row.Message.Chat, ((Body.Text)row.Message.Body).Html))
        );
    }

    [Fact]
    public async Task The_audit_keeps_hashes_by_which_the_chat_is_one_and_the_contract_is_found()
    {
        await Fill();
        string hash = (await engine.Audit.AuditOf(Anna, 10))[0].ChatHash!;
        await Forget(7);

        Assert.Empty(await engine.Audit.AuditOf(Anna, 10));
        IReadOnlyList<AuditEntry> all = await engine.Audit.Audit(DateTimeOffset.MinValue, null, 10);
        Assert.Equal(
            [AuditKind.Refused, AuditKind.Linked, AuditKind.Linked, AuditKind.Forgotten],
            all.Select(entry => entry.Kind)
        );
        AuditEntry[] hers = [.. all.Where(entry => entry.Chat != Bo)];
        Assert.Equal(3, hers.Length);
        Assert.All(hers, entry => Assert.Equal((null, null, hash), (entry.Chat, entry.ContractKey, entry.ChatHash)));
        IReadOnlyList<AuditEntry> ofContract = await engine.Audit.Audit(DateTimeOffset.MinValue, "K1", 10);
        Assert.Equal([hash, all[2].ChatHash], ofContract.Select(entry => entry.ChatHash));
        Assert.Equal("K1", ofContract[1].ContractKey);
    }

    [Fact]
    public async Task Attempt_counts_stay_so_that_nobody_begins_guessing_anew()
    {
        await engine.Attempts.Reserve(1, ["hashed chat"], Policy, Noon);
        await Fill();
        await Forget(7);

        Assert.Equal(1, Assert.Single(await engine.Attempts.Attempts(["hashed chat"])).Wrong);
    }

    [Fact]
    public async Task A_redelivery_forgets_nothing_twice_and_a_chat_that_changed_meanwhile_is_left_as_it_is()
    {
        await Fill();
        Loaded stale = await engine.Turns.Load(Anna);
        await people.Link(Anna, "K9");

        Assert.IsType<CommitOutcome.Conflict>(await Forget(7, stale));
        Assert.Equal(3, (await engine.Turns.Load(Anna)).Subscriber.Links.Count);

        Assert.IsType<CommitOutcome.Committed>(await Forget(7));
        engine.ReopenAfterKill();
        Assert.IsType<CommitOutcome.AlreadyDone>(await Forget(7));
        Assert.Single(
            await engine.Audit.Audit(DateTimeOffset.MinValue, null, 10),
            entry => entry.Kind == AuditKind.Forgotten
        );
    }

    [Fact]
    public async Task What_was_said_to_the_chat_once_is_forgotten_too_and_may_be_said_again()
    {
        Outgoing warning = Message(Anna) with { DedupeKey = $"{Outgoing.KeyOf(Anna)}x" };
        Outgoing other = Message(Bo) with { DedupeKey = $"{Outgoing.KeyOf(new ChatId(10010))}x" };
        await engine.Scans.Commit(ScanRun.None, [warning, other], ByOne);
        await people.Link(Anna, "K1");
        await Forget(7);

        Assert.Single(await engine.Scans.Commit(ScanRun.None, [warning with { Id = Guid.NewGuid() }], ByOne));
        Assert.Empty(await engine.Scans.Commit(ScanRun.None, [other with { Id = Guid.NewGuid() }], ByOne));
    }

    [Fact]
    public async Task Whoever_blocks_the_bot_after_it_is_not_kept_for_that()
    {
        await Fill();
        await Forget(7);
        ClaimedOutgoing goodbye = Assert.Single(
            await engine.Outbox.ClaimOutgoing("two", 10, Noon.AddDays(1), Noon.AddDays(2)),
            row => row.Message.Chat == Anna
        );

        Assert.True(
            await engine.Outbox.Settle(goodbye.Message.Id, goodbye.ClaimId, new Settlement.ChatUnreachable(), Noon)
        );
        Subscriber after = (await engine.Turns.Load(Anna)).Subscriber;
        Assert.Equal((0, true), (after.RowVersion, after.Reachable));
        Assert.Equal(1, await engine.Outbox.Waiting());
    }

    private async Task Fill()
    {
        await engine.Audit.Add([new AuditEntry(Noon, AuditKind.Refused) { Chat = Anna, ContractKey = "K3" }]);
        await people.Link(Anna, "K1", "K2");
        await people.Link(Bo, "K1");
        foreach (ChatId chat in new[] { Anna, Bo })
        {
            (Session session, _) = await engine.Turns.Load(chat);
            await engine.Turns.Commit(
                new TurnChanges(null, Noon)
                {
                    Session = session with { State = State.AwaitingDocument, Draft = "700 123", Language = "nb" },
                    Audit = [new AuditEntry(Noon, AuditKind.Linked) { Chat = chat, ContractKey = "K1" }],
                    Outgoing = [Message(chat, "warning") with { About = ["K1"] }],
                }
            );
            Watch watch = await people.Of(chat, "K1");
            WatchChange change = new(watch, watch.Episode)
            {
                DueAt = Noon,
                Urgency = Today,
                Record = Decided(Noon),
            };
            await engine.Scans.Commit([change], ScanRun.None);
        }
    }

    private async Task<CommitOutcome> Forget(long updateId, Loaded? known = null)
    {
        (Session session, Subscriber subscriber) = known ?? await engine.Turns.Load(Anna);
        return await engine.Turns.Commit(
            new TurnChanges(updateId, Noon.AddMinutes(1))
            {
                Session = session,
                Subscriber = subscriber,
                Forgets = true,
                Audit = [new AuditEntry(Noon.AddMinutes(1), AuditKind.Forgotten) { Chat = Anna }],
                Outgoing = [Message(Anna, "goodbye", OutgoingClass.Answer)],
                Owner = "one",
                ClaimedUntil = Noon.AddMinutes(10),
            }
        );
    }
}
