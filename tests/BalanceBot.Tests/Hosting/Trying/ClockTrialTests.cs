using BalanceBot.Hosting.Trying;

namespace BalanceBot.Tests.Hosting.Trying;

public sealed class ClockTrialTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0.2, "Fine", "goes with")]
    // Their second is cut: at 12:00:00.9 they say 12:00:00.
    [InlineData(0.9, 0.2, "Fine", "goes with")]
    [InlineData(-4, 0.2, "Fine", "goes with")]
    [InlineData(-6, 0.2, "Warning", "6 s behind Telegram's")]
    [InlineData(9, 1.0, "Warning", "8 s ahead of Telegram's")]
    // What was on the way for so long tells nothing.
    [InlineData(8, 9.0, "Fine", "goes with")]
    [InlineData(-61, 0.0, "Wrong", "61 s behind Telegram's")]
    [InlineData(3600, 0.0, "Wrong", "3600 s ahead of Telegram's")]
    public void A_clock_is_told_by_how_much_it_is_surely_off(double ours, double took, string result, string told)
    {
        TrialLine line = ClockTrial.Told(Noon, Noon.AddSeconds(ours), TimeSpan.FromSeconds(took));

        Assert.Equal(result, line.Result.ToString());
        Assert.Contains(told, line.Text);
    }
}
