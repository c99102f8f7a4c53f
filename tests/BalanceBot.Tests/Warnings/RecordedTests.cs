using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

/// <summary>What is kept of a decision, so that "why" can answer.</summary>
public sealed class RecordedTests
{
    private static readonly DateOnly End = new(2026, 12, 1);
    private static readonly Forecast Ends = new Forecast.LastsUntil(End, 0.01m, 150m);
    private static readonly DateTimeOffset Now = Contracts.Noon;

    [Fact]
    public void A_message_is_kept_with_the_end_and_the_sum_that_it_told()
    {
        Assert.Equal(
            new Recorded(Now, RecordedKind.Warned, 0)
            {
                Level = Level.Week,
                Balance = 149.99m,
                Ends = End,
                Missing = 0.01m,
            },
            Recorded.Of(new Decision.Warn(Level.Week, Ends, null), 149.99m, Now)
        );
        Assert.Equal(
            new Recorded(Now, RecordedKind.Received, 0)
            {
                Balance = 149.99m,
                Ends = End,
                Missing = 0.01m,
            },
            Recorded.Of(new Decision.Received(50m, Ends), 149.99m, Now)
        );
        Assert.Equal(
            new Recorded(Now, RecordedKind.AllRight, 0) { Balance = 1000m },
            Recorded.Of(new Decision.AllRight(new Forecast.NoEnd(NoEndReason.FarAway)), 1000m, Now)
        );
        Assert.Equal(
            new Recorded(Now, RecordedKind.Warned, 0) { Level = Level.Stopped, Missing = 20m },
            Recorded.Of(new Decision.Warn(Level.Stopped, new Forecast.Stopped(20m), null), null, Now)
        );
    }

    [Fact]
    public void Silence_and_waiting_are_kept_with_their_reason()
    {
        Assert.Equal(
            new Recorded(Now, RecordedKind.Later, (int)WaitReason.Snoozed) { Balance = 1m, Until = Now.AddHours(1) },
            Recorded.Of(new Decision.Later(Now.AddHours(1), WaitReason.Snoozed), 1m, Now)
        );
        Assert.Equal(
            new Recorded(Now, RecordedKind.Silent, (int)SilenceReason.Frozen),
            Recorded.Of(new Decision.Silent(SilenceReason.Frozen), null, Now)
        );
    }

    [Fact]
    public void The_same_silence_again_says_nothing_new_whatever_the_balance_is()
    {
        Recorded silent = Recorded.Of(new Decision.Silent(SilenceReason.Enough), 1m, Now);
        Recorded later = Recorded.Of(new Decision.Later(Now.AddDays(1), WaitReason.CoolDown), 1m, Now);

        Assert.True(silent.SaysTheSameAs(silent with { At = Now.AddHours(1), Balance = 2m }));
        Assert.True(later.SaysTheSameAs(later with { At = Now.AddHours(1) }));
        Assert.False(silent.SaysTheSameAs(null));
        Assert.False(silent.SaysTheSameAs(silent with { Reason = (int)SilenceReason.ToldAlready }));
        Assert.False(silent.SaysTheSameAs(silent with { Level = Level.Day }));
        Assert.False(later.SaysTheSameAs(later with { Until = Now.AddDays(2) }));
        Assert.False(later.SaysTheSameAs(later with { Kind = RecordedKind.Silent }));
    }

    [Fact]
    public void Only_what_goes_now_speaks()
    {
        Assert.True(new Decision.Warn(Level.Week, Ends, null).Speaks);
        Assert.True(new Decision.Received(null, Ends).Speaks);
        Assert.True(new Decision.AllRight(Ends).Speaks);
        Assert.False(new Decision.Later(Now, WaitReason.CoolDown).Speaks);
        Assert.False(new Decision.Silent(SilenceReason.Enough).Speaks);
    }

    [Fact]
    public void A_message_is_always_news()
    {
        Recorded warned = Recorded.Of(new Decision.Warn(Level.Week, Ends, null), 1m, Now);

        Assert.False(warned.SaysTheSameAs(warned));
    }
}
