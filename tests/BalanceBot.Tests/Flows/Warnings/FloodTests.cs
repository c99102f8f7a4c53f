using System.Diagnostics;
using BalanceBot.Outbox;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Scanning;

namespace BalanceBot.Tests.Flows.Warnings;

/// <summary>
/// Very many warnings due at once against a server that enforces Telegram's limits, in virtual time: it moves only when
/// nothing is on its way, so that what is measured is the pace and not this machine.
/// </summary>
public sealed class FloodTests
{
    private const double SetPace = 25;
    private static readonly DateTime Noon = new(2026, 11, 24, 12, 0, 0);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Ten_thousand_due_at_once_cause_no_429_reach_97_percent_of_the_pace_and_hold_up_no_answer()
    {
        await using WarningStory story = await Due(10_000);
        long[] askers = [.. Enumerable.Range(0, 20).Select(n => story.World.AddPerson($"Asker {n}", "en").Id)];
        List<TimeSpan> answers = [];
        List<double> waited = [];
        await UntilAllAreDue(story);
        DateTimeOffset first = story.Now;
        int before = Sent(story);
        for (int step = 0; Sent(story) < 10_000 && story.Now - first < TimeSpan.FromMinutes(10); step++)
        {
            if (step % 20 == 0)
            {
                long asked = Stopwatch.GetTimestamp();
                answers.Add(await Ask(story, askers[step / 20 % askers.Length]));
                waited.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            await Advance(story);
        }

        double pace = (10_000 - before) / (story.Now - first).TotalSeconds;
        TimeSpan p99 = answers.Order().ElementAt(answers.Count * 99 / 100);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{pace:0.0} a second of {SetPace:0} set; {answers.Count} answers, p99 {p99.TotalMilliseconds:0} ms by the virtual clock, {waited.Order().ElementAt(waited.Count * 99 / 100):0} ms by this machine's"
        );
        Assert.DoesNotContain(story.World.Calls("sendMessage"), call => call.Code == 429);
        Assert.True(pace >= SetPace * 0.97, $"only {pace:0.00} a second");
        Assert.InRange(p99.TotalMilliseconds, 0, 300);
    }

    [Fact]
    public async Task During_the_pause_of_a_429_at_most_those_in_flight_reach_the_server_and_afterwards_it_goes_slower()
    {
        await using WarningStory story = await Due(4000);
        await UntilAllAreDue(story);
        for (int before = Sent(story); Sent(story) < before + 500; )
        {
            await Advance(story);
        }

        story.World.Faults.Add(new Fault(FaultKind.TooMany, "sendMessage", Seconds: 30) { Times = 1 });
        Task<DateTimeOffset> pause = When429(story);
        while (!pause.IsCompleted)
        {
            await Advance(story);
        }

        DateTimeOffset from = await pause;
        while (story.Now < from.AddSeconds(60))
        {
            await Advance(story);
        }

        ApiCall[] calls = [.. story.World.Calls("sendMessage")];
        int during = calls.Count(call => call.At > from && call.At < from.AddSeconds(30));
        int after = calls.Count(call => call.At >= from.AddSeconds(30) && call.At < from.AddSeconds(60));
        TestContext.Current.TestOutputHelper?.WriteLine($"{during} during the pause, {after} in the 30 s after it");
        Assert.InRange(during, 0, 3);
        Assert.InRange(after, 30 * SetPace * 0.7 * 0.9, (30 * SetPace * 0.7) + 10);
        Assert.Single(calls, call => call.Code == 429);
    }

    /// <summary>So many people, each with a contract that lacks money; the scan that finds them is a minute away.</summary>
    private static async Task<WarningStory> Due(int people)
    {
        WarningStory story = await WarningStory.Begin(Noon, new Rules { NeedsContact = false });
        List<Task> links = [];
        for (int n = 0; n < people; n++)
        {
            string number = $"C{n:00000}";
            story.Contract(number, 100m, new DateOnly(2026, 11, 26).AddDays(n % 6));
            links.Add(story.Link(story.World.AddPerson(number, "en").Id, number));
        }

        await Task.WhenAll(links);
        await story.Pass(TimeSpan.FromMinutes(29));
        return story;
    }

    private static async Task UntilAllAreDue(WarningStory story)
    {
        DateTimeOffset begin = story.Now;
        while (Sent(story) == 0)
        {
            Assert.True(story.Now - begin < TimeSpan.FromHours(1), "nothing is sent");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
            story.Time.Advance(TimeSpan.FromMilliseconds(500));
            await Idle(story);
        }

        // The scan takes this machine's time, and what it finds late is due at the next full minute: from then on all are.
        while ((await story.Scene.Bot.Part<IScanStore>().Run()).IsOpen)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        DateTimeOffset found = story.Now;
        while (story.Now < found.AddMinutes(1))
        {
            await Advance(story);
        }
    }

    /// <summary>Warnings, without the answers to people who ask.</summary>
    private static int Sent(WarningStory story) => story.Sent;

    private static async Task Advance(WarningStory story)
    {
        story.Time.Advance(Step);
        await Idle(story);
    }

    /// <summary>
    /// Nothing is on its way and the announcer rests: on a slow machine time would else run away from it, and what is
    /// measured would be the machine.
    /// </summary>
    private static async Task Idle(WarningStory story)
    {
        Dispatcher outbox = story.Scene.Bot.Part<Dispatcher>();
        Announcer announcer = story.Scene.Bot.Hosted<Announcer>();
        while (outbox.UnderWay > 0 || announcer.RestsUntil <= story.Now)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>How much virtual time passes until the answer is there; it is given real time first.</summary>
    private static async Task<TimeSpan> Ask(WarningStory story, long person)
    {
        DateTimeOffset asked = story.Now;
        int before = story.World.BotMessages(person).Count;
        story.World.PersonSays(person, "/help");
        while (true)
        {
            for (int look = 0; look < 200; look++)
            {
                if (story.World.BotMessages(person).Count > before)
                {
                    return story.Now - asked;
                }

                await Task.Delay(
                    TimeSpan.FromMilliseconds(2),
                    TimeProvider.System,
                    TestContext.Current.CancellationToken
                );
            }

            await Advance(story);
        }
    }

    private static async Task<DateTimeOffset> When429(WarningStory story)
    {
        await story.World.When(w => w.Calls("sendMessage").Any(call => call.Code == 429));
        return story.World.Calls("sendMessage").Last(call => call.Code == 429).At;
    }
}
