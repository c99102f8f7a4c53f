namespace BalanceBot.Benchmarks.Turns.Bots;

/// <summary>BalanceBot as it is published, with its own file, by polling.</summary>
internal sealed class LiteDbBot(PublishedBot bot) : BotUnderTest
{
    public override string Name { get; } = $"BalanceBot, LiteDB, polling{bot.Mark}";

    public override async Task<RunningBot> Start(Ground ground, CancellationToken stop)
    {
        Dictionary<string, string> settings = PublishedBot.Settings(ground);
        settings["BALANCEBOT__STORAGE__LITEDB__FILE"] = Path.Combine(ground.Folder.FullName, "bot.db");
        settings["BALANCEBOT__HEALTH__LISTEN"] = "";
        return new RunningBot(await bot.Begin(ground, ground.Folder, settings, stop));
    }
}
