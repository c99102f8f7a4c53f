using BalanceBot.Sandbox.Clock;
using BalanceBot.Sandbox.SampleBilling;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Sandbox.Clock;

public sealed class SandboxClockTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("balancebot-clock-");
    private readonly FakeTimeProvider inner = new(new(2031, 5, 7, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Whoever_wakes_up_with_a_move_finds_the_billing_of_the_new_day()
    {
        (MovableTime time, BillingFile billing, SandboxClock clock) = Made();
        (string Balance, DateTime Written)? seen = null;
        using ITimer scan = time.CreateTimer(
            _ => seen = (billing.Contracts()[1].Balance, File.GetLastWriteTimeUtc(billing.Path)),
            null,
            TimeSpan.FromMinutes(1),
            Timeout.InfiniteTimeSpan
        );

        clock.Forward(TimeSpan.FromDays(1));

        Assert.Equal(("38.30", clock.Now.UtcDateTime), seen);
    }

    [Fact]
    public void A_kept_folder_goes_on_as_far_ahead_as_it_was()
    {
        Made().Clock.Forward(TimeSpan.FromDays(3));
        Made().Clock.Forward(TimeSpan.FromHours(1));
        inner.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(inner.GetUtcNow() + TimeSpan.FromHours(73), Made().Clock.Now);
    }

    [Fact]
    public void A_kept_time_that_makes_no_sense_is_none()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "clock.txt"), "-1.00:00:00");

        Assert.Equal(inner.GetUtcNow(), Made().Clock.Now);
    }

    private (MovableTime Time, BillingFile Billing, SandboxClock Clock) Made()
    {
        MovableTime time = new(inner);
        BillingFile billing = new(Path.Combine(folder.FullName, "billing.csv"), time);
        SandboxClock clock = new(time, billing, Path.Combine(folder.FullName, "clock.txt"));
        clock.Resume();
        billing.Prepare();
        return (time, billing, clock);
    }
}
