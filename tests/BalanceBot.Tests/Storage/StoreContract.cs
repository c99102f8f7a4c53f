using BalanceBot.Conversations;
using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Storage;

/// <summary>An engine under test: its ports, and how to come back after a stop or a kill.</summary>
internal interface IEngine : IDisposable
{
    IInboxStore Inbox { get; }
    ITurnStore Turns { get; }
    IOutboxStore Outbox { get; }
    IAttemptStore Attempts { get; }
    IInvitationStore Invitations { get; }
    IScanStore Scans { get; }
    IAuditStore Audit { get; }

    /// <summary>As the next process finds the data after an orderly stop.</summary>
    void Reopen();

    /// <summary>As the next process finds it when this one died just now.</summary>
    void ReopenAfterKill();
}

/// <summary>What every engine does. A new one passes it with a factory and an empty class.</summary>
public abstract partial class StoreContract : IDisposable
{
    private protected static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private protected static readonly DateTimeOffset Later = Noon.AddMinutes(10);
    private protected static readonly ChatId Anna = new(1001);
    private protected static readonly ChatId Bo = new(1002);

    private readonly IEngine engine;

    private protected StoreContract(IEngine engine) => this.engine = engine;

    public void Dispose()
    {
        engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_turn_sees_what_the_turn_before_it_wrote_after_its_update_was_kept()
    {
        await engine.Inbox.Keep(
            [new Incoming(new RawUpdate(1, "first"), Anna), new Incoming(new RawUpdate(2, "second"), Anna)],
            "one",
            Noon,
            Later
        );
        Loaded first = await engine.Turns.Load(Anna, "one", 1);
        Assert.Equal(State.Idle, first.Session.State);
        await engine.Turns.Commit(
            new TurnChanges(1, Noon) { Session = first.Session with { State = State.ChoosingWay, EndsAt = Later } }
        );

        Loaded second = await engine.Turns.Load(Anna, "one", 2);
        Assert.Equal(State.ChoosingWay, second.Session.State);
        Assert.False(second.IsDone);
    }

    [Fact]
    public async Task A_kept_update_waits_until_it_is_completed_whatever_happens_to_the_process()
    {
        await engine.Inbox.Keep([new(new(7, "seven"), Anna), new(new(8, "eight"), Anna)], "one", Noon, Later);
        await engine.Inbox.Complete(7, Noon);
        engine.ReopenAfterKill();

        ClaimedUpdate left = Assert.Single(await engine.Inbox.ClaimUpdates("two", 10, Later, Later.AddMinutes(1)));
        Assert.Equal(new RawUpdate(8, "eight"), left.Raw);
        Assert.Equal(Noon, left.KeptAt);
    }

    [Fact]
    public async Task A_kept_update_is_claimed_by_one_until_the_lease_ends()
    {
        await engine.Inbox.Keep([new(new(7, "seven"), Anna)], "one", Noon, Later);

        Assert.Empty(await engine.Inbox.ClaimUpdates("two", 10, Noon, Later));
        Assert.Single(await engine.Inbox.ClaimUpdates("two", 10, Later, Later.AddMinutes(1)));
        Assert.Empty(await engine.Inbox.ClaimUpdates("three", 10, Later, Later.AddMinutes(1)));
    }

    [Fact]
    public async Task Claims_come_in_the_order_of_update_ids_and_no_more_than_asked()
    {
        await engine.Inbox.Keep(
            [new(new(9, "c"), Anna), new(new(7, "a"), Anna), new(new(8, "b"), Anna)],
            "one",
            Noon,
            Noon
        );

        IReadOnlyList<ClaimedUpdate> claimed = await engine.Inbox.ClaimUpdates("two", 2, Noon, Later);

        Assert.Equal([7, 8], claimed.Select(c => c.Raw.Id));
    }

    [Fact]
    public async Task An_update_that_is_done_kept_or_quarantined_is_known_and_not_kept_again()
    {
        await engine.Inbox.Complete(1, Noon);
        await engine.Inbox.Keep([new(new(2, "two"), Anna)], "one", Noon, Later);
        await engine.Inbox.Quarantine(new(3, "cannot be read", 10, 0, Noon));
        await engine.Inbox.Keep(
            [new(new(1, "again"), Anna), new(new(2, "again"), Anna), new(new(3, "again"), Anna)],
            "one",
            Noon,
            Noon
        );

        Assert.Equal([1L, 2L, 3L], (await engine.Inbox.Known(Noon.AddDays(-1))).Order());
        Assert.Empty(await engine.Inbox.ClaimUpdates("two", 10, Noon, Later));
    }

    [Fact]
    public async Task Marks_are_forgotten_after_their_time_and_the_quarantine_with_them()
    {
        await engine.Inbox.Complete(1, Noon);
        await engine.Inbox.Quarantine(new(2, "cannot be read", 10, 0, Noon));
        await engine.Inbox.Complete(3, Later);

        Assert.Equal(2, await engine.Inbox.ForgetDone(doneBefore: Later, quarantinedBefore: Noon));
        Assert.Equal([3L], await engine.Inbox.Known(Noon.AddDays(-1)));
        Assert.Single(await engine.Inbox.Quarantined(10));
        Assert.Equal(1, await engine.Inbox.ForgetDone(doneBefore: Later, quarantinedBefore: Later));
        Assert.Empty(await engine.Inbox.Quarantined(10));
    }

    [Fact]
    public async Task The_oldest_kept_update_tells_its_age()
    {
        Assert.Null(await engine.Inbox.OldestKept());
        await engine.Inbox.Keep([new(new(2, "b"), Anna)], "one", Later, Later);
        await engine.Inbox.Keep([new(new(1, "a"), Anna)], "one", Noon, Later);

        Assert.Equal(Noon, await engine.Inbox.OldestKept());
    }

    [Fact]
    public async Task A_turn_is_written_whole_and_is_there_after_a_kill()
    {
        await engine.Inbox.Keep([new(new(7, "seven"), Anna)], "one", Noon, Noon);
        (Session session, Subscriber subscriber) = await engine.Turns.Load(Anna);
        CommitOutcome outcome = await engine.Turns.Commit(Turn(7, session, subscriber, Message(Anna, "linked")));
        engine.ReopenAfterKill();

        Assert.Single(Assert.IsType<CommitOutcome.Committed>(outcome).Outgoing);
        (Session after, Subscriber linked) = await engine.Turns.Load(Anna);
        Assert.Equal(State.AwaitingDocument, after.State);
        Assert.Equal("700 123", after.Draft);
        Assert.Equal(Later, after.EndsAt);
        Assert.Equal(1, after.RowVersion);
        Link link = Assert.Single(linked.Links);
        Assert.Equal(new Link("K1", "700 123", LinkWay.ContractAndDocument, Noon), link);
        Assert.Equal(1, await engine.Outbox.Waiting());
        Assert.Empty(await engine.Inbox.ClaimUpdates("two", 10, Noon, Later));
    }

    [Theory]
    [InlineData("300.00", "10", "2026-12-03")]
    [InlineData("0", "0", "9999-12-31")]
    [InlineData(null, null, null)]
    public async Task A_promise_that_was_asked_for_is_there_after_a_kill_as_it_was(
        string? amount,
        string? price,
        string? until
    )
    {
        AskedPromise asked = new(Noon.AddTicks(7), "NOK", Sum(amount), Sum(price), Day(until));
        (Session session, Subscriber subscriber) = await engine.Turns.Load(Anna);
        Link link = new("K1", "700 123", LinkWay.ContractAndDocument, Noon) { Promise = asked };
        await engine.Turns.Commit(
            new TurnChanges(null, Noon) { Session = session, Subscriber = subscriber.With(link) }
        );
        engine.ReopenAfterKill();

        Assert.Equal(asked, Assert.Single((await engine.Turns.Load(Anna)).Subscriber.Links).Promise);
        Assert.Equal(asked, Assert.Single(await engine.Turns.LinkedTo("K1")).Links[0].Promise);
    }

    private static decimal? Sum(string? text) =>
        text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static DateOnly? Day(string? text) =>
        text is null ? null : DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_turn_whose_update_is_done_writes_nothing()
    {
        await engine.Inbox.Complete(7, Noon);
        (Session session, Subscriber subscriber) = await engine.Turns.Load(Anna);

        Assert.IsType<CommitOutcome.AlreadyDone>(
            await engine.Turns.Commit(Turn(7, session, subscriber, Message(Anna, "x")))
        );
        Assert.Equal(State.Idle, (await engine.Turns.Load(Anna)).Session.State);
        Assert.Equal(0, await engine.Outbox.Waiting());
    }

    [Fact]
    public async Task A_turn_over_a_chat_that_somebody_changed_writes_nothing()
    {
        (Session session, Subscriber subscriber) = await engine.Turns.Load(Anna);
        await engine.Turns.Commit(Turn(7, session, subscriber));

        Assert.IsType<CommitOutcome.Conflict>(
            await engine.Turns.Commit(Turn(8, session, subscriber, Message(Anna, "x")))
        );
        Assert.Equal(0, await engine.Outbox.Waiting());
        Assert.DoesNotContain(8L, await engine.Inbox.Known(Noon.AddDays(-1)));
    }

    [Fact]
    public async Task Whoever_changes_a_chat_the_next_turn_reads_it_as_it_is_now()
    {
        (Session session, Subscriber subscriber) = await engine.Turns.Load(Anna);
        Session choosing = session with { State = State.ChoosingWay };
        await engine.Turns.Commit(new TurnChanges(7, Noon) { Session = choosing });
        Loaded second = await engine.Turns.Load(Anna);
        await engine.Turns.Commit(Turn(8, second.Session with { Draft = null }, second.Subscriber));

        Assert.Equal((0L, State.ChoosingWay), (session.RowVersion, second.Session.State));
        Assert.Single((await engine.Turns.Load(Anna)).Subscriber.Links);
        IReadOnlyList<ClaimedOutgoing> rows = await Commit(Message(Anna, "a"), Message(Bo, "b"));
        Assert.True((await engine.Turns.Load(Anna)).Subscriber.Reachable);
        await engine.Outbox.Settle(rows[0].Message.Id, rows[0].ClaimId, new Settlement.ChatUnreachable(), Noon);
        Assert.False((await engine.Turns.Load(Anna)).Subscriber.Reachable);
    }

    [Fact]
    public async Task A_chat_that_moved_is_read_under_its_new_id_and_no_longer_under_the_old_one()
    {
        (Session session, Subscriber subscriber) = await engine.Turns.Load(Anna);
        await engine.Turns.Commit(Turn(7, session, subscriber));
        Assert.Single((await engine.Turns.Load(Anna)).Subscriber.Links);
        Assert.Empty((await engine.Turns.Load(new ChatId(-77))).Subscriber.Links);
        IReadOnlyList<ClaimedOutgoing> rows = await Commit(Message(Anna, "a"));
        await engine.Outbox.Settle(rows[0].Message.Id, rows[0].ClaimId, new Settlement.ChatMoved(new(-77)), Noon);

        Assert.Empty((await engine.Turns.Load(Anna)).Subscriber.Links);
        Assert.Single((await engine.Turns.Load(new ChatId(-77))).Subscriber.Links);
    }

    [Fact]
    public async Task Of_a_hundred_turns_at_once_over_one_version_one_wins_and_over_a_hundred_chats_all_do()
    {
        (Session session, Subscriber subscriber) = await engine.Turns.Load(Anna);
        CommitOutcome[] race = await Task.WhenAll(
            Enumerable.Range(1, 100).Select(id => engine.Turns.Commit(Turn(id, session, subscriber)))
        );
        CommitOutcome[] apart = await Task.WhenAll(
            Enumerable
                .Range(1, 100)
                .Select(id => engine.Turns.Commit(Turn(1000 + id, Session.New(new(5000 + id)), new(new(5000 + id)))))
        );
        engine.ReopenAfterKill();

        Assert.Single(race, outcome => outcome is CommitOutcome.Committed);
        Assert.All(apart, outcome => Assert.IsType<CommitOutcome.Committed>(outcome));
        Assert.Equal(State.AwaitingDocument, (await engine.Turns.Load(new(5100))).Session.State);
    }

    [Fact]
    public async Task Dialogues_whose_time_is_up_are_found_and_no_others()
    {
        (Session session, Subscriber subscriber) = await engine.Turns.Load(Anna);
        await engine.Turns.Commit(Turn(7, session, subscriber));

        Assert.Empty(await engine.Turns.Ended(Later.AddSeconds(-1), 10));
        Assert.Equal(Anna, Assert.Single(await engine.Turns.Ended(Later, 10)).Chat);
    }

    [Fact]
    public async Task A_committed_message_is_its_senders_until_the_lease_ends()
    {
        await Commit(Message(Anna, "a"));

        Assert.Empty(await engine.Outbox.ClaimOutgoing("two", 10, Noon, Later));
        ClaimedOutgoing claimed = Assert.Single(
            await engine.Outbox.ClaimOutgoing("two", 10, Later, Later.AddMinutes(1))
        );
        Assert.Equal("a", Assert.IsType<Body.Text>(claimed.Message.Body).Html);
    }

    [Fact]
    public async Task Only_who_holds_the_claim_can_settle()
    {
        ClaimedOutgoing first = Assert.Single(await Commit(Message(Anna, "a")));
        ClaimedOutgoing second = Assert.Single(
            await engine.Outbox.ClaimOutgoing("two", 10, Later, Later.AddMinutes(1))
        );

        Assert.False(await engine.Outbox.Settle(first.Message.Id, first.ClaimId, new Settlement.Finished(), Later));
        Assert.False(await engine.Outbox.Renew(first.Message.Id, first.ClaimId, Later.AddHours(1)));
        Assert.True(await engine.Outbox.Renew(second.Message.Id, second.ClaimId, Later.AddHours(1)));
        Assert.True(await engine.Outbox.Settle(second.Message.Id, second.ClaimId, new Settlement.Finished(), Later));
        Assert.Equal(0, await engine.Outbox.Waiting());
    }

    [Fact]
    public async Task Claims_come_by_class_but_a_chats_own_messages_keep_their_order()
    {
        await Commit(
            Message(Bo, "bulk", OutgoingClass.Bulk),
            Message(Anna, "bulk first", OutgoingClass.Bulk),
            Message(Anna, "answer")
        );

        IReadOnlyList<ClaimedOutgoing> claimed = await engine.Outbox.ClaimOutgoing(
            "two",
            10,
            Later,
            Later.AddMinutes(1)
        );

        Assert.Equal(["bulk first", "answer", "bulk"], claimed.Select(c => ((Body.Text)c.Message.Body).Html));
    }

    [Fact]
    public async Task A_message_put_off_holds_back_what_comes_after_it_in_its_chat()
    {
        IReadOnlyList<ClaimedOutgoing> rows = await Commit(Message(Anna, "a"), Message(Anna, "b"));
        await engine.Outbox.Settle(
            rows[0].Message.Id,
            rows[0].ClaimId,
            new Settlement.Later(Later.AddHours(1), 1),
            Noon
        );

        Assert.Empty(await engine.Outbox.ClaimOutgoing("two", 10, Later, Later.AddMinutes(1)));
        IReadOnlyList<ClaimedOutgoing> due = await engine.Outbox.ClaimOutgoing(
            "two",
            10,
            Later.AddHours(1),
            Later.AddHours(2)
        );
        Assert.Equal(2, due.Count);
        Assert.Equal(1, due[0].Message.Attempts);
    }

    [Fact]
    public async Task An_unreachable_chat_loses_its_messages_and_is_marked()
    {
        await engine.Turns.Commit(new TurnChanges(null, Noon) { Subscriber = new Subscriber(Anna) });
        IReadOnlyList<ClaimedOutgoing> rows = await Commit(Message(Anna, "a"), Message(Anna, "b"), Message(Bo, "c"));
        await engine.Outbox.Settle(rows[0].Message.Id, rows[0].ClaimId, new Settlement.ChatUnreachable(), Noon);

        Assert.Equal(1, await engine.Outbox.Waiting());
        Assert.False((await engine.Turns.Load(Anna)).Subscriber.Reachable);
        Assert.True((await engine.Turns.Load(Bo)).Subscriber.Reachable);
    }

    [Fact]
    public async Task A_chat_that_moved_takes_its_messages_along()
    {
        IReadOnlyList<ClaimedOutgoing> rows = await Commit(Message(Anna, "a"));
        await engine.Outbox.Settle(rows[0].Message.Id, rows[0].ClaimId, new Settlement.ChatMoved(new(-77)), Noon);

        Assert.Equal(
            new ChatId(-77),
            Assert.Single(await engine.Outbox.ClaimOutgoing("two", 10, Noon, Later)).Message.Chat
        );
    }

    [Fact]
    public async Task What_follows_a_settled_message_is_stored_with_it_once()
    {
        ClaimedOutgoing row = Assert.Single(await Commit(Message(Anna, "a")));
        Outgoing follow = Message(Anna, "please delete it yourself");
        await engine.Outbox.Settle(row.Message.Id, row.ClaimId, new Settlement.Finished(follow), Noon);
        await engine.Outbox.Settle(row.Message.Id, row.ClaimId, new Settlement.Finished(follow), Noon);

        Assert.Equal(follow.Id, Assert.Single(await engine.Outbox.ClaimOutgoing("two", 10, Noon, Later)).Message.Id);
    }

    [Fact]
    public async Task A_dedupe_key_lets_one_message_through_for_ever()
    {
        Outgoing once = Message(Anna, "warning") with { DedupeKey = "K1 level 3" };
        ClaimedOutgoing row = Assert.Single(await Commit(once));
        await engine.Outbox.Settle(row.Message.Id, row.ClaimId, new Settlement.Finished(), Noon);
        engine.Reopen();

        Assert.Empty(await Commit(once with { Id = Guid.NewGuid() }));
    }

    [Fact]
    public async Task Every_shape_of_message_comes_back_as_it_was()
    {
        Body.Text full = new("<b>x</b>")
        {
            Buttons =
            [
                [new Button.Callback("yes", "y"), new Button.Url("go", "https://example.org")],
            ],
            Keyboard =
            [
                ["Balance"],
                ["Help"],
            ],
            Silent = true,
        };
        Body[] bodies =
        [
            full,
            new Body.Edit(5, full),
            new Body.Delete(6, full),
            new Body.Delete(7, null),
            new Body.Photo([1, 0, 255], full),
            new Body.Document("a.json", [1, 0, 255], "<b>x</b>"),
        ];
        await Commit([.. bodies.Select(body => new Outgoing(Guid.NewGuid(), Anna, OutgoingClass.Answer, body))]);
        Assert.Equivalent(bodies, (await engine.Outbox.WaitingFor(Anna)).Select(message => message.Body), strict: true);
        Assert.Empty(await engine.Outbox.WaitingFor(Bo));

        IReadOnlyList<ClaimedOutgoing> back = await engine.Outbox.ClaimOutgoing("two", 10, Later, Later.AddMinutes(1));

        Assert.Equivalent(bodies, back.Select(row => row.Message.Body), strict: true);
    }

    private static Outgoing Message(ChatId chat, string html, OutgoingClass @class = OutgoingClass.Answer) =>
        new(Guid.NewGuid(), chat, @class, new Body.Text(html));

    private static TurnChanges Turn(long id, Session session, Subscriber subscriber, params Outgoing[] messages) =>
        new(id, Noon)
        {
            Session = session with
            {
                State = State.AwaitingDocument,
                Draft = "700 123",
                EndsAt = Later,
                Language = "nb",
            },
            Subscriber = subscriber.With(new Link("K1", "700 123", LinkWay.ContractAndDocument, Noon)),
            Outgoing = messages,
            Owner = "one",
            ClaimedUntil = Later,
        };

    private async Task<IReadOnlyList<ClaimedOutgoing>> Commit(params Outgoing[] messages) =>
        Assert
            .IsType<CommitOutcome.Committed>(
                await engine.Turns.Commit(
                    new TurnChanges(null, Noon)
                    {
                        Outgoing = messages,
                        Owner = "one",
                        ClaimedUntil = Later,
                    }
                )
            )
            .Outgoing;
}
