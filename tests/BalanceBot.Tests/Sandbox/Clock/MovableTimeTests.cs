using BalanceBot.Sandbox.Clock;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Sandbox.Clock;

public sealed class MovableTimeTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;
    private readonly FakeTimeProvider inner = new(new(2031, 5, 7, 12, 0, 0, TimeSpan.Zero));
    private readonly MovableTime time;
    private int fired;

    public MovableTimeTests() => time = new MovableTime(inner);

    [Fact]
    public void It_runs_with_the_inner_clock_and_is_ahead_of_it_by_every_move()
    {
        time.MoveForward(Day);
        inner.Advance(Second);
        time.MoveForward(TimeSpan.FromHours(1));

        Assert.Equal(inner.GetUtcNow() + Day + TimeSpan.FromHours(1), time.GetUtcNow());
        Assert.Equal(Day + TimeSpan.FromHours(1), time.Moved);
    }

    [Fact]
    public void Elapsed_time_follows_too()
    {
        long before = time.GetTimestamp();

        time.MoveForward(TimeSpan.FromDays(400));
        inner.Advance(Second);

        Assert.Equal(TimeSpan.FromDays(400) + Second, time.GetElapsedTime(before));
    }

    [Fact]
    public void Elapsed_time_follows_by_the_systems_clock_as_well()
    {
        MovableTime real = new(TimeProvider.System);
        long before = real.GetTimestamp();

        real.MoveForward(TimeSpan.FromDays(400));

        Assert.InRange(real.GetElapsedTime(before), TimeSpan.FromDays(400), TimeSpan.FromDays(401));
    }

    [Fact]
    public void The_zone_is_the_inner_clocks()
    {
        inner.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("East", TimeSpan.FromHours(3), "East", "East"));

        Assert.Equal(TimeSpan.FromHours(3), time.GetLocalNow().Offset);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void It_never_goes_back(int seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => time.MoveForward(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_timer_fires_when_its_time_passes_on_the_inner_clock()
    {
        using ITimer timer = Timer(Second, Never);

        inner.Advance(Second - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, fired);
        inner.Advance(TimeSpan.FromMilliseconds(1));
        inner.Advance(Day);
        Assert.Equal(1, fired);
    }

    [Fact]
    public void A_move_past_its_time_fires_a_timer_once()
    {
        using ITimer timer = Timer(TimeSpan.FromHours(1), Never);

        time.MoveForward(TimeSpan.FromMinutes(59));
        Assert.Equal(0, fired);
        time.MoveForward(TimeSpan.FromMinutes(1));
        time.MoveForward(Day);
        Assert.Equal(1, fired);
    }

    [Fact]
    public void A_move_shortens_what_is_left_to_wait()
    {
        using ITimer timer = Timer(Day, Never);

        time.MoveForward(Day - Second);
        inner.Advance(Second);

        Assert.Equal(1, fired);
    }

    [Fact]
    public void A_periodic_timer_fires_once_a_move_and_goes_on()
    {
        using ITimer timer = Timer(Second, Second);

        time.MoveForward(Day);
        Assert.Equal(1, fired);
        inner.Advance(Second);
        inner.Advance(Second);
        Assert.Equal(3, fired);
        time.MoveForward(Day);
        Assert.Equal(4, fired);
    }

    [Fact]
    public void A_short_move_keeps_a_periodic_timer_in_step()
    {
        using ITimer timer = Timer(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));

        time.MoveForward(TimeSpan.FromSeconds(14));
        Assert.Equal(1, fired);
        inner.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1, fired);
        inner.Advance(Second);
        Assert.Equal(2, fired);
    }

    [Fact]
    public void Timers_fire_in_the_order_in_which_they_fell_due()
    {
        List<string> order = [];
        using ITimer late = time.CreateTimer(_ => order.Add("late"), null, TimeSpan.FromHours(2), Never);
        using ITimer early = time.CreateTimer(_ => order.Add("early"), null, TimeSpan.FromHours(1), Never);

        time.MoveForward(Day);

        Assert.Equal(["early", "late"], order);
    }

    [Fact]
    public void A_timer_without_a_time_waits_until_it_is_given_one()
    {
        using ITimer timer = Timer(Never, Never);
        time.MoveForward(Day);
        Assert.Equal(0, fired);

        Assert.True(timer.Change(TimeSpan.FromHours(1), Never));
        time.MoveForward(Day);
        Assert.Equal(1, fired);
        Assert.True(timer.Change(TimeSpan.Zero, Never));
        Assert.Equal(2, fired);
    }

    [Fact]
    public void A_timer_changed_to_never_is_still()
    {
        using ITimer timer = Timer(Second, Second);
        inner.Advance(Second);

        timer.Change(Never, Second);
        time.MoveForward(Day);
        inner.Advance(Day);

        Assert.Equal(1, fired);
    }

    [Fact]
    public async Task A_disposed_timer_neither_fires_nor_changes()
    {
        ITimer gone = Timer(Second, Second);
        ITimer goneToo = Timer(Second, Second);
        gone.Dispose();
        await goneToo.DisposeAsync();

        Assert.False(gone.Change(Second, Second));
        time.MoveForward(Day);
        inner.Advance(Day);

        Assert.Equal(0, fired);
    }

    [Fact]
    public void A_timer_may_be_disposed_changed_and_the_clock_moved_from_within_a_callback()
    {
        ITimer? own = null;
        own = time.CreateTimer(
            _ =>
            {
                if (++fired == 1)
                {
                    own!.Change(Second, Never);
                    time.MoveForward(Day);
                }
                else
                {
                    own!.Dispose();
                }
            },
            null,
            Second,
            Second
        );

        time.MoveForward(Day);
        inner.Advance(Day);

        Assert.Equal(2, fired);
    }

    [Theory]
    [InlineData(-2, 0)]
    [InlineData(0, -2)]
    [InlineData(4_294_967_295, 0)]
    [InlineData(0, 4_294_967_295)]
    public void Times_that_no_timer_of_the_system_takes_are_refused(long dueTime, long period) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Timer(TimeSpan.FromMilliseconds(dueTime), TimeSpan.FromMilliseconds(period))
        );

    [Fact]
    public async Task A_delay_ends_with_a_move()
    {
        Task delay = Task.Delay(TimeSpan.FromHours(5), time, TestContext.Current.CancellationToken);
        Assert.False(delay.IsCompleted);

        time.MoveForward(TimeSpan.FromHours(5));

        await delay;
    }

    [Fact]
    public async Task A_timer_of_the_system_fires_after_many_have_moved_and_changed_it_at_once()
    {
        MovableTime real = new(TimeProvider.System);
        TaskCompletionSource last = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ITimer timer = real.CreateTimer(_ => last.TrySetResult(), null, Never, Never);

        await Parallel.ForAsync(
            0,
            2_000,
            TestContext.Current.CancellationToken,
            (i, _) =>
            {
                timer.Change(TimeSpan.FromDays(40), Never);
                real.MoveForward(Second);
                return ValueTask.CompletedTask;
            }
        );
        Assert.False(last.Task.IsCompleted);
        real.MoveForward(TimeSpan.FromDays(40));

        await last.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_move_that_comes_while_a_timer_is_being_set_is_not_lost()
    {
        SlowToSet slow = new();
        MovableTime moved = new(slow);
        using ITimer timer = moved.CreateTimer(_ => { }, null, Never, Never);

        slow.BeforeItIsSet = () => moved.MoveForward(Day);
        timer.Change(Day, Never);

        Assert.Equal(TimeSpan.Zero, slow.Set);
    }

    private ITimer Timer(TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(_ => Interlocked.Increment(ref fired), null, dueTime, period);

    /// <summary>Two threads in one: the other one comes when the first has decided what to set, and has not set it.</summary>
    private sealed class SlowToSet : TimeProvider, ITimer
    {
        public Action? BeforeItIsSet { get; set; }
        public TimeSpan? Set { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            this;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Action? other = BeforeItIsSet;
            BeforeItIsSet = null;
            other?.Invoke();
            Set = dueTime;
            return true;
        }

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
