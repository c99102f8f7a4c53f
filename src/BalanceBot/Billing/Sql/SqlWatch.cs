namespace BalanceBot.Billing.Sql;

/// <summary>Tells once that the database is away, and once that it is back; and of each thing wrong in its rows once.</summary>
internal sealed partial class SqlWatch(TimeProvider time, ILogger<SqlWatch> log)
{
    private const int MostTold = 100;

    private readonly Lock gate = new();
    private readonly HashSet<string> told = new(StringComparer.Ordinal);
    private long? since;

    public void Failed(string query, SqlFailure why)
    {
        lock (gate)
        {
            if (why.Kind is FailureKind.Mistake or FailureKind.BadRow)
            {
                if (told.Count < MostTold && told.Add(query + why.Words))
                {
                    Log.Wrong(log, query, why.Words);
                }
            }
            else if (since is null)
            {
                since = time.GetTimestamp();
                Log.Away(log, query, why.Words);
            }
        }
    }

    public void Answered()
    {
        // Read without the lock first: this is every answer.
        if (since is null)
        {
            return;
        }

        lock (gate)
        {
            if (since is { } then)
            {
                since = null;
                Log.Back(log, time.GetElapsedTime(then).TotalSeconds);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3210, LogLevel.Warning, "{Query}: {Why}; waiting for it", EventName = "BillingDatabaseAway")]
        public static partial void Away(ILogger log, string query, string why);

        [LoggerMessage(
            3211,
            LogLevel.Information,
            "The billing's database answers again after {Seconds:0.0} s",
            EventName = "BillingDatabaseBack"
        )]
        public static partial void Back(ILogger log, double seconds);

        [LoggerMessage(3212, LogLevel.Error, "{Query}: {What}", EventName = "BillingAnswerWrong")]
        public static partial void Wrong(ILogger log, string query, string what);
    }
}
