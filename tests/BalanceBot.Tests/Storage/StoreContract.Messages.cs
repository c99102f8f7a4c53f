using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Storage;

/// <summary>Messages are claimed by one sender, keep their chat's order, and come back as they were.</summary>
public abstract partial class StoreContract
{
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
}
