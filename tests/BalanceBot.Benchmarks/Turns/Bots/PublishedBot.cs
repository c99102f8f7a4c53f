using System.Diagnostics;

namespace BalanceBot.Benchmarks.Turns.Bots;

/// <summary>BalanceBot as it is published: once, for all that run it.</summary>
/// <param name="built">A build made before; null: the sources are published when the first is started.</param>
internal sealed class PublishedBot(DirectoryInfo? built = null)
{
    private DirectoryInfo? published = built;

    /// <summary>Tells builds apart in the table.</summary>
    public string Mark { get; } = built is null ? "" : $" ({built.Name})";

    /// <summary>What all of them have in common.</summary>
    public static Dictionary<string, string> Settings(Ground ground) =>
        new(StringComparer.Ordinal)
        {
            ["BALANCEBOT__TELEGRAM__TOKEN"] = ground.Token,
            ["BALANCEBOT__TELEGRAM__BASEURL"] = ground.Api.ToString(),
            ["BALANCEBOT__BILLING__KIND"] = "Csv",
            ["BALANCEBOT__BILLING__CSV__FILE"] = ground.Contracts,
            ["BALANCEBOT__LINKING__LOGINANDPASSWORD"] = "false",
        };

    public async Task<Process> Begin(
        Ground ground,
        DirectoryInfo folder,
        IReadOnlyDictionary<string, string> settings,
        CancellationToken stop
    )
    {
        published ??= await Publish(ground.Folder, stop);
        return Starting.Begin("dotnet", [Path.Combine(published.FullName, "BalanceBot.dll")], folder, settings);
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
