namespace BalanceBot.Tests;

/// <summary>Where the checkout lies: some tests read its files.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "BalanceBot.sln"))
            ? folder
            : Find(
                Path.GetDirectoryName(folder)
                    ?? throw new DirectoryNotFoundException("BalanceBot.sln not found above the tests")
            );
}
