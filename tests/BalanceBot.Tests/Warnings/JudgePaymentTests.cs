using BalanceBot.Billing;
using BalanceBot.Warnings;
using static BalanceBot.Tests.Warnings.Contracts;

namespace BalanceBot.Tests.Warnings;

/// <summary>A payment is recognised and told, and so is that the money lasts again.</summary>
public sealed class JudgePaymentTests
{
    private static readonly Wishes Awake = new() { Quiet = QuietHours.None };
    private readonly Judge judge = new(new WarningLimits());

    [Fact]
    public void At_night_a_warning_waits_for_the_morning_and_a_payment_at_night_replaces_it()
    {
        DateTimeOffset night = At(1).AddHours(10);
        Wishes sleeps = new() { Quiet = new QuietHours(new TimeOnly(21, 0), new TimeOnly(8, 0)) };
        DateTimeOffset morning = new(2026, 12, 1, 8, 0, 0, TimeSpan.Zero);
        Episode seen = judge.Decide(Home(100m, night), Episode.Fresh, sleeps, night).Episode;

        Assert.Equal(
            new Decision.Later(morning, WaitReason.QuietHours),
            judge.Decide(Home(100m, night), seen, sleeps, night).Decision
        );
        DateTimeOffset two = night.AddHours(4);
        Judgement paid = judge.Decide(Home(500m, two), seen, sleeps, two);
        Assert.Equal(new Decision.Later(morning, WaitReason.QuietHours), paid.Decision);
        Judgement told = judge.Decide(Home(500m, morning), paid.Episode, sleeps, morning);
        Assert.Equal(400m, Assert.IsType<Decision.Received>(told.Decision).Sum);
        Assert.Equal(
            new Decision.Silent(SilenceReason.Enough),
            judge.Decide(Home(500m, morning), told.Episode, sleeps, morning).Decision
        );
    }

    [Fact]
    public void A_payment_that_is_not_enough_says_what_is_still_missing_and_is_the_warning_too()
    {
        DateTimeOffset now = At(1);
        Episode seen = new() { Last = new Seen(50m, new DateOnly(2026, 12, 1), 150m) };

        Judgement paid = judge.Decide(Home(100m, now), seen, Awake, now);

        Decision.Received received = Assert.IsType<Decision.Received>(paid.Decision);
        Assert.Equal(50m, received.Sum);
        Assert.Equal(50m, Assert.IsType<Forecast.LastsUntil>(received.Forecast).Missing);
        Assert.Equal(
            new Decision.Silent(SilenceReason.ToldAlready),
            judge.Decide(Home(100m, now), paid.Episode, Awake, now).Decision
        );
    }

    [Fact]
    public void When_the_money_lasts_again_it_is_told_once_and_the_levels_arm_again()
    {
        DateTimeOffset now = At(3);
        Wishes wishes = Awake with { Payments = false };
        Episode warned = judge.Decide(Home(100m, now), Episode.Fresh, wishes, now).Episode;
        DateTimeOffset paid = now.AddHours(3);

        Judgement over = judge.Decide(Home(400m, paid), warned, wishes, paid);
        Assert.IsType<Decision.AllRight>(over.Decision);
        Assert.False(over.Episode.IsOpen);
        Assert.Equal(
            new Decision.Silent(SilenceReason.Enough),
            judge.Decide(Home(400m, paid), over.Episode, wishes, paid).Decision
        );
        Assert.Equal(
            new Decision.Silent(SilenceReason.EndedQuietly),
            judge.Decide(Home(400m, paid), warned, wishes with { AllRight = false }, paid).Decision
        );
        DateTimeOffset low = paid.AddHours(20);
        Assert.IsType<Decision.Warn>(judge.Decide(Home(100m, low), over.Episode, wishes, low).Decision);
    }

    [Theory]
    // A charge of 150.00 lies between: 100.00 + 300.00 - 150.00.
    [InlineData(100, 250, "2027-01-01", 300)]
    // Only the charge: no payment.
    [InlineData(200, 50, "2027-01-01", null)]
    [InlineData(100, 400, "2026-12-01", 300)]
    [InlineData(100, 100, "2026-12-01", null)]
    [InlineData(100, 90, "2026-12-01", null)]
    public void A_payment_is_recognised_over_a_charge_too(int before, int after, string next, int? paid)
    {
        DateTimeOffset now = At(0);
        Episode seen = new() { Last = new Seen(before, new DateOnly(2026, 12, 1), 150m) };
        ContractSnapshot contract = Home(after, now) with
        {
            NextCharge = DateOnly.Parse(next, System.Globalization.CultureInfo.InvariantCulture),
        };

        Decision decision = judge.Decide(contract, seen, Awake, now).Decision;

        Assert.Equal(paid, (decision as Decision.Received)?.Sum);
        Assert.Equal(paid is not null, decision is Decision.Received);
    }
}
