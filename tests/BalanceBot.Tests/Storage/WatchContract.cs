using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;
using CsCheck;
using static BalanceBot.Tests.Storage.Watching;

namespace BalanceBot.Tests.Storage;

/// <summary>Who is linked is watched, who is not is forgotten: what every engine does of itself.</summary>
public abstract class WatchContract : IDisposable
{
    private readonly IEngine engine;
    private readonly Watching people;

    private protected WatchContract(IEngine engine)
    {
        this.engine = engine;
        people = new Watching(engine);
    }

    public void Dispose()
    {
        engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_link_makes_a_watch_that_remembers_nothing_yet()
    {
        await people.Link(Anna, "K1", "K2");
        engine.ReopenAfterKill();

        Watch watch = await people.Of(Anna, "K1");
        Assert.Equal(new Watch(Anna, "K1") { RowVersion = watch.RowVersion }, watch);
        Assert.Equal(2, (await people.All()).Count);
    }

    [Fact]
    public async Task A_watch_follows_every_choice_of_its_chat_and_of_its_contract()
    {
        await people.Link(Anna, "K1", "K2");
        await people.Link(Bo, "K1");
        Gen<(WarningChoices Chat, LinkChoices Contract)> choices = Gen.Select(Some.Choices, Some.OfContract);
        await choices.SampleAsync(
            async chosen =>
            {
                await people.Change(
                    Anna,
                    subscriber => subscriber.With("K1", _ => chosen.Contract) with { Warnings = chosen.Chat }
                );

                Watch watch = await people.Of(Anna, "K1");
                Assert.Equal(chosen, (watch.Choices, watch.Contract));
                Watch other = await people.Of(Anna, "K2");
                Assert.Equal((chosen.Chat, LinkChoices.None), (other.Choices, other.Contract));
                (_, Subscriber subscriber) = await engine.Turns.Load(Anna);
                Assert.Equal((chosen.Chat, chosen.Contract), (subscriber.Warnings, subscriber.LinkTo("K1")!.Choices));
            },
            iter: 60,
            threads: 1
        );
        engine.ReopenAfterKill();

        (_, Subscriber last) = await engine.Turns.Load(Anna);
        Assert.Equal(last.Warnings, (await people.Of(Anna, "K1")).Choices);
        Assert.Equal(WarningChoices.None, (await people.Of(Bo, "K1")).Choices);
    }

    [Fact]
    public async Task A_choice_is_a_new_version_and_a_turn_that_chooses_nothing_is_not()
    {
        await people.Link(Anna, "K1");
        long first = (await people.Of(Anna, "K1")).RowVersion;
        await people.Change(Anna, subscriber => subscriber with { HeardLanguage = "nb" });
        Assert.Equal(first, (await people.Of(Anna, "K1")).RowVersion);

        await people.Change(Anna, subscriber => subscriber.With("K1", choices => choices with { On = false }));

        Assert.NotEqual(first, (await people.Of(Anna, "K1")).RowVersion);
    }

    [Fact]
    public async Task Unlinking_takes_the_watch_its_mark_and_its_decisions_and_nothing_of_others()
    {
        foreach (ChatId chat in new[] { Anna, Bo })
        {
            foreach (string key in new[] { "1", "10" })
            {
                await people.Link(chat, key);
                await Decide(chat, key);
                await people.MarkDue(chat, key, Noon);
            }
        }

        await people.Unlink(Anna, "1");
        engine.ReopenAfterKill();

        Assert.Equal([(Bo, "1"), (Anna, "10"), (Bo, "10")], (await people.All()).Select(w => (w.Chat, w.ContractKey)));
        Assert.Equal([Bo], (await engine.Scans.Decisions("1", 10)).Select(entry => entry.Chat));
        Assert.Equal(2, (await engine.Scans.Decisions("10", 10)).Count);
        Assert.Equal(
            ["10"],
            (await engine.Scans.Due(Noon, 10)).Single(c => c.Subscriber.Chat == Anna).Watches.Select(w => w.ContractKey)
        );
        await people.Unlink(Anna, "10");
        Assert.Equal([Bo], await people.DueChats(Noon));
    }

    [Fact]
    public async Task Who_links_anew_begins_anew()
    {
        await people.Link(Anna, "K1");
        await Decide(Anna, "K1");
        await people.MarkDue(Anna, "K1", Noon);
        await people.Unlink(Anna, "K1");
        await people.Link(Anna, "K1");

        Watch watch = await people.Of(Anna, "K1");
        Assert.Equal(new Watch(Anna, "K1") { RowVersion = watch.RowVersion }, watch);
        Assert.Empty(await engine.Scans.Due(Noon, 10));
        Assert.Null(await engine.Scans.NextDue());
        Assert.Empty(await engine.Scans.Decisions("K1", 10));
    }

    [Fact]
    public async Task What_an_answer_has_shown_counts_as_told_and_an_episode_is_read_by_its_contract()
    {
        await people.Link(Anna, "K1", "K2", "K3");
        await Decide(Anna, "K2");
        await people.Change(
            Anna,
            subscriber => subscriber with { HeardLanguage = "en" },
            new Dictionary<string, Reached> { ["K1"] = new(Level.ThreeDays, true), ["K2"] = new(Level.Week, false) }
        );
        engine.ReopenAfterKill();

        (_, Subscriber subscriber) = await engine.Turns.Load(Anna);
        IReadOnlyDictionary<string, Episode> episodes = await engine.Turns.Episodes(subscriber);
        Assert.Equal(new Episode { Told = Level.ThreeDays, ThresholdTold = true }, episodes["K1"]);
        Assert.Equal(Level.Day, episodes["K2"].Told);
        Assert.Equal(Episode.Fresh, episodes["K3"]);
    }

    [Fact]
    public async Task To_whom_nothing_can_be_sent_nothing_is_due_until_a_scan_after_their_return()
    {
        await people.Link(Anna, "K1", "K2");
        await people.MarkDue(Anna, "K1", Noon);
        await people.MarkDue(Anna, "K2", Noon.AddHours(8));
        Watch before = await people.Of(Anna, "K1");
        await people.Change(Anna, subscriber => subscriber with { Reachable = false });
        await engine.Scans.Commit([new WatchChange(before, before.Episode) { DueAt = Noon }], ScanRun.None);
        engine.ReopenAfterKill();

        Assert.Empty(await engine.Scans.Due(Noon.AddDays(1), 10));
        Assert.Null(await engine.Scans.NextDue());
        Assert.All(await people.All(), watch => Assert.Equal((false, null), (watch.Reachable, watch.DueAt)));

        await people.Change(Anna, subscriber => subscriber with { Reachable = true });
        Assert.All(await people.All(), watch => Assert.True(watch.Reachable));
        Assert.Empty(await engine.Scans.Due(Noon.AddDays(1), 10));
        await people.MarkDue(Anna, "K1", Noon);
        Assert.Equal([Anna], await people.DueChats(Noon));
    }

    private async Task Decide(ChatId chat, string key)
    {
        Watch watch = await people.Of(chat, key);
        Episode told = watch.Episode with { Told = Level.Day, Count = 1, WarnedAt = Noon };
        await engine.Scans.Commit([new WatchChange(watch, told) { Record = Decided(Noon) }], ScanRun.None);
    }
}
