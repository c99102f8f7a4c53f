using BalanceBot.Linking;

namespace BalanceBot.Tests.Linking;

public sealed class AttemptPolicyTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly AttemptPolicy Policy = new(
        5,
        [TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(24)],
        TimeSpan.FromDays(7)
    );

    [Fact]
    public void Five_wrong_guesses_lock_for_fifteen_minutes_and_the_sixth_is_not_heard()
    {
        AttemptRecord? record = null;
        for (int guess = 1; guess <= 5; guess++)
        {
            record = Policy.Count(record, "k", guess, Start);
            Assert.Equal(AttemptVerdict.Allowed, record.LastVerdict);
        }

        Assert.Equal(Start.AddMinutes(15), record!.LockedUntil);
        Assert.Equal(AttemptVerdict.Locked, Policy.Count(record, "k", 6, Start.AddMinutes(14)).LastVerdict);
        Assert.Equal(AttemptVerdict.Allowed, Policy.Count(record, "k", 7, Start.AddMinutes(15)).LastVerdict);
    }

    [Theory]
    [InlineData(1, 15)]
    [InlineData(2, 60)]
    [InlineData(3, 24 * 60)]
    [InlineData(4, 24 * 60)]
    public void Each_further_lock_is_longer_and_the_last_one_repeats(int locks, int minutes)
    {
        DateTimeOffset now = Start;
        AttemptRecord? record = null;
        for (int round = 1; round <= locks; round++)
        {
            now = record?.LockedUntil ?? now;
            for (int guess = 0; guess < 5; guess++)
            {
                record = Policy.Count(record, "k", (round * 10) + guess, now);
            }
        }

        Assert.Equal(now.AddMinutes(minutes), record!.LockedUntil);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(10)]
    public void A_right_guess_is_taken_back_and_the_wrong_ones_before_it_stay_counted(int wrong)
    {
        DateTimeOffset now = Start;
        AttemptRecord? before = null;
        for (int guess = 1; guess <= wrong; guess++)
        {
            now = before?.LockedUntil ?? now;
            before = Policy.Count(before, "k", guess, now);
        }

        now = before?.LockedUntil ?? now;
        AttemptRecord? after = Policy.TakeBack(Policy.Count(before, "k", 100, now));

        Assert.NotNull(after);
        Assert.Equal((before!.Wrong, before.Locks, null), (after.Wrong, after.Locks, after.LockedUntil));
    }

    [Fact]
    public void Who_guesses_right_at_once_leaves_nothing_to_count() =>
        Assert.Null(Policy.TakeBack(Policy.Count(null, "k", 1, Start)));

    [Fact]
    public void After_a_quiet_week_the_count_and_the_escalation_start_again()
    {
        AttemptRecord record = Policy.Count(null, "k", 1, Start);
        Assert.Equal(2, Policy.Count(record, "k", 2, Start.AddDays(7)).Wrong);
        Assert.Equal(1, Policy.Count(record, "k", 2, Start.AddDays(7).AddSeconds(1)).Wrong);
    }
}
