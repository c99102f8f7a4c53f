namespace BalanceBot.Billing.Web;

/// <summary>What a first look at an API came to: a closed family.</summary>
internal abstract record WebCheck
{
    private WebCheck() { }

    public sealed record Well : WebCheck;

    /// <summary>It cannot be known now.</summary>
    public sealed record Away(string Reason) : WebCheck;

    /// <summary>What only an operator can put right, each a sentence.</summary>
    public sealed record Wrong(IReadOnlyList<string> Mistakes) : WebCheck;
}

/// <summary>
/// Whether an API has been looked at. One that is away at start keeps nobody from starting: the look is taken when it is
/// back, and nothing is asked before. Mistakes that are found so late are told, and looked for again.
/// </summary>
/// <param name="system">The billing's name, for the log.</param>
internal sealed partial class WebReadiness(
    string system,
    Func<CancellationToken, Task<WebCheck>> check,
    TimeProvider time,
    ILogger<WebReadiness> log
)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private Task<WebCheck>? look;
    private long begun;
    private volatile bool isWell;
    private volatile bool foundMistakes;

    public async Task<IReadOnlyList<string>> Begin(CancellationToken stop)
    {
        switch (await Look(stop))
        {
            case WebCheck.Wrong(var mistakes):
                return mistakes;
            case WebCheck.Away(var reason):
                Log.AwayAtStart(log, system, reason);
                return [];
            default:
                return [];
        }
    }

    /// <summary>Null: ask. Otherwise why nothing can be asked now.</summary>
    public async ValueTask<string?> Trouble(CancellationToken stop) =>
        isWell
            ? null
            : await Look(stop) switch
            {
                WebCheck.Away(var reason) => reason,
                WebCheck.Wrong(var mistakes) => mistakes[0],
                _ => null,
            };

    /// <summary>One for all who ask at the same time. One that found mistakes stands for a while.</summary>
    private Task<WebCheck> Look(CancellationToken stop)
    {
        lock (gate)
        {
            if (look is null || (look.IsCompleted && (!foundMistakes || time.GetElapsedTime(begun) > LookAgain)))
            {
                begun = time.GetTimestamp();
                look = Run();
            }

            return look.WaitAsync(stop);
        }
    }

    private async Task<WebCheck> Run()
    {
        // Nobody's time is up but its own: the next who asks finds it done.
        WebCheck outcome = await check(CancellationToken.None);
        foundMistakes = outcome is WebCheck.Wrong;
        isWell = outcome is WebCheck.Well;
        foreach (string mistake in outcome is WebCheck.Wrong(var mistakes) ? mistakes : [])
        {
            Log.Mistake(log, mistake);
        }

        return outcome;
    }

    private static partial class Log
    {
        [LoggerMessage(
            3310,
            LogLevel.Warning,
            "{System} cannot be looked at yet ({Why}): it is checked when it is back",
            EventName = "BillingApiAwayAtStart"
        )]
        public static partial void AwayAtStart(ILogger log, string system, string why);

        [LoggerMessage(3311, LogLevel.Error, "{Mistake}", EventName = "BillingApiWrong")]
        public static partial void Mistake(ILogger log, string mistake);
    }
}
