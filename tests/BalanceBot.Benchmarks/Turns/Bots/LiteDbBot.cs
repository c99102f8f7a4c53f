namespace BalanceBot.Benchmarks.Turns.Bots;

/// <summary>BalanceBot as it is published, with its own file, by polling.</summary>
/// <param name="built">A build made before; null: the sources are published now.</param>
internal sealed class LiteDbBot(DirectoryInfo? built = null) : BotUnderTest
{
    private DirectoryInfo? published = built;

    public override string Name { get; } = $"BalanceBot, LiteDB, polling{(built is null ? "" : $" ({built.Name})")}";

    public override async Task<RunningBot> Start(Ground ground, CancellationToken stop)
    {
        published ??= await Publish(ground.Folder, stop);
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["BALANCEBOT__TELEGRAM__TOKEN"] = ground.Token,
            ["BALANCEBOT__TELEGRAM__BASEURL"] = ground.Api.ToString(),
            ["BALANCEBOT__BILLING__KIND"] = "Csv",
            ["BALANCEBOT__BILLING__CSV__FILE"] = ground.Contracts,
            ["BALANCEBOT__LINKING__LOGINANDPASSWORD"] = "false",
            ["BALANCEBOT__STORAGE__LITEDB__FILE"] = Path.Combine(ground.Folder.FullName, "bot.db"),
            ["BALANCEBOT__HEALTH__LISTEN"] = "",
        };
        return new RunningBot(
            Starting.Begin("dotnet", [Path.Combine(published.FullName, "BalanceBot.dll")], ground.Folder, settings)
        );
    }

    /// <summary>As the Dockerfile does.</summary>
    private static async Task<DirectoryInfo> Publish(DirectoryInfo folder, CancellationToken stop)
    {
        DirectoryInfo to = folder.CreateSubdirectory("published");
        await Starting.Run(
            "dotnet",
            ["publish", Path.Combine("src", "BalanceBot"), "-c", "Release", "-o", to.FullName],
            Starting.Root,
            stop
        );
        return to;
    }
}
