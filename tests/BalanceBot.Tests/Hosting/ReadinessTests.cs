using BalanceBot.Hosting;

namespace BalanceBot.Tests.Hosting;

public sealed class ReadinessTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly ReadinessLimits Limits = new(TimeSpan.FromSeconds(80), TimeSpan.FromHours(25));

    [Fact]
    public void Ready_when_telegram_answered_lately_and_nothing_waits_long() =>
        Assert.Empty(Readiness.Reasons(new Vitals(Now.AddSeconds(-50), null, Now.AddSeconds(-1)), Limits, Now));

    [Fact]
    public void Not_ready_before_the_first_answer() =>
        Assert.Equal(["Telegram has not answered yet"], Readiness.Reasons(new Vitals(null, null, null), Limits, Now));

    [Fact]
    public void Not_ready_when_polls_fail_for_longer_than_allowed() =>
        Assert.Equal(
            ["Telegram has not answered for 81 s: no connection"],
            Readiness.Reasons(new Vitals(Now.AddSeconds(-81), "no connection", null), Limits, Now)
        );

    [Fact]
    public void Not_ready_when_an_update_is_stuck_in_the_inbox() =>
        Assert.Equal(
            ["an update has waited in the inbox for 6 min"],
            Readiness.Reasons(new Vitals(Now, null, Now.AddMinutes(-6)), Limits, Now)
        );

    [Fact]
    public void An_instance_that_does_not_poll_does_not_wait_for_polls() =>
        Assert.Empty(Readiness.Reasons(new Vitals(null, null, null), Limits with { Poll = null }, Now));

    [Fact]
    public void Not_ready_when_the_store_is_away_or_a_message_is_stuck()
    {
        Vitals vitals = new(Now, null, null)
        {
            StoreTrouble = "the database is away",
            OutboxStuck = TimeSpan.FromMinutes(7),
        };

        Assert.Equal(
            ["the database is away", "messages wait, and Telegram has taken none for 7 min"],
            Readiness.Reasons(vitals, Limits, Now)
        );
    }

    [Fact]
    public void Who_stops_says_only_that() =>
        Assert.Equal(
            ["stopping"],
            Readiness.Reasons(new Vitals(null, "no connection", null) { IsStopping = true }, Limits, Now)
        );

    [Fact]
    public void A_scan_that_is_overdue_is_a_concern_and_no_reason_to_send_people_elsewhere()
    {
        Vitals vitals = new(Now, null, null) { LastCompleteScan = Now.AddHours(-26) };

        Assert.Empty(Readiness.Reasons(vitals, Limits, Now));
        Assert.Equal(["no scan has seen every contract for 26 h"], Readiness.Concerns(vitals, Limits, Now));
        Assert.Empty(Readiness.Concerns(vitals with { LastCompleteScan = Now.AddHours(-24) }, Limits, Now));
    }
}
