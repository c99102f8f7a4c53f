using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

public sealed class BankingDaysTests
{
    private static readonly BankingDays Banking = new(
        [DayOfWeek.Saturday, DayOfWeek.Sunday],
        new HashSet<DateOnly> { new(2026, 12, 25), new(2026, 12, 24) }
    );

    [Theory]
    [InlineData("2026-12-23", "2026-12-23")]
    // Thursday and Friday are holidays, the weekend rests.
    [InlineData("2026-12-24", "2026-12-23")]
    [InlineData("2026-12-27", "2026-12-23")]
    [InlineData("2026-12-28", "2026-12-28")]
    // The first of all days was a Monday.
    [InlineData("0001-01-01", "0001-01-01")]
    [InlineData("0001-01-07", "0001-01-05")]
    public void A_transfer_arrives_on_the_last_banking_day(string due, string last) =>
        Assert.Equal(Sums.Day(last), Banking.LastInTime(Sums.Day(due)));

    [Theory]
    // Looked for in a month: 31 days, the day itself among them.
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void Who_rests_longer_than_a_month_is_not_waited_for(int days, bool isFound)
    {
        DateOnly due = new(2026, 12, 31);
        BankingDays resting = new([], Enumerable.Range(0, days).Select(back => due.AddDays(-back)).ToHashSet());

        Assert.Equal(isFound ? due.AddDays(-days) : due, resting.LastInTime(due));
    }

    [Fact]
    public void Before_the_first_of_all_days_nothing_is_looked_for()
    {
        BankingDays never = new([.. Enum.GetValues<DayOfWeek>()], new HashSet<DateOnly>());

        Assert.Equal(DateOnly.MinValue, never.LastInTime(DateOnly.MinValue));
        Assert.Equal(DateOnly.MinValue.AddDays(3), never.LastInTime(DateOnly.MinValue.AddDays(3)));
        Assert.Equal(
            DateOnly.MinValue,
            new BankingDays([DayOfWeek.Tuesday], new HashSet<DateOnly>()).LastInTime(DateOnly.MinValue.AddDays(1))
        );
    }
}
