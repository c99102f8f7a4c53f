using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using static BalanceBot.Tests.Storage.Watching;

namespace BalanceBot.Tests.Storage;

/// <summary>Whose turn has come.</summary>
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
        await people.MarkDue(Bo, "K4", Noon, Today.AddDays(3));
        await people.MarkDue(Anna, "K3", Noon, Today.AddDays(5));
        await people.MarkDue(Anna, "K1", Noon, Today.AddDays(1));

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
}
