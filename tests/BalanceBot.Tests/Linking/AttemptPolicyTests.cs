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
    public void A_refusal_of_a_locked_key_changes_the_same_fields_as_any_other()
    {
        AttemptPolicy strict = Policy with { MostWrong = 1 };
        AttemptRecord locked = strict.Count(null, "k", 1, Start);
        DateTimeOffset later = Start.AddMinutes(1);

        AttemptRecord refused = strict.Count(locked, "k", 2, later);

        Assert.Equal((later, 2, locked.LockedUntil), (refused.LastAt, refused.LastUpdate, refused.LockedUntil));
    }

    [Fact]
    public void A_chat_that_is_locked_counts_against_no_contract_though_its_record_is_written()
    {
        AttemptPolicy strict = Policy with { MostWrong = 2 };
        AttemptRecord locked = strict.Count(strict.Count(null, "chat", 1, Start), "chat", 2, Start);
        AttemptRecord contract = strict.Count(null, "contract", 3, Start);
        Dictionary<string, AttemptRecord> kept = new() { ["chat"] = locked, ["contract"] = contract };
        DateTimeOffset later = Start.AddMinutes(1);

        Reservation made = strict.Count(["chat", "contract"], kept.GetValueOrDefault, 4, later);

        Assert.Equal(AttemptVerdict.Locked, made.Verdict);
        AttemptRecord after = made.After[1];
        Assert.Equal((1, 0, null), (after.Wrong, after.Locks, after.LockedUntil));
        Assert.Equal((later, 4), (after.LastAt, after.LastUpdate));
        Assert.Equal(AttemptVerdict.Allowed, strict.Count(after, "contract", 5, later).LastVerdict);
    }

    [Fact]
    public void The_same_update_again_gets_its_first_verdict_and_counts_against_nothing()
    {
        AttemptPolicy strict = Policy with { MostWrong = 1 };
        Dictionary<string, AttemptRecord> kept = [];
        for (int delivery = 1; delivery <= 3; delivery++)
        {
            Reservation made = strict.Count(["chat", "contract"], kept.GetValueOrDefault, 1, Start);
            Assert.Equal(AttemptVerdict.Allowed, made.Verdict);
            kept = made.After.ToDictionary(record => record.Key, StringComparer.Ordinal);
        }

        Assert.All(kept.Values, record => Assert.Equal(1, record.Locks));
    }

    [Fact]
    public void After_a_quiet_week_the_count_and_the_escalation_start_again()
    {
        AttemptRecord record = Policy.Count(null, "k", 1, Start);
        Assert.Equal(2, Policy.Count(record, "k", 2, Start.AddDays(7)).Wrong);
        Assert.Equal(1, Policy.Count(record, "k", 2, Start.AddDays(7).AddSeconds(1)).Wrong);
    }
}
