namespace BalanceBot.Tests;

/// <summary>A text that is written from the product and kept in a file. BALANCEBOT_UPDATE_GOLDEN=1 writes it anew.</summary>
internal static class Golden
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("BALANCEBOT_UPDATE_GOLDEN") == "1";

    /// <param name="path">Below the repository's root.</param>
    public static void Check(string path, string text)
    {
        string file = Path.Combine(Repository.Root, path);
        if (Update)
        {
            File.WriteAllText(file, text);
        }

        Assert.True(File.Exists(file), $"No {path}: run once with BALANCEBOT_UPDATE_GOLDEN=1.");
        Assert.Equal(File.ReadAllText(file), text);
    }
}
