namespace BalanceBot.Billing.Web;

/// <summary>Tells of each thing that is wrong in the answers once: they come again with every scan.</summary>
internal sealed partial class WebWatch(string system, ILogger<WebWatch> log)
{
    private const int MostTold = 100;

    private readonly Lock gate = new();
    private readonly HashSet<string> told = new(StringComparer.Ordinal);

    /// <param name="question">A word of ours for what was asked.</param>
    /// <param name="what">A field and what is wrong with it; nothing of the answer.</param>
    public void Wrong(string question, string what)
    {
        lock (gate)
        {
            if (told.Count < MostTold && told.Add($"{question} {what}"))
            {
                Log.Wrong(log, system, question, what);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3312, LogLevel.Error, "{System}, {Question}: {What}", EventName = "BillingApiAnswerWrong")]
        public static partial void Wrong(ILogger log, string system, string question, string what);
    }
}
