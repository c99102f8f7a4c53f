using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;
using static BalanceBot.Tests.Storage.Watching;

namespace BalanceBot.Tests.Storage;

/// <summary>Whose turn has come, and what they are told: all or nothing, and once.</summary>
public abstract partial class ScanStoreContract
{
    [Fact]
    public async Task A_mark_wakes_at_its_time_and_the_next_one_tells_when()
    {
        await people.Link(Anna, "K1");
        await people.Link(Bo, "K1");
        await people.MarkDue(Anna, "K1", Noon.AddHours(8));
        await people.MarkDue(Bo, "K1", Noon.AddHours(1));
        engine.ReopenAfterKill();

        Assert.Equal(Noon.AddHours(1), await engine.Scans.NextDue());
        Assert.Empty(await engine.Scans.Due(Noon.AddHours(1).AddTicks(-1), 10));
        Assert.Equal([Bo], await people.DueChats(Noon.AddHours(1)));
        Assert.True(await engine.Scans.NextDue() <= Noon.AddHours(1));
        Assert.Equal([Bo, Anna], await people.DueChats(Noon.AddHours(8)));
    }

    [Fact]
    public async Task Who_stops_soonest_comes_first_however_late_the_mark_woke_and_no_more_than_asked()
    {
        int[] days = [5, 1, 4, 2, 3];
        foreach (int day in days)
        {
            await people.Link(new ChatId(day), $"K{day}");
            await people.MarkDue(new ChatId(day), $"K{day}", Noon.AddMinutes(-day), Today.AddDays(day));
        }

        Assert.Equal([1, 2, 3, 4, 5], (await people.DueChats(Noon)).Select(chat => chat.Value));
        Assert.Equal([1, 2], (await people.DueChats(Noon, 2)).Select(chat => chat.Value));
        await people.Link(Anna, "K9");
        await people.MarkDue(Anna, "K9", Noon.AddMinutes(1), Today);
        Assert.Equal([Anna], await people.DueChats(Noon.AddMinutes(1), 1));
    }

    [Fact]
    public async Task Of_thousands_that_wake_at_once_the_most_urgent_comes_first()
    {
        const int Many = 2500;
        string[] keys = [.. Enumerable.Range(0, Many).Select(n => $"{n:0000}")];
        await Task.WhenAll(keys.Select((key, n) => people.Link(new ChatId(n + 1), key)));
        await engine.Scans.Commit(
            [
                .. (await people.All()).Select(watch => new WatchChange(watch, watch.Episode)
                {
                    DueAt = Noon,
                    Urgency = Today.AddDays(Many - (int)watch.Chat.Value),
                }),
            ],
            ScanRun.None
        );

        Assert.Equal([Many, Many - 1, Many - 2], (await people.DueChats(Noon, 3)).Select(chat => chat.Value));
    }

    [Fact]
    public async Task A_chat_comes_once_with_all_its_contracts_by_the_most_urgent_of_them()
    {
        await people.Link(Anna, "K1", "K2", "K3");
        await people.Link(Bo, "K4");
        await people.MarkDue(Anna, "K3", Noon, Today.AddDays(5));
        await people.MarkDue(Anna, "K1", Noon, Today.AddDays(1));
        await people.MarkDue(Bo, "K4", Noon, Today.AddDays(3));

        IReadOnlyList<DueChat> due = await engine.Scans.Due(Noon, 10);

        Assert.Equal([Anna, Bo], due.Select(chat => chat.Subscriber.Chat));
        Assert.Equal(["K1", "K2", "K3"], due[0].Watches.Select(watch => watch.ContractKey));
        Assert.Equal(3, due[0].Subscriber.Links.Count);
    }

    [Fact]
    public async Task A_mark_can_be_put_off_and_taken_away()
    {
        await people.Link(Anna, "K1");
        await people.MarkDue(Anna, "K1", Noon);
        Assert.Equal([Anna], await people.DueChats(Noon));
        await people.MarkDue(Anna, "K1", Noon.AddHours(2));
        Assert.Empty(await people.DueChats(Noon.AddHours(1)));
        Assert.Equal(Noon.AddHours(2), await engine.Scans.NextDue());

        Watch watch = await people.Of(Anna, "K1");
        await engine.Scans.Commit([new WatchChange(watch, watch.Episode)], ScanRun.None);

        Assert.Null(await engine.Scans.NextDue());
        Assert.Null((await people.Of(Anna, "K1")).DueAt);
    }

