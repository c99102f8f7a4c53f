using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Warnings;
using static BalanceBot.Tests.Storage.Watching;

namespace BalanceBot.Tests.Storage;

/// <summary>What a chat is told: all or nothing, and once.</summary>
public abstract partial class ScanStoreContract
{
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
