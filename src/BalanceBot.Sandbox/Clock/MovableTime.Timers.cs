namespace BalanceBot.Sandbox.Clock;

/// <summary>Its timers: each waits on one of the inner clock, set anew with every move.</summary>
internal sealed partial class MovableTime
{
    private sealed class MovableTimer(MovableTime time, TimerCallback callback, object? state) : ITimer
    {
        private const long LongestMilliseconds = uint.MaxValue - 1;
        private ITimer? clock;
        private TimeSpan? every;
        private long version;
        private bool disposed;

        /// <summary>By the moved time since it began; null: it waits for nothing. Like all here, under the time's lock.</summary>
        public TimeSpan? Due { get; private set; }

        public void Begin(TimeProvider inner, TimeSpan dueTime, TimeSpan period)
        {
            clock = inner.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Change(dueTime, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            TimeSpan? due = Span(dueTime, nameof(dueTime));
            TimeSpan? again = Span(period, nameof(period));
            lock (time.gate)
            {
                if (disposed)
                {
                    return false;
                }

                every = again > TimeSpan.Zero ? again : null;
                WaitFor(due is { } left ? time.Elapsed() + left : null);
            }

            Arm();
            return true;
        }

        /// <summary>After a move: what is left to wait has become less, or nothing.</summary>
        public void Rearm()
        {
            lock (time.gate)
            {
                version++;
            }

            Arm();
        }

        public void Dispose()
        {
            End();
            clock!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            End();
            return clock!.DisposeAsync();
        }

        private void End()
        {
            lock (time.gate)
            {
                disposed = true;
                WaitFor(null);
            }
        }

        private void WaitFor(TimeSpan? due)
        {
            version++;
            Due = due;
            if (due is null)
            {
                time.waiting.Remove(this);
            }
            else
            {
                time.waiting.Add(this);
            }
        }

        /// <summary>
        /// No lock is held while the inner timer is set, so two that set it may do so in the wrong order: whoever finds
        /// that things have changed since they looked sets it again.
        /// </summary>
        private void Arm()
        {
            while (true)
            {
                (long seen, TimeSpan left) = Look();
                clock!.Change(left, Timeout.InfiniteTimeSpan);
                lock (time.gate)
                {
                    if (seen == version)
                    {
                        return;
                    }
                }
            }
        }

        private (long Version, TimeSpan Left) Look()
        {
            lock (time.gate)
            {
                if (Due is not { } due)
                {
                    return (version, Timeout.InfiniteTimeSpan);
                }

                // Up to whole milliseconds, which are a timer's grain: cut, it would fire too early, and again and again.
                double left = Math.Ceiling((due - time.Elapsed()).TotalMilliseconds);
                return (version, TimeSpan.FromMilliseconds(Math.Max(left, 0)));
            }
        }

        private void Fire()
        {
            bool isDue;
            lock (time.gate)
            {
                TimeSpan now = time.Elapsed();
                isDue = Due <= now;
                if (isDue)
                {
                    TimeSpan? next = Due + every;
                    WaitFor(next <= now ? now + every : next);
                }
            }

            Arm();
            if (isDue)
            {
                callback(state);
            }
        }

        /// <summary>Null: never. Cut to whole milliseconds, as the system's timers do.</summary>
        private static TimeSpan? Span(TimeSpan asked, string name)
        {
            long milliseconds = (long)asked.TotalMilliseconds;
            ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, LongestMilliseconds, name);
            return milliseconds < 0 ? null : TimeSpan.FromMilliseconds(milliseconds);
        }
    }
}
