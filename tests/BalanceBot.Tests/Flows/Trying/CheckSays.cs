namespace BalanceBot.Tests.Flows.Trying;

/// <summary>The table as it lies in a file: a line for each try, with its result in the second column.</summary>
internal static class CheckSays
{
    public static void Says(this BotProcess process, string result, string text) =>
        Assert.Contains(process.Output, line => IsOf(line, result) && line.Contains(text, StringComparison.Ordinal));

    public static void SaysOneWrong(this BotProcess process, string text)
    {
        string wrong = Assert.Single(process.Output, line => IsOf(line, "WRONG"));
        Assert.Contains(text, wrong);
        Assert.Contains(process.Output, line => line.StartsWith("One thing is wrong", StringComparison.Ordinal));
    }

    private static bool IsOf(string line, string result) =>
        line.Split('│', StringSplitOptions.TrimEntries) is [_, _, var word, ..] && word == result;
}
