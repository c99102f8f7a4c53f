using BalanceBot.Inbox;
using BalanceBot.Subscribers;
using BalanceBot.TelegramApi;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalanceBot.Tests.Inbox;

/// <summary>A delivery is answered when its update is kept, and not before.</summary>
public sealed class WebhookDoorTests : IAsyncLifetime
{
    private readonly Door door = new(new InboxSettings { LaneLimit = 100 });
    private WebhookDoor webhook = null!;

    public async ValueTask InitializeAsync()
    {
        webhook = new WebhookDoor(
            new UpdateReader(door.Settings.LargestUpdateBytes),
            door.Intake,
            door.Lanes,
            door.Status,
            door.Settings,
            door.Time,
            NullLogger<WebhookDoor>.Instance
        );
        await webhook.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await webhook.StopAsync(CancellationToken.None);
        webhook.Dispose();
        await door.DisposeAsync();
    }

    [Fact]
    public async Task A_delivered_update_is_kept_before_it_is_answered_and_handled_once_however_often_it_comes()
    {
        TaskCompletionSource<TurnEnd> slow = new();
        door.Turns.Turn = (_, _, _) => slow.Task;

        Assert.IsType<Admission.Kept>(await Admit(7));
        Assert.NotNull(await door.Store.OldestKept());
        Assert.IsType<Admission.Kept>(await Admit(7));
        slow.SetResult(TurnEnd.Quiet);
        await Door.Until(async () => await door.Store.OldestKept() is null);
        Assert.IsType<Admission.Kept>(await Admit(7));

        Assert.Equal([7], door.Turns.Taken);
    }

    [Fact]
    public async Task An_update_that_comes_twice_while_others_are_being_kept_is_handled_once()
    {
        Admission[] answers = await Task.WhenAll(Enumerable.Range(0, 90).Select(n => Admit(n / 2)));

        Assert.All(answers, answer => Assert.IsType<Admission.Kept>(answer));
        await Door.Until(async () => await door.Store.OldestKept() is null);
        Assert.Equal(Enumerable.Range(0, 45).Select(id => (long)id), door.Turns.Taken.Order());
    }

    [Fact]
    public async Task Deliveries_at_the_same_time_are_all_kept()
    {
        Admission[] answers = await Task.WhenAll(Enumerable.Range(1, 90).Select(id => Admit(id)));

        Assert.All(answers, answer => Assert.IsType<Admission.Kept>(answer));
        await Door.Until(async () => await door.Store.OldestKept() is null);
        Assert.Equal(Enumerable.Range(1, 90).Select(id => (long)id), door.Turns.Taken.Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"message":{}}""")]
    [InlineData("""{"update_id":"7"}""")]
    [InlineData("""{"a":{"update_id":7}}""")]
    public async Task What_is_no_update_is_refused(string body) =>
        Assert.IsType<Admission.Foreign>(await webhook.Admit(body));

    [Fact]
    public async Task An_update_that_cannot_be_read_is_put_away_and_not_brought_again()
    {
        Assert.IsType<Admission.Kept>(await webhook.Admit("""{"a":{"b":[1,2]},"update_id":7,"message":5}"""));

        Assert.Equal(7, Assert.Single(await door.Store.Quarantined(10)).Id);
    }

    [Fact]
    public async Task With_too_many_turns_waiting_it_is_asked_for_again()
    {
        TaskCompletionSource<TurnEnd> slow = new();
        door.Turns.Turn = (_, _, _) => slow.Task;
        await Task.WhenAll(Enumerable.Range(1, 100).Select(id => Admit(id)));

        Assert.Equal(TimeSpan.FromSeconds(1), Assert.IsType<Admission.Later>(await Admit(101)).RetryAfter);
        slow.SetResult(TurnEnd.Quiet);
        await door.Lanes.Room(1);
        Assert.IsType<Admission.Kept>(await Admit(101));
    }

    [Fact]
    public async Task What_the_store_cannot_keep_is_asked_for_again_and_not_begun()
    {
        door.BreakStore();

        Assert.IsType<Admission.Later>(await Admit(7));
        Assert.Empty(door.Turns.Taken);
    }

    [Fact]
    public async Task After_its_end_everything_is_asked_for_again()
    {
        await webhook.StopAsync(CancellationToken.None);

        Assert.IsType<Admission.Later>(await Admit(7));
    }

    [Fact]
    public async Task A_chats_update_behind_one_that_another_process_holds_is_kept_and_taken_up_after_it()
    {
        DateTimeOffset now = door.Time.GetUtcNow();
        Incoming first = new(new RawUpdate(6, ScriptedSource.TextOf(6)), new ChatId(1007));
        await door.Store.Keep([first], "another", now, now.AddMinutes(10));
        using InboxWorker worker = new(
            door.Intake,
            TimeSpan.FromSeconds(1),
            door.Time,
            NullLogger<InboxWorker>.Instance
        );
        await worker.StartAsync(TestContext.Current.CancellationToken);

        Assert.IsType<Admission.Kept>(await Admit(7));
        Assert.Empty(door.Turns.Taken);
        await door.Store.Complete(6, now);
        await door.PassUntil(Door.Until(() => Task.FromResult(door.Turns.Taken.Contains(7))));
        await worker.StopAsync(CancellationToken.None);
    }

    private Task<Admission> Admit(long id) => webhook.Admit(ScriptedSource.TextOf(id));
}