    [Fact]
    public async Task What_a_chat_is_told_is_written_with_its_message_and_survives_a_kill()
    {
        await people.Link(Anna, "K1", "K2");
        await people.MarkDue(Anna, "K1", Noon);
        DueChat due = Assert.Single(await engine.Scans.Due(Noon, 10));
        Outgoing message = Message(Anna, "both") with { About = ["K1", "K2"], Expires = Noon.AddDays(1) };

        ClaimedOutgoing claimed = Assert.Single(await engine.Scans.Announce([Told(due, message)], ByOne));
        engine.ReopenAfterKill();

        Assert.Equal(message.Id, claimed.Message.Id);
        Assert.All(
            await people.All(),
            watch => Assert.Equal((Level.Day, Decided(Noon), null), (watch.Episode.Told, watch.Last, watch.DueAt))
        );
        Assert.Empty(await engine.Scans.Due(Noon.AddDays(1), 10));
        ClaimedOutgoing again = Assert.Single(
            await engine.Outbox.ClaimOutgoing("two", 10, Noon.AddHours(1), Noon.AddHours(2))
        );
        Assert.Equal((message.Id, message.Expires), (again.Message.Id, again.Message.Expires));
        Assert.Equal(message.About, again.Message.About);
    }

    [Fact]
    public async Task An_announced_message_is_its_senders_until_the_lease_ends()
    {
        await people.Link(Anna, "K1");
        await people.MarkDue(Anna, "K1", Noon);
        DueChat due = Assert.Single(await engine.Scans.Due(Noon, 10));
        ClaimedOutgoing claimed = Assert.Single(await engine.Scans.Announce([Told(due, Message(Anna))], ByOne));

        Assert.Empty(await engine.Outbox.ClaimOutgoing("two", 10, Noon.AddMinutes(9), Noon.AddHours(1)));
        Assert.True(await engine.Outbox.Settle(claimed.Message.Id, claimed.ClaimId, new Settlement.Finished(), Noon));
    }

    [Fact]
    public async Task A_chat_that_changed_since_it_was_read_is_left_out_whole_and_stays_due()
    {
        await people.Link(Anna, "K1", "K2");
        await people.Link(Bo, "K1");
        await people.MarkDue(Anna, "K1", Noon);
        await people.MarkDue(Bo, "K1", Noon, Today.AddDays(1));
        IReadOnlyList<DueChat> due = await engine.Scans.Due(Noon, 10);
        await people.Change(Anna, subscriber => subscriber.With("K2", choices => choices with { On = false }));

        IReadOnlyList<ClaimedOutgoing> claimed = await engine.Scans.Announce(
            [.. due.Select(chat => Told(chat, Message(chat.Subscriber.Chat)))],
            ByOne
        );

        Assert.Equal(Bo, Assert.Single(claimed).Message.Chat);
        Assert.Equal(1, await engine.Outbox.Waiting());
        Assert.Equal([Anna], await people.DueChats(Noon));
        Assert.Equal(Level.None, (await people.Of(Anna, "K1")).Episode.Told);
        Assert.Equal([Bo], (await engine.Scans.Decisions("K1", 10)).Select(entry => entry.Chat));
    }

    [Fact]
    public async Task Announcing_twice_tells_once_and_silence_leaves_nothing_due()
    {
        await people.Link(Anna, "K1");
        await people.MarkDue(Anna, "K1", Noon);
        DueChat due = Assert.Single(await engine.Scans.Due(Noon, 10));
        await engine.Scans.Announce([Told(due, Message(Anna))], ByOne);
        Assert.Empty(await engine.Scans.Announce([Told(due, Message(Anna))], ByOne));
        Assert.Equal(1, await engine.Outbox.Waiting());

        await people.MarkDue(Anna, "K1", Noon);
        due = Assert.Single(await engine.Scans.Due(Noon, 10));
        Assert.Empty(await engine.Scans.Announce([Told(due, null)], ByOne));
        Assert.Empty(await engine.Scans.Due(Noon, 10));
    }

    [Fact]
    public async Task A_dedupe_key_makes_a_second_message_impossible_until_it_is_forgotten()
    {
        await people.Link(Anna, "K1");
        Outgoing once = Message(Anna) with { DedupeKey = "K1@1" };
        int[] stored = new int[3];
        for (int time = 0; time < 3; time++)
        {
            await people.MarkDue(Anna, "K1", Noon);
            DueChat due = Assert.Single(await engine.Scans.Due(Noon, 10));
            Announcement told = Told(due, once with { Id = Guid.NewGuid() });
            stored[time] = (await engine.Scans.Announce([told], ByOne)).Count;
            engine.ReopenAfterKill();
            await engine.Scans.Forget(time == 0 ? Noon : Noon.AddTicks(1));
        }

        Assert.Equal([1, 0, 1], stored);
    }

    [Fact]
    public async Task A_mark_that_outlived_its_link_goes_with_the_chats_next_turn()
    {
        await people.Link(Anna, "K1");
        await people.MarkDue(Anna, "K1", Noon);
        DueChat due = Assert.Single(await engine.Scans.Due(Noon, 10));
        Assert.Empty(await engine.Scans.Announce([new Announcement(due.Subscriber.Chat, [], null)], ByOne));

        Assert.Empty(await engine.Scans.Due(Noon, 10));
        Assert.Null(await engine.Scans.NextDue());
    }
}
