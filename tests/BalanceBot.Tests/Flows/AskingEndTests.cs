using static BalanceBot.Tests.Flows.AskedProcess;

namespace BalanceBot.Tests.Flows;

/// <summary>A question changes nothing, and how it ends tells what was wrong.</summary>
public sealed class AskingEndTests
{
    private static CancellationToken Enough => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_to_a_stopped_bot_changes_nothing_and_leaves_nothing()
    {
        await using BotProcess process = await Prepare();
        await LinkAndStop(process);
        File.Delete(DataFile(process) + ".lock");
        Dictionary<string, string> before = Contents(process);
        process.Set("TMPDIR", Directory.CreateDirectory(Path.Combine(process.Folder, "tmp")).FullName);

        Assert.Equal(0, await process.RunBeside("why", "C0001"));
        Assert.Equal(0, await process.RunBeside("dry-run"));

        Assert.Equal(before, Contents(process));
        Assert.DoesNotContain(
            Directory.EnumerateFileSystemEntries(Path.Combine(process.Folder, "tmp")),
            left => left.Contains("balancebot-ask")
        );
    }

    [Fact]
    public async Task An_unknown_contract_ends_with_1_and_one_clear_line_stopped_or_running()
    {
        await using BotProcess process = await Prepare();
        await LinkAndStop(process);
        process.Output.Clear();

        Assert.Equal(1, await process.RunBeside("why", "999", "[000]"));
        Assert.Equal(["The billing has no contract 999 [000], and no chat is linked to one."], process.Output);
        process.Start();
        await process.FirstPoll(Enough);
        Assert.Equal(1, await process.RunBeside("why", "999", "[000]"));
        Assert.Equal(
            2,
            process.Output.Count(line => line.StartsWith("The billing has no contract", StringComparison.Ordinal))
        );
        Assert.Equal(0, await process.Stop());
    }

    [Theory]
    [InlineData("why")]
    [InlineData("why", " ")]
    [InlineData("why", "--jsno", "C0001")]
    [InlineData("dry-run", "C0001")]
    [InlineData("audit", "C0001")]
    [InlineData("audit", "--since", "yesterday")]
    [InlineData("audit", "--contract", " ")]
    public async Task What_is_typed_wrong_ends_with_2(params string[] arguments)
    {
        await using BotProcess process = await BotProcess.Prepare();

        Assert.Equal(2, await process.RunBeside(arguments));
        Assert.Contains(process.Output, line => line.Contains("--help"));
    }

    [Fact]
    public async Task Wrong_settings_no_data_and_a_broken_billing_end_with_1_and_say_what_to_do()
    {
        await using BotProcess process = await Prepare();
        Assert.Equal(1, await process.RunBeside("dry-run"));
        Assert.Contains(process.Output, line => line.Contains("There is no data file") && line.Contains("--settings"));
        Assert.False(Directory.Exists(Path.GetDirectoryName(DataFile(process))));

        await LinkAndStop(process);
        await File.WriteAllTextAsync(Path.Combine(process.Folder, "billing.csv"), "nonsense", Enough);
        Assert.Equal(1, await process.RunBeside("dry-run"));
        Assert.Contains(process.Output, line => line.StartsWith("The billing file ", StringComparison.Ordinal));

        process.Set("BALANCEBOT__STORAGE__ENGINE", "Oracle");
        Assert.Equal(1, await process.RunBeside("why", "C0001"));
        Assert.Contains(process.Output, line => line.Contains("Storage:Engine must be LiteDb or PostgreSql."));
    }

    private static Dictionary<string, string> Contents(BotProcess process) =>
        Directory
            .EnumerateFiles(Path.GetDirectoryName(DataFile(process))!)
            .ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(file)), StringComparer.Ordinal);
}
