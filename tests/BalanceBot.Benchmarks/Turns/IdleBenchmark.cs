using System.Globalization;
using BalanceBot.Benchmarks.Turns.BotApi;
using BalanceBot.Benchmarks.Turns.Bots;

namespace BalanceBot.Benchmarks.Turns;

/// <param name="StartSeconds">From the start of the process until it is ready and Telegram knows where it is.</param>
/// <param name="Processor">Share of one core while nothing is asked.</param>
/// <param name="Memory">Resident, in bytes, of which <paramref name="Own"/> are shared with no file.</param>
internal sealed record IdleRow(string Bot, double StartSeconds, double Processor, long Memory, long Own);

/// <summary>What a bot needs while nobody asks it anything, one after the other on an otherwise quiet machine.</summary>
internal sealed class IdleBenchmark(DirectoryInfo folder, TimeSpan rest, TimeSpan measured, CancellationToken stop)
{
    private const int People = 100;

    public async Task<IReadOnlyList<IdleRow>> Run(IReadOnlyList<BotUnderTest> bots)
    {
        string contracts = Path.Combine(folder.FullName, "contracts.csv");
        await Person.WriteContracts(contracts, Person.Make(People), stop);
        await using LoadServer server = await LoadServer.Start(stop);
        List<IdleRow> rows = [];
        foreach (BotUnderTest bot in bots)
        {
            rows.Add(await Measure(bot, server, contracts, rows.Count));
        }

        return rows;
    }

    private async Task<IdleRow> Measure(BotUnderTest bot, LoadServer server, string contracts, int number)
    {
        await Console.Error.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{bot.Name}: starts, rests {rest.TotalSeconds:0} s, is looked at for {measured.TotalSeconds:0} s"
            )
        );
        Ground ground = new(
            folder.CreateSubdirectory(string.Create(CultureInfo.InvariantCulture, $"bot-{number}")),
            contracts,
            server.Address,
            string.Create(CultureInfo.InvariantCulture, $"{7_100_000_001 + number}:a-made-up-token-for-the-benchmark")
        );
        UpdateLine line = new();
        Load load = new(Person.Make(People), 1, TimeProvider.System) { Delivery = new ByPolling(line) };
        await using Contender contender = await Contender.Start(bot, server, ground, load, line, stop);
        TimeSpan started = contender.Age;
        await Task.Delay(rest, TimeProvider.System, stop);
        ProcessCost before = contender.Cost;
        await Task.Delay(measured, TimeProvider.System, stop);
        ProcessCost after = contender.Cost;
        return new IdleRow(
            bot.Name,
            started.TotalSeconds,
            (after.Processor - before.Processor) / measured,
            after.Memory,
            after.Own
        );
    }
}
