using BalanceBot.Outbox;

namespace BalanceBot.Tests.Outbox;

/// <summary>How sending stands, as health and metrics see it.</summary>
public sealed class DispatcherLookTests
{
    [Fact]
    public async Task An_outbox_at_rest_is_neither_old_nor_stuck()
    {
        await using Desk desk = await Desk.Open();
        await desk.Commit(Desk.Text(1, "x"));
        while (desk.Dispatcher.UnderWay > 0 || await desk.Outbox.Waiting() > 0)
        {
            await Task.Yield();
        }

        desk.Time.Advance(TimeSpan.FromHours(1));

        OutboxState state = desk.Dispatcher.Look();

        Assert.Equal(TimeSpan.Zero, state.Oldest);
        Assert.Equal(TimeSpan.Zero, state.Stuck);
        Assert.Equal(TimeSpan.Zero, state.PauseLeft);
        Assert.Equal(25, state.BulkPerSecond);
    }

    [Fact]
    public async Task A_message_that_Telegram_keeps_without_an_answer_is_stuck()
    {
        await using Desk desk = await Desk.Open();
        desk.Telegram.Hold();
        await desk.Commit(Desk.Text(1, "x"));
        await desk.Telegram.Reached(1);
        desk.Time.Advance(TimeSpan.FromMinutes(2));

        OutboxState state = desk.Dispatcher.Look();

        Assert.Equal(1, state.UnderWay);
        Assert.Equal(TimeSpan.FromMinutes(2), state.Oldest);
        Assert.Equal(TimeSpan.FromMinutes(2), state.Stuck);
    }

    [Fact]
    public async Task A_Telegram_that_cannot_be_reached_is_stuck_however_often_it_is_tried()
    {
        await using Desk desk = await Desk.Open();
        desk.Telegram.Next([.. Enumerable.Repeat(new SendOutcome.NotDelivered("no connection"), 20)]);
        await desk.Commit(Desk.Text(1, "x"));

        TimeSpan passed = await desk.PassUntil(5);

        Assert.True(passed > TimeSpan.FromSeconds(5));
        Assert.True(desk.Dispatcher.Look().Stuck >= passed);
        Assert.True(desk.Dispatcher.Look().Oldest >= passed);
    }

    [Fact]
    public async Task One_chat_that_is_told_very_much_makes_its_messages_old_and_nothing_stuck()
    {
        await using Desk desk = await Desk.Open(new OutboxSettings { PerChatBurst = 1 });
        await desk.Commit([.. Enumerable.Range(1, 40).Select(n => Desk.Text(1, $"{n}"))]);

        await desk.PassUntil(30);

        OutboxState state = desk.Dispatcher.Look();
        Assert.True(state.Oldest > TimeSpan.FromSeconds(25), $"{state.Oldest}");
        Assert.True(state.Stuck < TimeSpan.FromSeconds(10), $"{state.Stuck}");
    }

    [Fact]
    public async Task A_pause_that_Telegram_asks_for_is_seen_and_is_not_stuck()
    {
        await using Desk desk = await Desk.Open();
        desk.Telegram.Next(new SendOutcome.TooMany(TimeSpan.FromSeconds(100)));
        await desk.Commit(Desk.Text(1, "x"));
        await desk.Telegram.Reached(1);
        await desk.Waiting(1);
        desk.Time.Advance(TimeSpan.FromSeconds(60));

        OutboxState state = desk.Dispatcher.Look();

        Assert.Equal(TimeSpan.FromSeconds(40), state.PauseLeft);
        Assert.Equal(TimeSpan.Zero, state.Stuck);
        Assert.Equal(17.5, state.BulkPerSecond);
    }
}
