using BalanceBot.Inbox;
using CsCheck;

namespace BalanceBot.Tests.Inbox;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(7, 30)]
    [InlineData(1000, 30)]
    public void It_doubles_up_to_the_longest(int failures, double seconds) =>
        Assert.Equal(seconds, Waits(chance: 1).After(failures).TotalSeconds, 3);

    [Fact]
    public void Chance_takes_away_at_most_half()
    {
        Gen.Select(Gen.Int[1, 100], Gen.Double[0, 0.999999])
            .Sample(
                (failures, chance) => Assert.InRange(Waits(chance).After(failures) / Waits(1).After(failures), 0.5, 1)
            );
    }

    private static Backoff Waits(double chance) =>
        new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), () => chance);
}
