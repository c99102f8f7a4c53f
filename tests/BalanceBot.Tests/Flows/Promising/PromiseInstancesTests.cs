using BalanceBot.Sandbox.BotApi;
using BalanceBot.Storage.PostgreSql;
using BalanceBot.Tests.Storage.PostgreSql;

namespace BalanceBot.Tests.Flows.Promising;

/// <summary>
/// Two real executables over one database. Each "yes" comes to both, twice, or from two chats of one contract at once; and
/// whoever is at work on it is killed with -9.
/// </summary>
public sealed class PromiseInstancesTests : IAsyncLifetime
{
    private const int Kills = 10;
    private const int PeopleAtOnce = 6;
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(4);
    private static readonly string[] Names = ["first", "second"];

    /// <summary>Chance decides when; the seed makes a failure repeatable as far as a race can be.</summary>
    private readonly Random chance = new(20261129);
    private readonly Random fates = new(20261130);
    private readonly string database = Cluster.Of().Copy();
    private readonly int[] ports = [Ports.Free(), Ports.Free()];
    private BotProcess[] bots = [];
    private Deliveries? telegram;

    private static CancellationToken Enough => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        telegram?.Dispose();
        foreach (BotProcess bot in bots.Reverse())
        {
            await bot.DisposeAsync();
        }
    }

    [Fact]
    public async Task Two_bots_one_of_which_is_killed_take_one_promise_for_one_contract_and_tell_what_the_billing_counts()
    {
        await using CountingBilling billing = await CountingBilling.Start(() => Course.By(fates));
        BotProcess first = await BotProcess.Prepare(rules: Rules.WithoutLimits with { NeedsContact = false });
        bots = [first, first.Twin()];
        Promisers people = new(first.World, billing);
        await Link(people);
        Array.ForEach([0, 1], bot => Set(bot, billing));
        telegram = new Deliveries(ports, first.World);
        Array.ForEach(bots, bot => bot.Start());
        await first.When(world => world.Webhook is not null);

        foreach (Promiser[] some in people.All.Chunk(PeopleAtOnce))
        {
            await Task.WhenAll(some.Select(one => telegram.Say(chance.Next(2), one.Chat, "/promise")));
            await first.When(_ => some.All(one => people.Yes(one) is not null));
            Task<int> point = Point(billing);
            Task pressed = Press(people, some);
            await Task.WhenAny(point, Task.Delay(AtMost, TimeProvider.System, Enough));
            int killed = point.IsCompleted ? await point : chance.Next(2);
            await bots[killed].Kill();
            bots[killed].Start();
            await pressed;
        }

        await Task.WhenAll(bots.Select(bot => bot.Kill()));
        await billing.Rest(Enough);

        await using LastLife last = await LastLife.Begin(first);
        Assert.Equal("", string.Join('\n', await last.Wrong(people, [])));
        Assert.InRange(billing.Asked, Kills, int.MaxValue);
    }

    private async Task Link(Promisers people)
    {
        await using PostgreSqlStore store = await PostgreSqlEngine.Open(
            database,
            "who links them",
            seal: Promisers.Seal
        );
        await people.Link(store.Turns, Kills * PeopleAtOnce);
    }

    private void Set(int bot, CountingBilling billing)
    {
        Uri address = Deliveries.Address(ports[bot]);
        bots[bot].Set("BALANCEBOT__BILLING__KIND", "Http");
        bots[bot].Set("BALANCEBOT__BILLING__HTTP__URL", billing.UrlFor(Names[bot]));
        bots[bot].Set("BALANCEBOT__BILLING__HTTP__KEY", CountingBilling.Key);
        bots[bot].Set("BALANCEBOT__BILLING__HTTP__BULKTIMEOUT", "00:00:01");
        bots[bot].Set("BALANCEBOT__STORAGE__ENGINE", "PostgreSql");
        bots[bot].Set("BALANCEBOT__STORAGE__POSTGRESQL__CONNECTIONSTRING", database);
        bots[bot].Set("BALANCEBOT__TELEGRAM__MODE", "Webhook");
        bots[bot].Set("BALANCEBOT__TELEGRAM__WEBHOOK__URL", address.ToString());
        bots[bot].Set("BALANCEBOT__TELEGRAM__WEBHOOK__LISTEN", $"http://127.0.0.1:{ports[bot]}");
    }

    /// <summary>When, and which of the two: whoever holds the newest intent, but where nobody is waited for.</summary>
    private async Task<int> Point(CountingBilling billing)
    {
        int which = chance.Next(5);
        int any = chance.Next(2);
        TimeSpan later = Some(chance, which == 0 ? 60 : 15);
        Task<string>? stage = which switch
        {
            1 or 2 => billing.Next(Stage.Asked),
            3 => billing.Next(Stage.Counted),
            4 => billing.Next(Stage.Answered),
            _ => null,
        };
        int bot = stage is null ? any : Array.IndexOf(Names, await stage);
        await Task.Delay(later, TimeProvider.System, Enough);
        return bot;
    }

    /// <summary>
    /// Of three people the first's yes is delivered to both bots; the others are two chats of one contract, each with another
    /// bot, and one of them taps twice.
    /// </summary>
    private Task Press(Promisers people, Promiser[] some)
    {
        List<Task> all = [];
        for (int n = 0; n < some.Length; n++)
        {
            Promiser one = some[n];
            (int message, string yes) = people.Yes(one)!.Value;
            long update = telegram!.NextUpdate();
            all.Add(telegram.Press(n % 2, update, one.Chat, message, yes));
            if (n % 3 < 2)
            {
                long again = n % 3 == 0 ? update : telegram.NextUpdate();
                all.Add(telegram.Press(1 - (n % 2), again, one.Chat, message, yes));
            }
        }

        return Task.WhenAll(all);
    }

    private static TimeSpan Some(Random chance, int milliseconds) =>
        TimeSpan.FromMilliseconds(chance.Next(milliseconds));
}
