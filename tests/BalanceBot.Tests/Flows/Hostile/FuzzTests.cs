using System.Diagnostics;
using BalanceBot.Hosting;
using BalanceBot.Inbox;
using BalanceBot.Outbox;
using BalanceBot.Sandbox.BotApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>
/// Updates of every kind, changed at random: no exception escapes, nobody sees another's contract, nothing is stuck, and all
/// that is said is what Telegram takes.
/// </summary>
public sealed class FuzzTests
{
    /// <summary>So many that the pace of one chat holds up few of them.</summary>
    private const int People = 1500;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly string[] Secrets = ["SECRETOF", HostileWords.Mark, "SECRETOFPHONE", Scene.Token];

    /// <summary>What is put away unread, and the faults that the scripted Telegram has.</summary>
    private static readonly string[] Expected =
    [
        "Contract numbers lie in clear",
        "wrong attempts to link within this hour",
        "is put into the quarantine: cannot be ",
        "is put into the quarantine: is ",
        "Telegram asks to wait 1 s",
        "was not delivered: HTTP 400",
        // Presses below messages, and chats, that are not there.
        "was not delivered: 400 message to edit not found",
        "was not delivered: 400 message can't be edited",
        "was not delivered: 400 chat not found",
        "was not delivered: blocked",
        "was not delivered: unknown whether it arrived (HTTP 500)",
    ];

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    /// <summary>The whole bot but HTTP: what is received and sent goes by calls, so that so many are a matter of a minute.</summary>
    [Fact]
    public async Task Two_hundred_thousand_hostile_updates_break_nothing_and_show_nobody_another_s_data()
    {
        const int total = 200_000;
        OutgoingCheck check = new();
        FuzzedTelegram telegram = new(new FuzzedUpdates(20261124, People), check, total, time);
        TaskCompletionSource begin = new();
        telegram.Begin = begin.Task;
        await using Scene scene = await Scene.Begin(
            time,
            contracts: MarkedContract.File(People),
            settings: new Dictionary<string, string?>
            {
                ["Inbox:HandlerDeadline"] = "00:05:00",
                ["Inbox:StragglerAfter"] = "00:00:05",
                ["Conversations:MostContractsPerChat"] = "2",
            },
            replace: services => services.AddSingleton<IUpdateSource>(telegram).AddSingleton<IMessageSender>(telegram)
        );
        await LinkHalf(scene, check);
        await using Flowing flowing = new(time, TimeSpan.FromMilliseconds(200), () => check.Seen);
        long began = Stopwatch.GetTimestamp();
        begin.SetResult();

        await telegram.All.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await Drained(scene);
        telegram.Faults = false;
        long[] people = [.. Enumerable.Range(0, People).Select(n => FuzzedUpdates.FirstPerson + n)];
        Array.ForEach(people, person => telegram.Say(person, "/help"));
        await Until(
            scene,
            () => Task.FromResult(telegram.NotHelped(people).Count == 0),
            () => $"not answered: {string.Join('\n', telegram.NotHelped(people))}"
        );
        await Drained(scene);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Stopwatch.GetElapsedTime(began).TotalSeconds:0} s; {telegram.Sent} sent, contracts shown {check.Shown} times"
        );
        Assert.Empty(check.Wrong);
        Assert.True(check.Shown > total / 100, $"contracts are shown only {check.Shown} times");
        AssertCalm(scene);
        await scene.StopBot();
        Assert.Empty(SecretSearch.Found(Secrets, SecretSearch.PlacesOf(scene)));
    }

    /// <summary>Raw bodies at the real webhook, and Telegram's imitation, which takes or refuses what is sent as Telegram does.</summary>
    [Fact]
    public async Task Ten_thousand_hostile_updates_over_http_break_nothing_and_telegram_takes_every_answer()
    {
        const int total = 10_000;
        Uri address = new($"http://127.0.0.1:{Ports.Free()}/telegram");
        await using Scene scene = await Scene.Begin(
            time,
            Rules.WithoutLimits with
            {
                NeedsContact = false,
            },
            contracts: MarkedContract.File(People),
            settings: new Dictionary<string, string?>
            {
                ["Telegram:Mode"] = "Webhook",
                ["Telegram:Webhook:Url"] = address.ToString(),
                ["Telegram:Webhook:Listen"] = address.GetLeftPart(UriPartial.Authority),
                ["Inbox:HandlerDeadline"] = "00:05:00",
            }
        );
        await scene.When(world => world.Calls("setWebhook").Any(call => call.Code == 200));
        OutgoingCheck check = new();
        Populate(scene.World);
        using IDisposable watching = scene.World.Watch(happened => Sees(check, happened));
        await LinkHalf(scene, check);
        using FuzzedDoor door = new(scene, address);
        await using (new Flowing(time, TimeSpan.FromMilliseconds(20), () => check.Seen))
        {
            await door.Bring(Bodies(check, total), TestContext.Current.CancellationToken);
            await Drained(scene);
            await door.Bring(Helps(), TestContext.Current.CancellationToken);
            await Until(
                scene,
                () => Task.FromResult(NotHelped(scene.World).Length == 0),
                () => $"not answered: {string.Join(' ', NotHelped(scene.World))}"
            );
        }

        Assert.Empty(check.Wrong);
        Assert.True(check.Shown > total / 100, $"contracts are shown only {check.Shown} times");
        Assert.Equal(
            [],
            scene
                .World.Calls("sendMessage")
                .Where(call => call.Code == 400 && scene.World.Chat(call.Chat!.Value) is not null)
        );
        AssertCalm(scene);
        await scene.StopBot();
        Assert.Empty(SecretSearch.Found(Secrets, SecretSearch.PlacesOf(scene)));
    }

    private static IEnumerable<string> Bodies(OutgoingCheck check, int total)
    {
        FuzzedUpdates updates = new(20261125, People);
        Random chance = new(5);
        for (int n = 0; n < total; n++)
        {
            Fuzzed update = updates.Next();
            check.Heard(update);
            yield return chance.Next(50) == 0 ? FuzzedDoor.Cut(update.Json, chance) : update.Json;
        }
    }

    private static IEnumerable<string> Helps() =>
        Enumerable
            .Range(0, People)
            .Select(person => FuzzedTelegram.Saying(FuzzedUpdates.FirstPerson + person, "/help"));

    private static void Populate(TelegramWorld world)
    {
        for (int person = 0; person < People; person++)
        {
            world.AddPerson($"SECRETOFNAME {person}", "en", FuzzedUpdates.FirstPerson + person);
        }

        for (int n = 0; n < FuzzedUpdates.Groups; n++)
        {
            world.AddGroup("A group", botIsAdmin: n % 2 == 0, FuzzedUpdates.FirstGroup - n);
            world.AddGroup("A supergroup", botIsAdmin: n % 2 == 0, FuzzedUpdates.FirstSupergroup - n, "supergroup");
            world.AddGroup("A channel", botIsAdmin: true, FuzzedUpdates.FirstChannel - n, "channel");
        }
    }

    private static void Sees(OutgoingCheck check, WorldEvent happened)
    {
        if (happened is WorldEvent.Shown({ FromBot: true } message))
        {
            check.Sees(message.Chat, $"{message.Text} {message.Markup?.ToJsonString()}");
        }
    }

    private static long[] NotHelped(TelegramWorld world) =>
        [
            .. Enumerable
                .Range(0, People)
                .Select(person => FuzzedUpdates.FirstPerson + person)
                .Where(chat => !(world.BotMessages(chat) is [.., { Text: var last }] && last.Contains("/privacy –"))),
        ];

    /// <summary>The others may come to it by themselves.</summary>
    private static async Task LinkHalf(Scene scene, OutgoingCheck check)
    {
        int[] linked = [.. Enumerable.Range(0, People).Where(person => person % 2 == 0)];
        await Task.WhenAll(
            linked.Select(person =>
            {
                MarkedContract own = new(person);
                check.Knows(FuzzedUpdates.FirstPerson + person, person);
                return scene.LinkAtOnce(FuzzedUpdates.FirstPerson + person, own.Printed, own.Printed);
            })
        );
    }

    /// <summary>Nothing waits: no update, no message, no lane.</summary>
    private static Task Drained(Scene scene)
    {
        OpenStore store = scene.Bot.Part<OpenStore>();
        return Until(
            scene,
            async () =>
                scene.Bot.Part<Lanes>().Waiting == 0
                && await store.Inbox.OldestKept() is null
                && await store.Outbox.Waiting() == 0,
            () => $"{scene.Bot.Part<Lanes>().Waiting} turns are still at work"
        );
    }

    private static async Task Until(Scene scene, Func<Task<bool>> holds, Func<string> state)
    {
        long began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.False(scene.Bot.Failed.IsCompleted, "a part has died");
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20), state());
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>What cannot be read is put away with its reason; nothing else is worth a warning.</summary>
    private static void AssertCalm(Scene scene)
    {
        string[] warnings;
        lock (scene.Log)
        {
            warnings =
            [
                .. scene
                    .Log.Where(line =>
                        line.StartsWith("Warning:", StringComparison.Ordinal)
                        || line.StartsWith("Error:", StringComparison.Ordinal)
                        || line.StartsWith("Critical:", StringComparison.Ordinal)
                    )
                    .Where(line => !Expected.Any(expected => line.Contains(expected, StringComparison.Ordinal))),
            ];
        }

        Assert.True(warnings.Length == 0, string.Join('\n', warnings.Distinct().Take(20)));
    }
}
