using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

public sealed class TopUpTests
{
    private static readonly DateOnly Day = new(2026, 12, 1);

    [Theory]
    [InlineData("0.01", "1", "1")]
    [InlineData("99.99", "50", "100")]
    [InlineData("100", "50", "100")]
    [InlineData("100.01", "50", "150")]
    [InlineData("0.01", "0.01", "0.01")]
    [InlineData("0", "50", null)]
    [InlineData(null, "50", null)]
    public void What_is_missing_is_paid_in_whole_steps(string? missing, string step, string? sum) =>
        Assert.Equal(Sums.OrNone(sum), TopUp.Recommended(new Forecast.Stopped(Sums.OrNone(missing)), Sums.Of(step)));

    [Fact]
    public void It_is_known_of_every_end_what_is_missing_and_of_no_end_nothing()
    {
        Assert.Equal(5m, TopUp.MissingOf(new Forecast.LastsUntil(Day, 5m, 150m)));
        Assert.Equal(6m, TopUp.MissingOf(new Forecast.Stopped(6m)));
        Assert.Equal(7m, TopUp.MissingOf(new Forecast.Unknown(7m)));
        Assert.Null(TopUp.MissingOf(new Forecast.NoEnd(NoEndReason.FarAway)));
    }
}
