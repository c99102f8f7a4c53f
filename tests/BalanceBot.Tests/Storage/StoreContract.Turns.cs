using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Storage;

/// <summary>A turn is written whole or not at all, and only over what it has read.</summary>
public abstract partial class StoreContract
{
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

    private static decimal? Sum(string? text) =>
        text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static DateOnly? Day(string? text) =>
        text is null ? null : DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
