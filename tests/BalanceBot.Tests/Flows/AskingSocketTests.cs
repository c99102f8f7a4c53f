using static BalanceBot.Tests.Flows.AskedProcess;

namespace BalanceBot.Tests.Flows;

/// <summary>The socket over which a running bot is asked.</summary>
public sealed class AskingSocketTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static CancellationToken Enough => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_socket_is_for_the_owner_only_and_gone_after_sigterm()
    {
        await using BotProcess process = await Prepare();
        process.Start();
        await process.FirstPoll(Enough);
        await AskJson(process, "dry-run", "--json");

        string socket = DataFile(process) + ".control";
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(socket) == OwnerOnly);
        Assert.Equal(0, await process.Stop().WaitAsync(TimeSpan.FromSeconds(10), Enough));
        Assert.False(File.Exists(socket));
    }

    [Fact]
    public async Task A_socket_that_a_killed_bot_left_disturbs_neither_a_question_nor_the_next_start()
    {
        await using BotProcess process = await Prepare();
        process.Start();
        await process.FirstPoll(Enough);
        await AskJson(process, "dry-run", "--json");
        await process.Kill();
        Assert.True(File.Exists(DataFile(process) + ".control"));

        await AskJson(process, "dry-run", "--json");
        process.Start();
        await process.FirstPoll(Enough);
        await AskJson(process, "dry-run", "--json");

        Assert.Equal(0, await process.Stop());
        Assert.DoesNotContain(process.Output, line => line.Contains("warn: BalanceBot.Hosting.Asking"));
    }

    [Fact]
    public async Task A_path_too_long_for_a_socket_costs_one_log_line_and_the_commands_say_what_to_do()
    {
        await using BotProcess process = await Prepare();
        string file = Path.Combine(process.Folder, new string('d', 120), "bot.db");
        process.Set("BALANCEBOT__STORAGE__LITEDB__FILE", file);
        process.Start();
        await process.FirstPoll(Enough);

        Assert.Equal(1, await process.RunBeside("dry-run"));

        Assert.Contains(process.Output, line => line.Contains("The bot is running") && line.Contains("/dryrun"));
        Assert.Equal(0, await process.Stop());
        Assert.Single(process.Output, line => line.Contains("warn: ") && line.Contains("shorter path"));
    }
}
