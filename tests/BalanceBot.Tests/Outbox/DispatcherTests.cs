using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Outbox;

public sealed class DispatcherTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chat_gets_one_message_at_a_time_and_in_order()
    {
        await using Desk desk = await Desk.Open();
        desk.Telegram.Hold();
        await desk.Commit([.. Enumerable.Range(1, 5).Select(n => Desk.Text(1, $"{n}"))]);
        await desk.Telegram.Reached(1);
        desk.Telegram.Release();
        await desk.Telegram.Reached(5);
        await desk.Waiting(0);

        Assert.Equal(["1", "2", "3", "4", "5"], desk.Telegram.Words);
        Assert.Equal(1, desk.Telegram.MostAtOnce);
    }

    [Fact]
    public async Task Different_chats_go_side_by_side_up_to_the_bound()
    {
        await using Desk desk = await Desk.Open(new OutboxSettings { MostAtOnce = 3 });
        desk.Telegram.Hold();
        await desk.Commit([.. Enumerable.Range(1, 10).Select(chat => Desk.Text(chat, "x"))]);
        await desk.Telegram.Reached(3);
        Assert.Equal(3, desk.Telegram.Tries.Count);
        desk.Telegram.Release();
        await desk.Waiting(0);

        Assert.Equal(10, desk.Telegram.Tries.Count);
        Assert.Equal(3, desk.Telegram.MostAtOnce);
    }

    [Fact]
    public async Task Answers_go_before_notices_and_notices_before_bulk()
    {
        await using Desk desk = await Desk.Open(new OutboxSettings { MostAtOnce = 1 });
        desk.Telegram.Hold();
        await desk.Commit(Desk.Text(1, "first"));
        await desk.Telegram.Reached(1);
        await desk.Commit(
            Desk.Text(2, "bulk", OutgoingClass.Bulk),
            Desk.Text(3, "notice", OutgoingClass.Notice),
            Desk.Text(4, "answer")
        );
        desk.Telegram.Release();
        await desk.PassUntil(4);

        Assert.Equal(["first", "answer", "notice", "bulk"], desk.Telegram.Words);
    }

    [Fact]
    public async Task After_a_429_nothing_goes_before_its_deadline_and_then_everything_once_and_in_order()
    {
        await using Desk desk = await Desk.Open();
        desk.Telegram.Next(new SendOutcome.TooMany(TimeSpan.FromSeconds(30)));
        await desk.Commit(Desk.Text(1, "a"));
        await desk.Telegram.Reached(1);
        await desk.Commit(Desk.Text(1, "b"), Desk.Text(2, "c"));
        desk.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Single(desk.Telegram.Tries);

        Assert.InRange((await desk.PassUntil(4)).TotalSeconds, 0.5, 20);
        await desk.Waiting(0);
        Assert.Equal(["a", "b"], desk.Telegram.Tries.Skip(1).Where(t => t.Chat == new ChatId(1)).Select(Words));
    }

    [Fact]
    public async Task A_wait_of_hours_is_kept_in_the_store_and_its_chat_keeps_its_order()
    {
        await using Desk desk = await Desk.Open();
        desk.Telegram.Next(new SendOutcome.TooMany(TimeSpan.FromHours(2)));
        await desk.Commit(Desk.Text(1, "a"), Desk.Text(1, "b"));
        await desk.Telegram.Reached(1);
        await desk.Waiting(2);

        TimeSpan passed = await desk.PassUntil(3, TimeSpan.FromMinutes(1));

        Assert.InRange(passed, TimeSpan.FromMinutes(119), TimeSpan.FromMinutes(180));
        Assert.Equal(["a", "a", "b"], desk.Telegram.Words);
    }

    [Fact]
    public async Task An_answer_that_may_have_arrived_goes_once_more_and_never_a_third_time()
    {
        await using Desk desk = await Desk.Open();
        desk.Telegram.Next(new SendOutcome.Unknown("HTTP 502"), new SendOutcome.Unknown("HTTP 502"));
        await desk.Commit(Desk.Text(1, "a"), Desk.Text(1, "b"));
        await desk.PassUntil(3);
        await desk.Waiting(0);

        Assert.Equal(["a", "a", "b"], desk.Telegram.Words);
    }

    [Fact]
    public async Task What_nobody_asked_for_is_not_repeated_when_it_may_have_arrived()
    {
        await using Desk desk = await Desk.Open();
        desk.Telegram.Next(new SendOutcome.Unknown("reset"));
        await desk.Commit(Desk.Text(1, "warning", OutgoingClass.Bulk));
        await desk.Telegram.Reached(1);
        await desk.Waiting(0);
        desk.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.Single(desk.Telegram.Tries);
    }

    [Fact]
    public async Task What_never_arrived_is_tried_until_it_does()
    {
        await using Desk desk = await Desk.Open();
        desk.Telegram.Next([.. Enumerable.Repeat(new SendOutcome.NotDelivered("no connection"), 5)]);
        await desk.Commit(Desk.Text(1, "a"));

        TimeSpan passed = await desk.PassUntil(6);

        Assert.InRange(passed.TotalSeconds, 15, 60);
        await desk.Waiting(0);
    }

    [Fact]
    public async Task A_person_who_blocked_the_bot_gets_nothing_more_and_is_marked()
    {
        await using Desk desk = await Desk.Open();
        await desk.Turns.Commit(new TurnChanges(null, default) { Subscriber = new Subscriber(new ChatId(1)) });
        desk.Telegram.Hold();
        desk.Telegram.Next(new SendOutcome.Unreachable("403"));
        await desk.Commit(Desk.Text(1, "a"), Desk.Text(1, "b"));
        await desk.Telegram.Reached(1);
        Task<DirectOutcome> direct = desk.Dispatcher.SendDirect(Desk.Text(1, "c"), Stop);
        desk.Telegram.Release();
        await desk.Waiting(0);

        Assert.IsType<DirectOutcome.Unreachable>(await direct);
        Assert.Single(desk.Telegram.Tries);
        Assert.False((await desk.Turns.Load(new ChatId(1))).Subscriber.Reachable);
    }

    [Fact]
    public async Task A_group_that_became_a_supergroup_gets_its_messages_there_in_order()
    {
        await using Desk desk = await Desk.Open();
        desk.Telegram.Next(new SendOutcome.Moved(-100));
        await desk.Commit(Desk.Text(-1, "a"), Desk.Text(-1, "b"));
        await desk.PassUntil(3);
        await desk.Waiting(0);

        Assert.Equal([-1, -100, -100], desk.Telegram.Tries.Select(t => t.Chat.Value));
        Assert.Equal(["a", "a", "b"], desk.Telegram.Words);
    }

    [Fact]
    public async Task A_message_that_is_of_no_use_any_more_is_not_sent()
    {
        await using Desk desk = await Desk.Open();
        Outgoing late = Desk.Text(1, "late") with { Expires = desk.Time.GetUtcNow() };
        await desk.Commit(late, Desk.Text(1, "now"));
        await desk.Waiting(0);

        Assert.Equal(["now"], desk.Telegram.Words);
    }

    [Fact]
    public async Task A_deletion_that_is_refused_is_followed_by_the_request_to_delete()
    {
        await using Desk desk = await Desk.Open();
        desk.Telegram.Next(new SendOutcome.Refused("400 message can't be deleted"));
        Body.Text ask = new("please delete it yourself");
        await desk.Commit(
            new Outgoing(Guid.CreateVersion7(), new ChatId(1), OutgoingClass.Answer, new Body.Delete(9, ask))
        );
        await desk.PassUntil(2);
        await desk.Waiting(0);

        Assert.Equal(["Delete", "please delete it yourself"], desk.Telegram.Words);
    }

    [Fact]
    public async Task A_direct_message_that_would_have_to_wait_long_is_given_back_to_be_stored()
    {
        await using Desk desk = await Desk.Open();
        desk.Telegram.Next(new SendOutcome.TooMany(TimeSpan.FromSeconds(30)));
        DateTimeOffset until = desk.Time.GetUtcNow().AddSeconds(30);

        DirectOutcome first = await desk.Dispatcher.SendDirect(Desk.Text(1, "a"), Stop);
        DirectOutcome second = await desk.Dispatcher.SendDirect(Desk.Text(2, "b"), Stop);

        Assert.Equal(new DirectOutcome.NotTaken(until, 0), first);
        Assert.Equal(new DirectOutcome.NotTaken(until, 0), second);
        Assert.Single(desk.Telegram.Tries);
    }

    [Fact]
    public async Task Closing_begins_nothing_gives_direct_messages_back_and_waits_for_what_is_under_way()
    {
        await using Desk desk = await Desk.Open();
        desk.Telegram.Hold();
        await desk.Commit(Desk.Text(1, "a"), Desk.Text(1, "stored"));
        await desk.Telegram.Reached(1);
        Task<DirectOutcome> direct = desk.Dispatcher.SendDirect(Desk.Text(1, "direct"), Stop);

        Task closed = desk.Dispatcher.Close();

        Assert.IsType<DirectOutcome.NotTaken>(await direct);
        Assert.False(closed.IsCompleted);
        desk.Telegram.Release();
        await closed;
        await desk.Waiting(1);
        Assert.IsType<DirectOutcome.NotTaken>(await desk.Dispatcher.SendDirect(Desk.Text(3, "x"), Stop));
        Assert.Equal(["a"], desk.Telegram.Words);
    }

    [Fact]
    public async Task A_refused_token_stops_the_bot_and_loses_nothing()
    {
        await using Desk desk = await Desk.Open();
        desk.Telegram.Next(new SendOutcome.Unauthorized());
        await desk.Commit(Desk.Text(1, "a"));

        Assert.IsType<SendingRefusedException>(await desk.Dispatcher.Dead.WaitAsync(Stop));
        await desk.Waiting(1);
    }

    private static string Words(Outgoing message) => ((Body.Text)message.Body).Html;
}
