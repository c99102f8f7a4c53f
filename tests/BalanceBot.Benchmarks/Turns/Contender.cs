using System.Diagnostics;
using BalanceBot.Benchmarks.Turns.BotApi;
using BalanceBot.Benchmarks.Turns.Bots;

namespace BalanceBot.Benchmarks.Turns;

/// <summary>One bot in the run: started, linked, warm, and measured round by round while the others rest.</summary>
internal sealed class Contender : IAsyncDisposable
{
    private static readonly TimeSpan StartAtMost = TimeSpan.FromSeconds(60);
    private readonly LoadedBot loaded;
    private readonly RunningBot running;
    private readonly List<TurnsRound> rounds = [];

    private Contender(BotUnderTest bot, LoadedBot loaded, RunningBot running)
    {
        Bot = bot;
        this.loaded = loaded;
        this.running = running;
    }

    public BotUnderTest Bot { get; }

    public ProcessCost Cost => running.Cost;

    public TimeSpan Age => running.Age;

    public static async Task<Contender> Start(
        BotUnderTest bot,
        LoadServer server,
        Ground ground,
        Load load,
        UpdateLine line,
        CancellationToken stop
    )
    {
        LoadedBot loaded = new(ground.Token, line, bot.Instances, TimeProvider.System) { Load = load };
        server.Add(loaded);
        Contender made = new(bot, loaded, await bot.Start(ground, stop));
        Task first = await Task.WhenAny(
            loaded.Ready,
            made.running.Died,
            Task.Delay(StartAtMost, TimeProvider.System, stop)
        );
        if (first != loaded.Ready)
        {
            await made.DisposeAsync();
            throw new InvalidOperationException($"{bot.Name} did not come up: see output.txt in {ground.Folder}.");
        }

        return made;
    }

    public async Task Prepare(int warmUp, CancellationToken stop)
    {
        await Right(loaded.Load.Link(stop));
        await Right(loaded.Load.Ask(warmUp, stop));
    }

    public async Task<TurnsRound> Round(int turns, CancellationToken stop)
    {
        (ProcessCost bot, ProcessCost database) before = (running.Cost, running.DatabaseCost);
        TimeSpan own = Environment.CpuUsage.TotalTime;
        Stopwatch clock = Stopwatch.StartNew();
        IReadOnlyList<long> waited = await Right(loaded.Load.Ask(turns, stop));
        TimeSpan took = clock.Elapsed;
        TurnsRound round = Figures.Of(
            waited,
            took,
            running.Cost.Processor - before.bot.Processor,
            running.DatabaseCost.Processor - before.database.Processor,
            Environment.CpuUsage.TotalTime - own
        );
        rounds.Add(round);
        return round;
    }

    public TurnsRow Row()
    {
        ProcessCost cost = running.Cost;
        return new TurnsRow(Bot.Name, Figures.Median(rounds), cost.Memory, cost.Peak, [.. rounds]);
    }

    public async ValueTask DisposeAsync()
    {
        await running.DisposeAsync();
        await loaded.DisposeAsync();
    }

    /// <summary>A figure of a bot that answers wrongly is no figure.</summary>
    private async Task<IReadOnlyList<long>> Right(Task<IReadOnlyList<long>> playing)
    {
        IReadOnlyList<long> waited = await playing;
        return loaded.Load.Mistakes.Count == 0
            ? waited
            : throw new InvalidOperationException(
                $"{Bot.Name} is wrong: {string.Join(", ", loaded.Load.Mistakes.Select(m => $"{m.Key} ({m.Value} times)"))}."
            );
    }
}
