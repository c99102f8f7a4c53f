using BalanceBot.Conversations;
using BalanceBot.Inbox;

namespace BalanceBot.Tests.Storage;

/// <summary>Updates are kept, claimed and known once, whatever happens to the process.</summary>
public abstract partial class StoreContract
{
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
}
