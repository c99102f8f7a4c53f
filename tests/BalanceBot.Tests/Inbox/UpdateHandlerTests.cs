using BalanceBot.Inbox;

namespace BalanceBot.Tests.Inbox;

/// <summary>From acceptance to the end: tries, deadline, quarantine.</summary>
public sealed class UpdateHandlerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_turn_that_fails_is_tried_again_and_its_success_counts()
    {
        await using Door door = new();
        door.Turns.Turn = (_, attempt, _) =>
            attempt < 3
                ? throw new InvalidOperationException("my document is 4510 123456")
                : Task.FromResult(TurnEnd.Quiet);

        await Accept(door, 7);
        await door.PassUntil(Door.Until(async () => await door.Store.OldestKept() is null));

        Assert.Equal([7, 7, 7], door.Turns.Taken);
        Assert.Empty(await door.Store.Quarantined(10));
        Assert.Empty(door.Turns.Apologies);
    }

    [Fact]
    public async Task A_turn_that_fails_each_time_is_quarantined_without_its_words_and_the_person_is_told()
    {
        await using Door door = new();
        door.Turns.Turn = (_, _, _) => throw new InvalidOperationException("my document is 4510 123456");

        await Accept(door, 7);
        await door.PassUntil(Door.Until(async () => await door.Store.OldestKept() is null));

        QuarantinedUpdate poison = Assert.Single(await door.Store.Quarantined(10));
        Assert.Equal((7, 3), (poison.Id, poison.Attempts));
        Assert.StartsWith("InvalidOperationException at UpdateHandlerTests", poison.Reason);
        Assert.DoesNotContain("4510", poison.Reason);
        await Door.Until(() => Task.FromResult(door.Turns.Apologies.Count == 1));
        Assert.Equal(3, door.Turns.Taken.Count);
    }

    [Fact]
    public async Task A_turn_that_never_ends_is_left_behind_at_its_deadline_and_its_lane_goes_on()
    {
        await using Door door = new(new InboxSettings { Tries = 2 });
        door.Turns.Turn = (update, _, _) =>
            update.Id == 7 ? new TaskCompletionSource<TurnEnd>().Task : Task.FromResult(TurnEnd.Quiet);
        string sameChat = ScriptedSource.TextOf(7).Replace("\"update_id\":7", "\"update_id\":8");
        await door.PassUntil(
            door.Intake.Accept([new(7, ScriptedSource.TextOf(7)), new(8, sameChat)]),
            TimeSpan.FromSeconds(1)
        );

        TimeSpan passed = await door.PassUntil(
            Door.Until(() => Task.FromResult(door.Turns.Taken.Contains(8))),
            TimeSpan.FromSeconds(1)
        );

        Assert.InRange(passed.TotalSeconds, 55, 150);
        Assert.Equal("took longer than the deadline", Assert.Single(await door.Store.Quarantined(10)).Reason);
    }

    [Fact]
    public async Task An_update_that_cannot_be_read_is_quarantined_alone()
    {
        await using Door door = new();
        await door.PassUntil(door.Intake.Accept([new(6, "{"), new(7, ScriptedSource.TextOf(7)), new(8, "null")]));

        Assert.Equal([6, 8], (await door.Store.Quarantined(10)).Select(q => q.Id).Order());
        Assert.Equal([7], door.Turns.Taken);
    }

    [Fact]
    public async Task A_press_is_acknowledged_before_its_lane_comes_to_it()
    {
        await using Door door = new();
        TaskCompletionSource<TurnEnd> slow = new();
        door.Turns.Turn = (_, _, _) => slow.Task;
        string press = """
            {"update_id":8,"callback_query":{"id":"c1","from":{"id":1007,"is_bot":false,"first_name":"A"},
             "message":{"message_id":3,"date":1,"chat":{"id":1007,"type":"private","first_name":"A"},"text":"x"},
             "chat_instance":"1","data":"d"}}
            """;
        await door.PassUntil(door.Intake.Accept([new(7, ScriptedSource.TextOf(7)), new(8, press)]));

        Assert.Equal(["c1"], door.Turns.Acknowledged);
        Assert.Equal([7], door.Turns.Taken);
        slow.SetResult(TurnEnd.Quiet);
    }

    [Fact]
    public async Task What_an_earlier_run_left_is_taken_up_in_order_before_anything_new()
    {
        await using Door door = new();
        DateTimeOffset past = door.Time.GetUtcNow().AddHours(-1);
        await door.Store.Keep(
            [new Incoming(new(9, ScriptedSource.TextOf(9)), new(1)), new(new(7, ScriptedSource.TextOf(7)), new(1))],
            "dead",
            past,
            past
        );
        await door.Store.Complete(5, past);

        Assert.Equal(2, await door.Intake.Recover(Stop));
        await door.Intake.Accept([new(5, ScriptedSource.TextOf(5)), new(9, ScriptedSource.TextOf(9))]);
        await Door.Until(async () => await door.Store.OldestKept() is null);

        Assert.Equal([7, 9], door.Turns.Taken.Order());
    }

    [Fact]
    public async Task Marks_older_than_any_redelivery_are_forgotten_and_the_quarantine_after_a_month()
    {
        await using Door door = new();
        await door.Store.Complete(1, door.Time.GetUtcNow());
        await door.Store.Quarantine(new QuarantinedUpdate(2, "cannot be read", 1, 0, door.Time.GetUtcNow()));
        door.Time.Advance(TimeSpan.FromHours(47));
        Assert.Equal(0, await door.Intake.ForgetOld());
        door.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(2, await door.Intake.ForgetOld());
        Assert.Single(await door.Store.Quarantined(10));
        door.Time.Advance(TimeSpan.FromDays(30));

        Assert.Equal(1, await door.Intake.ForgetOld());
    }

    private static Task Accept(Door door, params long[] ids)
    {
        Task accepted = door.Intake.Accept([.. ids.Select(id => new RawUpdate(id, ScriptedSource.TextOf(id)))]);
        return door.PassUntil(accepted);
    }
}
