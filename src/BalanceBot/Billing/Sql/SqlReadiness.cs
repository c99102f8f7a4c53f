namespace BalanceBot.Billing.Sql;

/// <summary>
/// Whether the queries have been looked at. A database that is away at start keeps nobody from starting: the look is taken
/// when it is back, and nothing is asked before. Mistakes that are found so late are told, and looked for again.
/// </summary>
internal sealed partial class SqlReadiness(SqlCheck check, TimeProvider time, ILogger<SqlReadiness> log)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private Task<SqlCheckOutcome>? look;
    private long begun;
    private volatile bool isWell;
    private volatile bool foundMistakes;

    public async Task<IReadOnlyList<string>> Begin(CancellationToken stop)
    {
        switch (await Look(stop))
        {
            case SqlCheckOutcome.Wrong(var mistakes):
                return mistakes;
            case SqlCheckOutcome.Away(var reason):
                Log.AwayAtStart(log, reason);
                return [];
            default:
                return [];
        }
    }

    /// <summary>Null: ask. Otherwise why nothing can be asked now.</summary>
    public async Task<string?> Trouble(CancellationToken stop)
    {
        if (isWell)
        {
            return null;
        }

        return await Look(stop) switch
        {
            SqlCheckOutcome.Away(var reason) => reason,
            SqlCheckOutcome.Wrong(var mistakes) => mistakes[0],
            _ => null,
        };
    }

    /// <summary>One for all who ask at the same time. One that found mistakes stands for a while.</summary>
    private Task<SqlCheckOutcome> Look(CancellationToken stop)
    {
        lock (gate)
        {
            if (look is null || (look.IsCompleted && (!foundMistakes || time.GetElapsedTime(begun) > LookAgain)))
            {
                begun = time.GetTimestamp();
                look = Task.Run(Run, CancellationToken.None);
            }

            return look.WaitAsync(stop);
        }
    }

    private async Task<SqlCheckOutcome> Run()
    {
        // Nobody's time is up but its own: the next who asks finds it done.
        SqlCheckOutcome outcome = await check.Run(CancellationToken.None);
        foundMistakes = outcome is SqlCheckOutcome.Wrong;
        isWell = outcome is SqlCheckOutcome.Well;
        foreach (string mistake in outcome is SqlCheckOutcome.Wrong(var mistakes) ? mistakes : [])
        {
            Log.Mistake(log, mistake);
        }

        return outcome;
    }

    private static partial class Log
    {
        [LoggerMessage(
            3200,
            LogLevel.Warning,
            "The billing's database cannot be looked at yet ({Why}): its queries are checked when it is back",
            EventName = "BillingDatabaseAwayAtStart"
        )]
        public static partial void AwayAtStart(ILogger log, string why);

        [LoggerMessage(3201, LogLevel.Error, "{Mistake}", EventName = "BillingQueryWrong")]
        public static partial void Mistake(ILogger log, string mistake);
    }
}
