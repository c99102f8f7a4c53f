using BalanceBot.Billing;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Tests.Warnings;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Scanning;

/// <summary>What a scan writes, what goes with a message, and when and how urgently.</summary>
public sealed class WatchJudgeTests
{
    private static readonly DateTimeOffset Noon = Contracts.Noon;
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly DateOnly End = new(2026, 12, 1);
    private static readonly Forecast Lasts = new Forecast.LastsUntil(End, 50m, 150m);
    private static readonly Decision Warn = new Decision.Warn(Level.Week, Lasts, null);
    private static readonly Decision Quiet = new Decision.Later(Noon.AddHours(8), WaitReason.QuietHours);
    private static readonly Decision Enough = new Decision.Silent(SilenceReason.Enough);
    private static readonly Episode Fresh = Episode.Fresh;
    private static readonly Episode Seen = Fresh with { Last = new Seen(100m, End, 150m) };
    private static readonly Watch Watch = new(new ChatId(1), "k");

    [Fact]
    public void What_is_to_be_told_is_only_marked_for_now_and_told_by_whose_turn_it_is()
    {
        WatchChange change = Found(Watch, Warn, Seen)!;

        Assert.Equal((Fresh, null, Noon, End), (change.Episode, change.Record, change.DueAt, change.Urgency));
    }

    [Theory]
    [InlineData(-60, false)]
    [InlineData(0, false)]
    [InlineData(60, true)]
    public void A_mark_that_is_due_stays_and_a_later_one_comes_sooner(int secondsFromNow, bool written)
    {
        Watch marked = Watch with { DueAt = Noon.AddSeconds(secondsFromNow) };

        Assert.Equal(written ? Noon : null, Found(marked, Warn, Seen)?.DueAt);
    }

    [Fact]
    public void A_new_silence_is_recorded_and_takes_a_mark_away()
    {
        WatchChange change = Found(Watch with { DueAt = Noon }, Enough, Seen)!;

        Assert.Equal((Seen, null), (change.Episode, change.DueAt));
        Assert.Equal((RecordedKind.Silent, (int)SilenceReason.Enough), (change.Record!.Kind, change.Record.Reason));
    }

    [Fact]
    public void The_same_silence_again_writes_nothing_unless_something_else_has_changed()
    {
        Watch known = Watch with { Episode = Seen, Last = Recorded.Of(Enough, 1m, Noon.AddDays(-1)) };

        Assert.Null(Found(known, Enough, Seen));
        Assert.Null(Found(known with { DueAt = Noon }, Enough, Seen)!.Record);
        Assert.Equal(Fresh, Found(known, Enough, Fresh)!.Episode);
        Assert.NotNull(Found(known, new Decision.Silent(SilenceReason.Frozen), Seen)!.Record);
    }

    [Fact]
    public void A_wait_is_marked_and_recorded_once()
    {
        WatchChange first = Found(Watch, Quiet, Seen)!;
        Assert.Equal((Noon.AddHours(8), RecordedKind.Later), (first.DueAt, first.Record!.Kind));
        Watch waiting = Watch with { Episode = Seen, DueAt = first.DueAt, Last = first.Record };

        Assert.Null(Found(waiting, Quiet, Seen));
        Decision longer = new Decision.Later(Noon.AddHours(9), WaitReason.QuietHours);
        Assert.Equal(Noon.AddHours(9), Found(waiting, longer, Seen)!.DueAt);
    }

    [Fact]
    public void With_a_message_go_its_memory_and_its_reason_each_time_and_nothing_is_due_any_more()
    {
        Watch warned = Watch with { DueAt = Noon, Last = Recorded.Of(Warn, 100m, Noon) };

        WatchChange change = WatchJudge.Told(Judged(warned, Warn, Seen), Noon);

        Assert.Equal((Seen, null), (change.Episode, change.DueAt));
        Assert.Equal((RecordedKind.Warned, 100m), (change.Record!.Kind, change.Record.Balance));
    }

    [Theory]
    [InlineData("12:00:00", "12:00:00")]
    [InlineData("12:00:00.0000001", "12:01:00")]
    [InlineData("12:00:30", "12:01:00")]
    [InlineData("12:00:59.9999999", "12:01:00")]
    [InlineData("23:59:01", "1.00:00:00")]
    public void What_is_due_in_the_same_minute_is_due_at_the_same_moment(string found, string due)
    {
        DateTimeOffset midnight = Noon.AddHours(-12);
        DateTimeOffset now = midnight + TimeSpan.Parse(found);
        Decision wait = new Decision.Later(now, WaitReason.CoolDown);

        Assert.Equal(midnight + TimeSpan.Parse(due), WatchJudge.Found(Judged(Watch, Warn, Seen), now)!.DueAt);
        Assert.Equal(midnight + TimeSpan.Parse(due), WatchJudge.Told(Judged(Watch, wait, Seen), Noon).DueAt);
    }

    [Fact]
    public void Who_stops_soonest_goes_first_and_who_is_told_that_all_is_well_last()
    {
        Assert.Equal(End, Urgency(Warn));
        Assert.Equal(Today, Urgency(new Decision.Warn(Level.Stopped, new Forecast.Stopped(10m), null)));
        Assert.Equal(Today, Urgency(new Decision.Received(300m, Lasts)));
        Assert.True(Urgency(new Decision.AllRight(Lasts)) > Today.AddMonths(6));
    }

    [Fact]
    public void Who_waits_for_the_morning_goes_then_by_the_end_of_the_money_and_not_by_when_it_was_found()
    {
        Assert.Equal(End, Urgency(Quiet));
        Assert.Equal(Today, Urgency(Quiet, Contracts.Home(-5m) with { State = ContractState.BlockedForDebt }));
        Assert.Equal(Today, Urgency(Quiet, Contracts.Home(100m) with { Price = null, NextCharge = null }));
    }

    [Fact]
    public void Who_cannot_be_reached_is_told_nothing_whatever_the_money()
    {
        WarningLimits limits = new();
        WatchJudge judge = new(new Judge(limits), limits);

        Judged judged = judge.Of(Watch with { Reachable = false, Episode = Seen }, Contracts.Home(1m), Noon);

        Assert.Equal(new Decision.Silent(SilenceReason.Unreachable), judged.Judgement.Decision);
        Assert.Same(Seen, judged.Judgement.Episode);
        Assert.IsType<Decision.Warn>(judge.Of(Watch, Contracts.Home(1m), Noon).Judgement.Decision);
    }

    private static WatchChange? Found(Watch watch, Decision decision, Episode episode) =>
        WatchJudge.Found(Judged(watch, decision, episode), Noon);

    private static DateOnly Urgency(Decision decision, ContractSnapshot? contract = null) =>
        WatchJudge.Told(Judged(Watch, decision, Seen, contract), Noon).Urgency;

    private static Judged Judged(Watch watch, Decision decision, Episode episode, ContractSnapshot? contract = null) =>
        new(watch, contract ?? Contracts.Home(100m), new Judgement(decision, episode));
}
