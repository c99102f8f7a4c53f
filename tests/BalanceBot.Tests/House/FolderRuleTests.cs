using ArchUnitNET.Domain;

namespace BalanceBot.Tests.House;

public sealed class FolderRuleTests
{
    private static readonly Architecture House = Wall.Load(typeof(BalanceBot.Billing.IBilling).Assembly);

    [Fact]
    public void No_folder_reaches_over_its_wall() => Assert.Empty(Wall.Trespasses(House, Wall.All));

    [Fact]
    public void Reaching_over_a_wall_is_seen()
    {
        Architecture tests = Wall.Load(typeof(FolderRuleTests).Assembly);

        IReadOnlyList<string> trespasses = Wall.Trespasses(tests, Wall.All);

        Assert.Contains("BalanceBot.Billing.Trespasser uses LiteDB", trespasses);
        Assert.Contains("BalanceBot.Billing.Trespasser uses BalanceBot.Outbox", trespasses);
    }

    [Fact]
    public void A_folder_without_a_wall_is_seen()
    {
        IReadOnlyList<Wall> withoutLinking = [.. Wall.All.Where(wall => wall.Folder != "Linking")];

        Assert.Contains("Linking stands behind no wall", Wall.Trespasses(House, withoutLinking));
    }

    [Fact]
    public void Every_wall_stands_around_a_folder_that_exists()
    {
        foreach (Wall wall in Wall.All)
        {
            Assert.Contains(
                House.Types,
                type =>
                    type.Namespace?.FullName.StartsWith($"BalanceBot.{wall.Folder}", StringComparison.Ordinal) == true
            );
        }
    }
}
