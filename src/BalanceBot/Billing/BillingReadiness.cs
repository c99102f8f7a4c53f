namespace BalanceBot.Billing;

/// <summary>
/// Whether a billing's API or database has been looked at. One that is away at start keeps nobody from starting: the look is
/// taken when it is back, and nothing is asked before. Mistakes that are found so late are told, and looked for again.
/// </summary>
/// <param name="system">What is looked at, for the log.</param>
internal sealed partial class BillingReadiness(
    string system,
    Func<CancellationToken, Task<FirstLook>> check,
    TimeProvider time,
    ILogger<BillingReadiness> log
)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private Task<FirstLook>? look;
    private long begun;
    private volatile bool isWell;
    private volatile bool foundMistakes;

    public async Task<IReadOnlyList<string>> Begin(CancellationToken stop)
    {
        switch (await Look(stop))
        {
            case FirstLook.Wrong(var mistakes):
                return mistakes;
            case FirstLook.Away(var reason):
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
                FirstLook.Away(var reason) => reason,
                FirstLook.Wrong(var mistakes) => mistakes[0],
                _ => null,
            };

    /// <summary>One for all who ask at the same time. One that found mistakes stands for a while.</summary>
    private Task<FirstLook> Look(CancellationToken stop)
    {
        lock (gate)
        {
            if (look is null || (look.IsCompleted && (!foundMistakes || time.GetElapsedTime(begun) > LookAgain)))
            {
                begun = time.GetTimestamp();
                // Not under the lock, as far as it goes without waiting.
                look = Task.Run(Run, CancellationToken.None);
            }

            return look.WaitAsync(stop);
        }
    }

    private async Task<FirstLook> Run()
    {
        // Nobody's time is up but its own: the next who asks finds it done.
        FirstLook outcome = await check(CancellationToken.None);
        foundMistakes = outcome is FirstLook.Wrong;
        isWell = outcome is FirstLook.Well;
        foreach (string mistake in outcome is FirstLook.Wrong(var mistakes) ? mistakes : [])
        {
            Log.Mistake(log, mistake);
        }

        return outcome;
    }

    private static partial class Log
    {
        [LoggerMessage(
            3020,
            LogLevel.Warning,
            "{System} cannot be looked at yet ({Why}): it is checked when it is back",
            EventName = "BillingAwayAtStart"
        )]
        public static partial void AwayAtStart(ILogger log, string system, string why);

        [LoggerMessage(3021, LogLevel.Error, "{Mistake}", EventName = "BillingWrong")]
        public static partial void Mistake(ILogger log, string mistake);
    }
}
