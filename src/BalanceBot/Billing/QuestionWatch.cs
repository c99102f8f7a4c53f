using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BalanceBot.Billing;

/// <summary>One question to the billing, timed and traced. Null, and so without any cost, while nobody listens.</summary>
internal sealed class QuestionWatch : IDisposable
{
    private static readonly Meter Meter = new("BalanceBot");
    private static readonly ActivitySource Source = new("BalanceBot");

    private static readonly Histogram<double> Durations = Meter.CreateHistogram(
        "balancebot.billing.question.duration",
        "s",
        "Time from a question to the billing to its answer, waiting for a place included.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
        }
    );

    private readonly string question;
    private readonly TimeProvider time;
    private readonly long begun;
    private readonly Activity? span;
    private string outcome = "stopped";

    private QuestionWatch(string question, TimeProvider time)
    {
        this.question = question;
        this.time = time;
        begun = time.GetTimestamp();
        span = Source.StartActivity("ask billing", ActivityKind.Client);
    }

    /// <param name="question">A word of ours for what is asked; never what is asked about.</param>
    public static QuestionWatch? Begin(string question, TimeProvider time) =>
        Durations.Enabled || Source.HasListeners() ? new QuestionWatch(question, time) : null;

    public void Answered<T>(BillingAnswer<T> answer) =>
        outcome = answer switch
        {
            BillingAnswer<T>.Found => "found",
            BillingAnswer<T>.NotFound => "not_found",
            BillingAnswer<T>.Ambiguous => "ambiguous",
            BillingAnswer<T>.Refused => "refused",
            _ => "unavailable",
        };

    public void Failed(string how) => outcome = how;

    public void Dispose()
    {
        Durations.Record(
            time.GetElapsedTime(begun).TotalSeconds,
            new("balancebot.billing.question", question),
            new("balancebot.outcome", outcome)
        );
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("balancebot.billing.question", question);
            span.SetTag("balancebot.outcome", outcome);
            span.SetStatus(
                outcome is "unavailable" or "silent" or "broken" ? ActivityStatusCode.Error : ActivityStatusCode.Unset
            );
        }

        span?.Dispose();
    }
}
