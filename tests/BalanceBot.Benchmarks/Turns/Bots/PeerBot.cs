namespace BalanceBot.Benchmarks.Turns.Bots;

/// <summary>The same job on another library, for node; sessions in SQLite with synchronous=FULL.</summary>
internal sealed class PeerBot(string name, string program) : BotUnderTest
{
    private static readonly string Peers = Path.Combine(Starting.Root, "tests", "BalanceBot.Benchmarks", "peers");

    public override string Name => name;

    public override async Task<RunningBot> Start(Ground ground, CancellationToken stop)
    {
        if (!Directory.Exists(Path.Combine(Peers, "node_modules")))
        {
            await Console.Error.WriteLineAsync("npm ci, once, for the peers");
            await Starting.Run("npm", ["ci", "--no-audit", "--no-fund"], Peers, stop);
        }

        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["BOT_TOKEN"] = ground.Token,
            ["BOT_API"] = ground.Api.ToString().TrimEnd('/'),
            ["CONTRACTS"] = ground.Contracts,
            ["SESSIONS"] = Path.Combine(ground.Folder.FullName, "sessions.db"),
            ["NODE_ENV"] = "production",
        };
        return new RunningBot(Starting.Begin("node", [Path.Combine(Peers, program)], ground.Folder, settings));
    }
}
