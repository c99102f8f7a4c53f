using BalanceBot.Inbox;

namespace BalanceBot.Tests.Inbox;

public sealed class ReceiverTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_offset_passes_a_batch_when_its_turns_have_ended()
    {
        await using Door door = new();
        await door.Start();
        Assert.Equal((0, 100, TimeSpan.FromSeconds(50)), await door.Telegram.Polled());
        door.Telegram.Updates(7, 8, 12);

        Assert.Equal(13, (await door.Telegram.Polled()).Offset);
        Assert.Equal([7, 8, 12], door.Turns.Taken.Order());
        Assert.Null(await door.Store.OldestKept());
    }

    [Fact]
    public async Task A_turn_that_is_still_at_work_after_a_moment_is_in_the_inbox_before_the_offset_passes_it()
    {
        TaskCompletionSource<TurnEnd> slow = new();
        await using Door door = new();
        door.Turns.Turn = (update, _, _) => update.Id == 8 ? slow.Task : Task.FromResult(TurnEnd.Quiet);
        await door.Start();
        await door.Telegram.Polled();
        door.Telegram.Updates(7, 8);

        Task<(long Offset, int Most, TimeSpan Wait)> next = door.Telegram.Polled();
        await door.PassUntil(next, TimeSpan.FromMilliseconds(10));

        Assert.Equal(9, (await next).Offset);
        Assert.NotNull(await door.Store.OldestKept());
        slow.SetResult(TurnEnd.Quiet);
        await Door.Until(async () => await door.Store.OldestKept() is null);
        Assert.Equal([8L], await door.Store.Known(door.Time.GetUtcNow().AddDays(-1)));
    }

    [Fact]
    public async Task What_came_before_and_comes_again_is_taken_once_and_a_lower_id_that_is_new_is_taken_too()
    {
        await using Door door = new();
        await door.Start();
        await door.Telegram.Polled();
        door.Telegram.Updates(100, 101);
        await door.Telegram.Polled();
        door.Telegram.Updates(100, 101, 5);
        await door.Telegram.Polled();

        Assert.Equal([5, 100, 101], door.Turns.Taken.Order());
    }

    [Fact]
    public async Task Failures_in_a_row_make_the_wait_longer_up_to_half_a_minute_and_a_good_poll_resets_it()
    {
        await using Door door = new();
        await door.Start();
        List<double> waits = [];
        for (int failure = 0; failure < 8; failure++)
        {
            await door.Telegram.Polled();
            door.Telegram.Next(new PollOutcome.Failed("no connection"));
            await Door.Until(() => Task.FromResult(door.Status.Trouble is not null));
            waits.Add((await Wait(door)).TotalSeconds);
        }

        double[] expected = [0.5, 1, 2, 4, 8, 16, 30, 30];
        Assert.All(
            waits.Zip(expected),
            pair => Assert.InRange(pair.First, pair.Second - 0.01, (pair.Second * 1.8) + 0.5)
        );
        await door.Telegram.Polled();
        door.Telegram.Updates();
        await door.Telegram.Polled();
        Assert.Null(door.Status.Trouble);
        door.Telegram.Next(new PollOutcome.Failed("no connection"));
        Assert.InRange((await Wait(door)).TotalSeconds, 0.4, 10);
    }

    [Fact]
    public async Task A_429_is_waited_out_to_the_second()
    {
        await using Door door = new();
        await door.Start();
        await door.Telegram.Polled();
        door.Telegram.Next(new PollOutcome.TooMany(TimeSpan.FromSeconds(17)));

        Assert.InRange((await Wait(door)).TotalSeconds, 16.9, 29);
    }

    [Fact]
    public async Task Another_poller_is_told_with_what_to_do_and_polling_is_tried_again()
    {
        await using Door door = new();
        await door.Start();
        await door.Telegram.Polled();
        door.Telegram.Next(new PollOutcome.Conflict(WebhookIsSet: false));
        await Wait(door);

        Assert.Contains("stop the other one", door.Status.Trouble!);
        Assert.Contains("409", door.Status.Trouble!);
        Assert.Empty(door.Webhook.Calls);
    }

    [Fact]
    public async Task The_webhook_of_an_earlier_setting_is_deleted_at_once_and_polling_goes_on()
    {
        await using Door door = new();
        await door.Start();
        await door.Telegram.Polled();
        door.Telegram.Next(new PollOutcome.Conflict(WebhookIsSet: true));
        await door.Telegram.Polled();

        Assert.Equal(["delete"], door.Webhook.Calls);
    }

    [Fact]
    public async Task A_webhook_that_comes_back_is_somebody_elses_and_is_left_and_told()
    {
        await using Door door = new();
        await door.Start();
        await door.Telegram.Polled();
        door.Telegram.Next(new PollOutcome.Conflict(WebhookIsSet: true));
        await door.Telegram.Polled();
        door.Telegram.Next(new PollOutcome.Conflict(WebhookIsSet: true));
        await Wait(door);

        Assert.Equal(["delete"], door.Webhook.Calls);
        Assert.Contains("another program sets a webhook", door.Status.Trouble!);
    }

    [Fact]
    public async Task A_refused_token_ends_receiving_with_a_sentence_that_says_what_to_do()
    {
        await using Door door = new();
        await door.Start();
        await door.Telegram.Polled();
        door.Telegram.Next(new PollOutcome.Unauthorized());

        TokenRefusedException refused = await Assert.ThrowsAsync<TokenRefusedException>(() =>
            door.Receiver.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(20), Stop)
        );
        Assert.Contains("@BotFather", refused.Message);
    }

    [Fact]
    public async Task Stopping_confirms_the_last_batch_once_and_takes_nothing_new()
    {
        await using Door door = new();
        await door.Start();
        await door.Telegram.Polled();
        door.Telegram.Updates(7);
        await door.Telegram.Polled();

        await door.Stop();

        (long offset, int most, TimeSpan wait) = await door.Telegram.Polled();
        Assert.Equal((8, 1, TimeSpan.Zero), (offset, most, wait));
        Assert.False(door.Telegram.HasPoll);
        Assert.Equal([7], door.Turns.Taken);
    }

    [Fact]
    public async Task A_poll_that_has_stood_for_a_while_has_confirmed_already()
    {
        await using Door door = new();
        await door.Start();
        await door.Telegram.Polled();
        door.Telegram.Updates(7);
        await door.Telegram.Polled();
        door.Time.Advance(TimeSpan.FromSeconds(10));

        await door.Stop();

        Assert.False(door.Telegram.HasPoll);
    }

    [Fact]
    public async Task Stopping_waits_a_moment_for_turns_in_hand_and_leaves_the_others_in_the_inbox()
    {
        await using Door door = new();
        TaskCompletionSource begun = new();
        door.Turns.Turn = async (_, _, stop) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            return TurnEnd.Quiet;
        };
        await door.Start();
        await door.Telegram.Polled();
        door.Telegram.Updates(7);
        await door.PassUntil(Task.WhenAll(begun.Task, door.Telegram.Polled()), TimeSpan.FromMilliseconds(10));

        await door.Stop();

        ClaimedUpdate left = Assert.Single(
            await door.Store.ClaimUpdates("next", 10, door.Time.GetUtcNow().AddHours(1), default)
        );
        Assert.Equal(7, left.Raw.Id);
    }

    [Fact]
    public async Task When_too_many_wait_in_memory_no_new_ones_are_asked_for()
    {
        TaskCompletionSource<TurnEnd> slow = new();
        await using Door door = new(new InboxSettings { LaneLimit = 2 });
        door.Turns.Turn = (_, _, _) => slow.Task;
        await door.Start();
        await door.Telegram.Polled();
        door.Telegram.Updates(1, 2, 3);
        await door.PassUntil(Door.Until(async () => await door.Store.OldestKept() is not null));
        Assert.False(door.Telegram.HasPoll);
        slow.SetResult(TurnEnd.Quiet);

        Assert.Equal(4, (await door.Telegram.Polled()).Offset);
    }

    /// <summary>How much virtual time passes until the next poll, which is left unread.</summary>
    private static async Task<TimeSpan> Wait(Door door)
    {
        Task next = Door.Until(() => Task.FromResult(door.Telegram.HasPoll));
        return await door.PassUntil(next);
    }
}
