using System.Globalization;
using System.Text.RegularExpressions;
using BalanceBot.Conversations;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Scanning;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Flows.Warnings;

/// <summary>The real executable with a thousand warnings due, killed with -9 at random moments until all are told.</summary>
public sealed partial class WarningKillTests
{
    private const int People = 1000;
    private const int Kills = 100;

    [Fact]
    public async Task S13_a_run_killed_with_9_at_any_of_100_points_every_due_message_once_and_none_lost()
    {
        await using BotProcess process = await BotProcess.Prepare(
            People,
            Rules.WithoutLimits with
            {
                NeedsContact = false,
            }
        );
        long[] people = await LinkAll(process);
        Settings(process);
        using CancellationTokenSource enough = new(TimeSpan.FromMinutes(10));

        // Chance decides when; the seed makes a failure repeatable as far as a race can be.
        Random chance = new(20261125);
        process.Start();
        await process.World.When(w => w.Calls("sendMessage").Count > 0).WaitAsync(enough.Token);
        for (int kill = 1; kill <= Kills; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(5, 700)), TimeProvider.System, enough.Token);
            await process.Kill();
            process.Start();
            await process.FirstPoll(enough.Token);
        }

        await UntilNothingMoreIsSent(process.World, enough.Token);
        Assert.Equal(0, await process.Stop());

        int[] heard = [.. people.Select(person => process.World.BotMessages(person).Count)];
        int unknown = Unknown(process.Output);
        int never = heard.Count(messages => messages == 0);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Kills} kills: {heard.Count(m => m == 1)} told once, {heard.Count(m => m > 1)} twice; {unknown} of unknown outcome, of which {never} did not arrive"
        );
        Assert.DoesNotContain(heard, messages => messages > 1);
        Assert.InRange(never, 0, unknown);
        await AssertNothingIsLeft(process);
    }

    private static void Settings(BotProcess process)
    {
        process.Set("BALANCEBOT__WARNINGS__QUIETFROM", "00:00:00");
        process.Set("BALANCEBOT__WARNINGS__QUIETTO", "00:00:00");
        // So slow that a hundred lives are needed for all.
        process.Set("BALANCEBOT__OUTBOX__BULKPERSECOND", "20");
    }

    /// <summary>A thousand people, each with a contract that lacks money tomorrow, as a bot before has left them.</summary>
    private static async Task<long[]> LinkAll(BotProcess process)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string tomorrow = now.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(
            Path.Combine(process.Folder, "billing.csv"),
            [
                "contract,balance,price,period,next_charge",
                .. Enumerable.Range(1, People).Select(n => $"C{n:0000},100.00,150.00,monthly,{tomorrow}"),
            ]
        );
        long[] people = new long[People];
        using LiteDbStore store = Open(process);
        for (int n = 1; n <= People; n++)
        {
            people[n - 1] = process.World.AddPerson($"P{n}", "en").Id;
            Link link = new($"C{n:0000}", $"C{n:0000}", LinkWay.ContractAndDocument, now);
            Subscriber subscriber = new Subscriber(new ChatId(people[n - 1])).With(link);
            await store.Turns.Commit(new TurnChanges(null, now) { Subscriber = subscriber });
        }

        return people;
    }

    private static LiteDbStore Open(BotProcess process) =>
        LiteDbStore.Open(Path.Combine(process.Folder, "data", "bot.db"), Seal.From(Scene.Token, "store"));

    private static async Task UntilNothingMoreIsSent(TelegramWorld world, CancellationToken enough)
    {
        int sent = -1;
        while (sent != world.Calls("sendMessage").Count)
        {
            sent = world.Calls("sendMessage").Count;
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, enough);
        }
    }

    private static async Task AssertNothingIsLeft(BotProcess process)
    {
        using LiteDbStore store = Open(process);
        Assert.Equal(0, await store.Outbox.Waiting());
        Assert.Null(await store.Scans.NextDue());
        IReadOnlyList<Watch> watches = await store.Scans.Watches(null, null, 10_000);
        Assert.Equal(People, watches.Count);
        Assert.All(watches, watch => Assert.True(watch.Episode.IsOpen));
    }

    private static int Unknown(List<string> output)
    {
        lock (output)
        {
            return output
                .Select(line => Told().Match(line))
                .Where(match => match.Success)
                .Sum(match => int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture));
        }
    }

    [GeneratedRegex(
        "(?<count>[0-9]+) messages were on their way when their process died",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Told();
}
