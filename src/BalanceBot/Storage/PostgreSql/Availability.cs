namespace BalanceBot.Storage.PostgreSql;

/// <summary>Whether the database answers. Each going and coming back is told once.</summary>
internal sealed partial class Availability(TimeProvider time, ILogger log)
{
    private readonly Lock gate = new();
    private TaskCompletionSource? away;
    private long since;

    /// <summary>Null while it answers; else it ends when it answers again.</summary>
    public Task? Away => Volatile.Read(ref away)?.Task;

    public void Gone(Exception failure)
    {
        lock (gate)
        {
            if (away is not null)
            {
                return;
            }

            Volatile.Write(ref away, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            since = time.GetTimestamp();
        }

        Log.Gone(log, Failures.Word(failure));
    }

    public void Answered()
    {
        if (Volatile.Read(ref away) is null)
        {
            return;
        }

        TaskCompletionSource? over;
        lock (gate)
        {
            over = away;
            Volatile.Write(ref away, null);
        }

        if (over is not null)
        {
            Log.Back(log, time.GetElapsedTime(since).TotalSeconds);
            over.TrySetResult();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            8200,
            LogLevel.Warning,
            "The database does not answer ({Why}); waiting for it",
            EventName = "DatabaseAway"
        )]
        public static partial void Gone(ILogger log, string why);

        [LoggerMessage(
            8201,
            LogLevel.Information,
            "The database answers again after {Seconds:0.0} s",
            EventName = "DatabaseBack"
        )]
        public static partial void Back(ILogger log, double seconds);
    }
}
