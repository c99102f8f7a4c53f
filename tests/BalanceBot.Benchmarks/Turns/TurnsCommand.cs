using System.CommandLine;
using BalanceBot.Benchmarks.Turns.Bots;

namespace BalanceBot.Benchmarks.Turns;

/// <summary>The options of "turns", and what they choose.</summary>
internal sealed class TurnsCommand
{
    public const string Names = "litedb, postgres1, postgres2, postgres4, grammy, telegraf";

    private readonly Option<string> bots = new("--bots")
    {
        Description =
            $"Which, with commas between: {Names} (on PostgreSQL: so many processes); litedb:<folder> or postgres1:<folder> is a build that lies there, to compare two.",
        DefaultValueFactory = _ => "litedb,grammy,telegraf",
    };

    private readonly Option<int> atOnce = new("--subscribers")
    {
        Description = "Who wait for an answer at any moment.",
        DefaultValueFactory = _ => 64,
    };

    private readonly Option<int> people = new("--people")
    {
        Description = "Who take turns in asking, so that nobody asks more than once a second.",
        DefaultValueFactory = _ => 12_000,
    };

    private readonly Option<int> warmUp = new("--warm-up")
    {
        Description = "Turns not measured.",
        DefaultValueFactory = _ => 5_000,
    };
    private readonly Option<int> turns = new("--turns")
    {
        Description = "In each round.",
        DefaultValueFactory = _ => 20_000,
    };
    private readonly Option<int> rounds = new("--rounds")
    {
        Description = "Of each bot, in turn with the others.",
        DefaultValueFactory = _ => 5,
    };

    public Command Make(
        Option<DirectoryInfo?> folder,
        Option<bool> asJson,
        Func<ParseResult, CancellationToken, Task<int>> run
    )
    {
        Command command = new("turns", "Play people who ask for their balance, beside the same bot on other libraries.")
        {
            bots,
            atOnce,
            people,
            warmUp,
            turns,
            rounds,
            folder,
            asJson,
        };
        command.SetAction(run);
        return command;
    }

    public Task<TurnsReport> Run(ParseResult parsed, DirectoryInfo folder, CancellationToken stop)
    {
        TurnsPlan plan = new(
            Math.Max(1, parsed.GetValue(atOnce)),
            Math.Max(1, parsed.GetValue(people)),
            Math.Max(1, parsed.GetValue(warmUp)),
            Math.Max(1, parsed.GetValue(turns)),
            Math.Max(1, parsed.GetValue(rounds))
        );
        return new TurnsBenchmark(folder, plan, stop).Run(BotsOf(parsed.GetValue(bots)!));
    }

    /// <param name="names">With commas between.</param>
    public static BotUnderTest[] BotsOf(string names)
    {
        PublishedBot sources = new();
        return
        [
            .. names
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(name => Of(name, sources)),
        ];
    }

    private static BotUnderTest Of(string name, PublishedBot sources)
    {
        string[] parts = name.Split(':', 2);
        PublishedBot bot = parts.Length == 1 ? sources : new PublishedBot(new DirectoryInfo(parts[1]));
        return parts[0] switch
        {
            "litedb" => new LiteDbBot(bot),
            "postgres1" => new PostgresBot(1, bot),
            "postgres2" => new PostgresBot(2, bot),
            "postgres4" => new PostgresBot(4, bot),
            "grammy" => new PeerBot("grammY 1.46, runner, SQLite", "grammy.mjs"),
            "telegraf" => new PeerBot("Telegraf 4.16, SQLite", "telegraf.mjs"),
            _ => throw new ArgumentException($"There is no bot '{name}' here: {Names}.", nameof(name)),
        };
    }
}
