using BalanceBot.Inbox;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Storage;

/// <summary>How several takers share an inbox: one chat is with one of them at a time, and in order.</summary>
public abstract class InboxContract : IDisposable
{
    private protected static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private protected static readonly DateTimeOffset Later = Noon.AddMinutes(10);
    private static readonly ChatId Anna = new(1001);
    private static readonly ChatId Bo = new(1002);

    private readonly IEngine engine;

    private protected InboxContract(IEngine engine) => this.engine = engine;

    public void Dispose()
    {
        engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Whoever_keeps_an_update_first_has_it()
    {
        Assert.Equal([7, 8], await Keep("one", Anna, 7, 8));
        Assert.Empty(await Keep("two", Anna, 7, 8));
        Assert.Equal([9], await Keep("one", Anna, 8, 9));
    }

    [Fact]
    public async Task An_update_behind_one_that_another_holds_waits_for_it()
    {
        await Keep("one", Anna, 7);

        Assert.Empty(await Keep("two", Anna, 8));
        Assert.Empty(await Claim("two", Noon));
        Assert.Equal([9], await Keep("two", Bo, 9));

        await engine.Inbox.Complete(7, Noon);
        Assert.Equal([8], await Claim("two", Noon));
    }

    [Fact]
    public async Task Whoever_holds_a_chat_may_take_what_comes_behind()
    {
        await Keep("one", Anna, 7);
        await Keep("two", Anna, 8);

        Assert.Equal([8], await Claim("one", Noon));
        Assert.Equal([9], await Keep("one", Anna, 9));
    }

    [Fact]
    public async Task An_update_behind_one_that_nobody_holds_any_more_waits_until_both_are_claimed_in_order()
    {
        await Keep("dead", Anna, 7);

        Assert.Empty(await Keep("two", Anna, until: Later.AddMinutes(10), at: Later, 8));
        Assert.Equal([7, 8], await Claim("three", Later));
        Assert.Empty(await Claim("two", Later));
    }

    [Fact]
    public async Task A_few_claims_at_a_time_keep_a_chat_with_one_taker()
    {
        await Keep("dead", Anna, 7, 8, 9);

        Assert.Equal([7], await Claim("two", Later, most: 1));
        Assert.Empty(await Claim("three", Later));
        Assert.Equal([8, 9], await Claim("two", Later));
    }

    [Fact]
    public async Task A_quarantined_update_holds_up_nothing()
    {
        await Keep("one", Anna, 7);
        await Keep("two", Anna, 8);
        await engine.Inbox.Quarantine(new(7, "cannot be read", 10, 0, Noon));

        Assert.Equal([8], await Claim("two", Noon));
    }

    [Fact]
    public async Task The_secret_of_the_webhook_is_the_first_that_was_proposed_whoever_asks()
    {
        Assert.Equal("first", await engine.Inbox.WebhookSecret("first"));
        Assert.Equal("first", await engine.Inbox.WebhookSecret("second"));
        engine.Reopen();
        Assert.Equal("first", await engine.Inbox.WebhookSecret("third"));
    }

    [Fact]
    public async Task Who_does_not_send_in_bulk_is_handed_only_what_is_more_urgent()
    {
        Outgoing bulk = new(Guid.CreateVersion7(), Anna, OutgoingClass.Bulk, new Body.Text("warning"));
        Outgoing notice = new(Guid.CreateVersion7(), Bo, OutgoingClass.Notice, new Body.Text("notice"));
        await engine.Turns.Commit(new(1, Noon) { Outgoing = [bulk, notice] });

        Assert.Equal(
            [notice.Id],
            (await engine.Outbox.ClaimOutgoing("two", 10, Noon, Later, bulk: false)).Select(row => row.Message.Id)
        );
        Assert.Equal(
            [bulk.Id],
            (await engine.Outbox.ClaimOutgoing("two", 10, Noon, Later)).Select(row => row.Message.Id)
        );
    }

    private Task<IReadOnlyList<long>> Keep(string owner, ChatId chat, params long[] ids) =>
        Keep(owner, chat, Later, Noon, ids);

    private Task<IReadOnlyList<long>> Keep(
        string owner,
        ChatId chat,
        DateTimeOffset until,
        DateTimeOffset at,
        params long[] ids
    ) => engine.Inbox.Keep([.. ids.Select(id => new Incoming(new(id, $"update {id}"), chat))], owner, at, until);

    private async Task<IReadOnlyList<long>> Claim(string owner, DateTimeOffset now, int most = 10) =>
        [.. (await engine.Inbox.ClaimUpdates(owner, most, now, now.AddMinutes(10))).Select(row => row.Raw.Id)];
}
