using BalanceBot.Conversations;
using BalanceBot.Linking;

namespace BalanceBot.Tests.Storage;

/// <summary>Wrong guesses, counted before they are checked.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Attempts_are_counted_before_they_are_checked_survive_a_kill_and_a_redelivery_counts_once()
    {
        AttemptPolicy policy = new(2, [TimeSpan.FromMinutes(15)], TimeSpan.FromDays(7));
        Assert.Equal(
            AttemptVerdict.Allowed,
            (await engine.Attempts.Reserve(1, ["chat", "contract"], policy, Noon)).Verdict
        );
        Assert.Equal(
            AttemptVerdict.Allowed,
            (await engine.Attempts.Reserve(1, ["chat", "contract"], policy, Noon)).Verdict
        );
        Assert.Equal(
            AttemptVerdict.Allowed,
            (await engine.Attempts.Reserve(2, ["chat", "contract"], policy, Noon)).Verdict
        );
        engine.ReopenAfterKill();

        Assert.Equal(
            AttemptVerdict.Locked,
            (await engine.Attempts.Reserve(3, ["other", "contract"], policy, Noon)).Verdict
        );
        Assert.Equal(
            AttemptVerdict.Allowed,
            (await engine.Attempts.Reserve(4, ["contract"], policy, Noon.AddMinutes(16))).Verdict
        );
        Assert.Equal(2, (await engine.Attempts.Attempts(["chat", "contract", "never"])).Count);
    }

    [Fact]
    public async Task Of_a_hundred_guesses_at_once_only_as_many_as_allowed_are_let_through()
    {
        AttemptPolicy policy = new(5, [TimeSpan.FromMinutes(15)], TimeSpan.FromDays(7));
        Reservation[] reserved = await Task.WhenAll(
            Enumerable.Range(1, 100).Select(id => engine.Attempts.Reserve(id, ["contract"], policy, Noon))
        );

        Assert.Equal(5, reserved.Count(one => one.Verdict == AttemptVerdict.Allowed));
    }

    [Fact]
    public async Task A_success_clears_the_contracts_count_and_keeps_the_chats_without_it_in_the_turns_own_commit()
    {
        AttemptPolicy policy = new(5, [TimeSpan.FromMinutes(15)], TimeSpan.FromDays(7));
        await engine.Attempts.Reserve(1, ["chat", "other"], policy, Noon);
        await engine.Attempts.Reserve(2, ["chat", "own"], policy, Noon);
        AttemptRecord left = policy.TakeBack(Assert.Single(await engine.Attempts.Attempts(["chat"])))!;
        TurnChanges success = new(2, Noon) { ClearAttempts = ["own"], TakenBack = [left] };
        await engine.Turns.Commit(success with { Redeemed = "used before" });
        Assert.Equal(2, Assert.Single(await engine.Attempts.Attempts(["chat"])).Wrong);
        Assert.IsType<CommitOutcome.Committed>(await engine.Turns.Commit(success));
        engine.ReopenAfterKill();

        Assert.Equal(
            [("chat", 1), ("other", 1)],
            (await engine.Attempts.Attempts(["chat", "other", "own"]))
                .Select(record => (record.Key, record.Wrong))
                .Order()
        );
        Assert.Equal(left, Assert.Single(await engine.Attempts.Attempts(["chat"])));
    }

    [Fact]
    public async Task Counts_are_forgotten_after_their_time_but_a_lock_is_kept()
    {
        AttemptPolicy policy = new(2, [TimeSpan.FromDays(7)], TimeSpan.FromHours(1));
        await engine.Attempts.Reserve(1, ["old", "locked"], policy, Noon);
        await engine.Attempts.Reserve(2, ["locked"], policy, Noon);
        await engine.Attempts.Reserve(3, ["fresh"], policy, Later);

        Assert.Equal(1, await engine.Attempts.ForgetAttempts(before: Later, now: Later));
        Assert.Equal(
            ["fresh", "locked"],
            (await engine.Attempts.Attempts(["old", "locked", "fresh"])).Select(record => record.Key).Order()
        );
    }

    [Fact]
    public async Task A_success_clears_the_counts_in_the_turns_own_commit()
    {
        AttemptPolicy policy = new(5, [TimeSpan.FromMinutes(15)], TimeSpan.FromDays(7));
        await engine.Attempts.Reserve(1, ["chat"], policy, Noon);
        await engine.Turns.Commit(new TurnChanges(1, Noon) { ClearAttempts = ["chat"] });

        Assert.Empty(await engine.Attempts.Attempts(["chat"]));
    }
}
