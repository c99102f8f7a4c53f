using BalanceBot.Hosting;

namespace BalanceBot.Tests.Hosting;

public sealed class ReadinessTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan PollAllowed = TimeSpan.FromSeconds(80);

    [Fact]
    public void Ready_when_telegram_answered_lately_and_nothing_waits_long() =>
        Assert.Empty(Readiness.Reasons(new Vitals(Now.AddSeconds(-50), null, Now.AddSeconds(-1)), PollAllowed, Now));

    [Fact]
    public void Not_ready_before_the_first_answer() =>
        Assert.Equal(
            ["Telegram has not answered yet"],
            Readiness.Reasons(new Vitals(null, null, null), PollAllowed, Now)
        );

    [Fact]
    public void Not_ready_when_polls_fail_for_longer_than_allowed() =>
        Assert.Equal(
            ["Telegram has not answered for 81 s: no connection"],
            Readiness.Reasons(new Vitals(Now.AddSeconds(-81), "no connection", null), PollAllowed, Now)
        );

    [Fact]
    public void Not_ready_when_an_update_is_stuck_in_the_inbox() =>
        Assert.Equal(
            ["an update has waited in the inbox for 6 min"],
            Readiness.Reasons(new Vitals(Now, null, Now.AddMinutes(-6)), PollAllowed, Now)
        );
}
