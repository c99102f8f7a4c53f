using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;
using CsCheck;
using static BalanceBot.Tests.Storage.Watching;

namespace BalanceBot.Tests.Storage;

/// <summary>What scanning and announcing ask of every engine. A new one passes it with a factory and an empty class.</summary>
public abstract partial class ScanStoreContract : IDisposable
{
    private readonly IEngine engine;
    private readonly Watching people;

    private protected ScanStoreContract(IEngine engine)
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
    public async Task A_page_of_a_run_is_written_whole_with_how_the_run_stands_and_is_there_after_a_kill()
    {
        await people.Link(Anna, "K1", "K2");
        WatchChange[] changes =
        [
            .. (await people.All()).Select(watch => new WatchChange(watch, new Episode { Told = Level.Week })
            {
                Record = Decided(Noon),
                DueAt = Noon.AddHours(1),
            }),
        ];
        ScanRun run = ScanRun.None with { IsOpen = true, After = "K2", StartedAt = Noon };
        await engine.Scans.Commit(changes, run);
        engine.ReopenAfterKill();

        Assert.Equal(Text(run), Text(await engine.Scans.Run()));
        Assert.All(
            await people.All(),
            watch =>
                Assert.Equal(
                    (Level.Week, Decided(Noon), Noon.AddHours(1)),
                    (watch.Episode.Told, watch.Last, watch.DueAt)
                )
        );
        Assert.Single(await engine.Scans.Decisions("K1", 10));
    }

    [Fact]
    public async Task A_row_that_changed_since_it_was_read_is_left_as_it_is_and_the_others_are_written()
    {
        await people.Link(Anna, "K1", "K2", "K3");
        IReadOnlyList<Watch> read = await people.All();
        await people.Change(Anna, subscriber => subscriber.With("K1", choices => choices with { On = false }));
        await people.Unlink(Anna, "K3");
        await engine.Scans.Commit(
            [
                .. read.Select(watch => new WatchChange(watch, new Episode { Count = 7 })
                {
                    Record = Decided(Noon),
                    DueAt = Noon,
                }),
            ],
            ScanRun.None with
            {
                After = "K3",
            }
        );

        Watch changed = await people.Of(Anna, "K1");
        Assert.Equal((0, null, null), (changed.Episode.Count, changed.Last, changed.DueAt));
        Assert.False(changed.Contract.On);
        Assert.Empty(await engine.Scans.Decisions("K1", 10));
        Assert.Equal(7, (await people.Of(Anna, "K2")).Episode.Count);
        Assert.Empty(await engine.Scans.WatchesOf("K3"));
        Assert.Equal("K3", (await engine.Scans.Run()).After);
    }

    [Fact]
    public async Task A_row_written_by_one_commit_refuses_another_that_read_before_it()
    {
        await people.Link(Anna, "K1");
        Watch read = await people.Of(Anna, "K1");
        await engine.Scans.Commit([new WatchChange(read, new Episode { Count = 1 })], ScanRun.None);
        await engine.Scans.Commit([new WatchChange(read, new Episode { Count = 2 })], ScanRun.None);

        Assert.Equal(1, (await people.Of(Anna, "K1")).Episode.Count);
    }

    [Fact]
    public async Task Every_episode_and_decision_comes_back_as_it_was()
    {
        await people.Link(Anna, "K1");
        await Gen.Select(Some.Episode, Some.Decision, Some.Choices)
            .SampleAsync(
                async written =>
                {
                    (Episode episode, Recorded decision, WarningChoices choices) = written;
                    await people.Change(Anna, subscriber => subscriber with { Warnings = choices });
                    Watch before = await people.Of(Anna, "K1");
                    await engine.Scans.Commit([new WatchChange(before, episode) { Record = decision }], ScanRun.None);

                    Watch after = await people.Of(Anna, "K1");
                    Assert.Equal(Text(episode), Text(after.Episode));
                    Assert.Equal((decision, choices), (after.Last, after.Choices));
                    Assert.Contains((Anna, decision), await engine.Scans.Decisions("K1", 10_000));
                },
                iter: 80,
                threads: 1
            );
        Watch last = await people.Of(Anna, "K1");
        engine.ReopenAfterKill();

        Assert.Equal(Text(last), Text(await people.Of(Anna, "K1")));
    }

    [Fact]
    public async Task Every_run_comes_back_as_it_was()
    {
        Assert.Equal(Text(ScanRun.None), Text(await engine.Scans.Run()));
        await Some.Run.SampleAsync(
            async run =>
            {
                await engine.Scans.Commit([], run);
                Assert.Equal(Text(run), Text(await engine.Scans.Run()));
            },
            iter: 60,
            threads: 1
        );
        ScanRun last = await engine.Scans.Run();
        engine.ReopenAfterKill();

        Assert.Equal(Text(last), Text(await engine.Scans.Run()));
    }

    [Fact]
    public async Task An_alarm_and_the_messages_about_it_are_one_commit_and_the_messages_are_their_senders()
    {
        ScanRun run = ScanRun.None with { Alarms = new Dictionary<Alarm, DateTimeOffset> { [Alarm.StaleData] = Noon } };
        IReadOnlyList<ClaimedOutgoing> claimed = await engine.Scans.Commit(
            run,
            [Message(Anna, "a", OutgoingClass.Notice), Message(Bo, "b", OutgoingClass.Notice)],
            ByOne
        );
        engine.ReopenAfterKill();

        Assert.Equal([Anna, Bo], claimed.Select(row => row.Message.Chat));
        Assert.Equal([Alarm.StaleData], (await engine.Scans.Run()).Alarms.Keys);
        Assert.Equal(2, await engine.Outbox.Waiting());
    }

    [Fact]
    public async Task Decisions_come_newest_first_of_one_contract_and_are_forgotten_after_their_time()
    {
        await people.Link(Anna, "1", "10");
        await people.Link(Bo, "1");
        foreach (
            (ChatId chat, string key, int hour) in new[]
            {
                (Anna, "1", 1),
                (Anna, "1", 3),
                (Bo, "1", 2),
                (Anna, "10", 4),
            }
        )
        {
            Watch watch = await people.Of(chat, key);
            WatchChange change = new(watch, watch.Episode) { Record = Decided(Noon.AddHours(hour)) };
            await engine.Scans.Commit([change], ScanRun.None);
        }

        Assert.Equal([(Anna, 3), (Bo, 2), (Anna, 1)], await Hours("1", 10));
        Assert.Equal([(Anna, 3), (Bo, 2)], await Hours("1", 2));
        Assert.Equal(2, await engine.Scans.Forget(Noon.AddHours(3)));
        engine.ReopenAfterKill();
        Assert.Equal([(Anna, 3)], await Hours("1", 10));
        Assert.Equal([(Anna, 4)], await Hours("10", 10));
        Assert.Equal(0, await engine.Scans.Forget(Noon.AddHours(3)));
    }

    private async Task<IEnumerable<(ChatId Chat, int Hour)>> Hours(string key, int most) =>
        (await engine.Scans.Decisions(key, most)).Select(entry => (entry.Chat, (entry.Decision.At - Noon).Hours));
}
