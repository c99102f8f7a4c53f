using BalanceBot.Sandbox.BotApi;
using BalanceBot.Storage.LiteDb;

namespace BalanceBot.Tests.Flows.Promising;

/// <summary>
/// The real executable, killed with -9 at many points while people say yes to a promised payment: before it is written down,
/// while the billing is asked, and before what came of it is written.
/// </summary>
public sealed class PromiseKillTests
{
    private const int Kills = 16;
    private const int PeopleAtOnce = 6;
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(4);

    /// <summary>Chance decides when; the seed makes a failure repeatable as far as a race can be.</summary>
    private readonly Random chance = new(20261127);
    private readonly Random fates = new(20261128);

    private static CancellationToken Enough => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bot_killed_at_any_point_takes_one_promise_for_one_yes_and_tells_what_the_billing_counts()
    {
        await using CountingBilling billing = await CountingBilling.Start(() => Course.By(fates));
        await using BotProcess process = await BotProcess.Prepare();
        process.Set("BALANCEBOT__BILLING__KIND", "Http");
        process.Set("BALANCEBOT__BILLING__HTTP__URL", billing.UrlFor("one"));
        process.Set("BALANCEBOT__BILLING__HTTP__KEY", CountingBilling.Key);
        process.Set("BALANCEBOT__BILLING__HTTP__BULKTIMEOUT", "00:00:01");
        Promisers people = new(process.World, billing);
        string file = Path.Combine(process.Folder, "data", "bot.db");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using (LiteDbStore store = LiteDbStore.Open(file, Promisers.Seal))
        {
            await people.Link(store.Turns, Kills * PeopleAtOnce);
        }

        process.Start();
        foreach (Promiser[] some in people.All.Chunk(PeopleAtOnce))
        {
            await process.FirstPoll(Enough);
            Array.ForEach(some, one => process.World.PersonSays(one.Chat, "/promise"));
            await process.When(_ => some.All(one => people.Yes(one) is not null));
            Task point = Point(billing);
            Press(process.World, people, some);
            await Task.WhenAny(point, Task.Delay(AtMost, TimeProvider.System, Enough));
            await process.Kill();
            process.Start();
        }

        await process.FirstPoll(Enough);
        await process.Kill();
        await billing.Rest(Enough);
        string[] never =
        [
            .. people.Waiting.Select(one => one.Contract).Where(one => billing.TakesOf(one) == 0).Take(3),
        ];
        Array.ForEach(never, billing.Silence);

        await using LastLife last = await LastLife.Begin(process);
        Assert.Equal("", string.Join('\n', await last.Wrong(people, never)));

        Assert.InRange(billing.Asked, Kills, int.MaxValue);
        Assert.InRange(people.Count(Promisers.NeverKnown), 1, int.MaxValue);
    }

    /// <summary>Where it is killed: somewhere around the commits, or as the billing is at work.</summary>
    private async Task Point(CountingBilling billing)
    {
        int which = chance.Next(5);
        TimeSpan later = Some(chance, which == 0 ? 60 : 15);
        Task<string>? stage = which switch
        {
            1 or 2 => billing.Next(Stage.Asked),
            3 => billing.Next(Stage.Counted),
            4 => billing.Next(Stage.Answered),
            _ => null,
        };
        await Task.Yield();
        await (stage ?? Task.CompletedTask);
        await Task.Delay(later, TimeProvider.System, Enough);
    }

    /// <summary>All at once, and some twice.</summary>
    private void Press(TelegramWorld world, Promisers people, Promiser[] some)
    {
        foreach (Promiser one in some)
        {
            (int message, string yes) = people.Yes(one)!.Value;
            for (int tap = 0; tap <= chance.Next(2); tap++)
            {
                world.PersonPresses(one.Chat, message, yes);
            }
        }
    }

    private static TimeSpan Some(Random chance, int milliseconds) =>
        TimeSpan.FromMilliseconds(chance.Next(milliseconds));
}
