using System.Globalization;
using BalanceBot.Benchmarks.Turns.BotApi;
using BalanceBot.Benchmarks.Turns.Bots;

namespace BalanceBot.Benchmarks.Turns;

/// <summary>How much is played.</summary>
/// <param name="AtOnce">People who wait for an answer at any moment.</param>
/// <param name="People">All of them; each must be asked less than once a second, to which Telegram and the bot hold a chat.</param>
internal sealed record TurnsPlan(int AtOnce, int People, int WarmUp, int Turns, int Rounds);

/// <summary>The bots stand side by side and are measured in turn, so that what else the machine does hurts all alike.</summary>
internal sealed class TurnsBenchmark(DirectoryInfo folder, TurnsPlan plan, CancellationToken stop)
{
    public async Task<TurnsReport> Run(IReadOnlyList<BotUnderTest> bots)
    {
        string contracts = Path.Combine(folder.FullName, "contracts.csv");
        await Person.WriteContracts(contracts, Person.Make(plan.People), stop);
        await using LoadServer server = await LoadServer.Start(stop);
        List<Contender> contenders = [];
        try
        {
            foreach (BotUnderTest bot in bots)
            {
                contenders.Add(await Begin(bot, server, contracts, contenders.Count));
            }

            for (int round = 1; round <= plan.Rounds; round++)
            {
                await Measure(contenders, round);
            }

            return Report([.. contenders.Select(c => (c.Bot, c.Row()))]);
        }
        finally
        {
            foreach (Contender contender in contenders)
            {
                await contender.DisposeAsync();
            }
        }
    }

    private async Task<Contender> Begin(BotUnderTest bot, LoadServer server, string contracts, int number)
    {
        await Tell($"{bot.Name}: start, {plan.People:N0} links, {plan.WarmUp:N0} turns of warm-up");
        Ground ground = new(
            folder.CreateSubdirectory(string.Create(CultureInfo.InvariantCulture, $"bot-{number}")),
            contracts,
            server.Address,
            string.Create(CultureInfo.InvariantCulture, $"{7_000_000_001 + number}:a-made-up-token-for-the-benchmark")
        );
        UpdateLine line = new();
        Load load = new(Person.Make(plan.People), plan.AtOnce, TimeProvider.System) { Delivery = new ByPolling(line) };
        Contender contender = await Contender.Start(bot, server, ground, load, line, stop);
        try
        {
            await contender.Prepare(plan.WarmUp, stop);
            return contender;
        }
        catch
        {
            await contender.DisposeAsync();
            throw;
        }
    }

    private async Task Measure(List<Contender> contenders, int number)
    {
        foreach (Contender contender in contenders)
        {
            TurnsRound round = await contender.Round(plan.Turns, stop);
            await Tell(
                $"  round {number} of {plan.Rounds}, {contender.Bot.Name}: {round.PerSecond:N0} turns/s, {round.ProcessorMillisecondsEach:0.000} ms of processor time each"
            );
        }
    }

    private TurnsReport Report(IReadOnlyList<(BotUnderTest Bot, TurnsRow Row)> rows)
    {
        List<TurnsRow> peers = [.. rows.Where(row => row.Bot is PeerBot).Select(row => row.Row)];
        return new TurnsReport(
            plan.People,
            plan.AtOnce,
            plan.Turns,
            [.. rows.Select(row => row.Row)],
            [
                .. rows.Where(row => row.Bot is not PeerBot)
                    .Select(row => Figures.Ratio(row.Row, peers))
                    .OfType<TurnsRatio>(),
            ]
        );
    }

    private static Task Tell(FormattableString told) =>
        Console.Error.WriteLineAsync(told.ToString(CultureInfo.InvariantCulture));
}
