using System.Diagnostics.Metrics;
using Polly;
using Polly.CircuitBreaker;

namespace BalanceBot.Billing;

/// <summary>
/// Leaves a billing alone that fails, so that people are told at once, and what hangs is not hung up more; then asks it once
/// in a while until it answers.
/// </summary>
internal sealed partial class BillingBreaker : IDisposable
{
    /// <summary>With fewer questions nobody knows whether it is the billing or the question.</summary>
    private const int FewestSampled = 4;

    private const double FailureRatio = 0.5;
    private static readonly TimeSpan Sampled = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeftAlone = TimeSpan.FromSeconds(10);

    private static readonly Meter Meter = new("BalanceBot");

    private static readonly UpDownCounter<int> Away = Meter.CreateUpDownCounter<int>(
        "balancebot.billing.away",
        "{billing}",
        "1 while this instance leaves the billing alone because it fails, else 0."
    );

    private readonly CircuitBreakerStateProvider state = new();
    private readonly ResiliencePipeline pipeline;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Lock gate = new();
    private long? since;

    public BillingBreaker(TimeProvider time, ILogger log)
    {
        this.time = time;
        this.log = log;
        pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions
                {
                    FailureRatio = FailureRatio,
                    MinimumThroughput = FewestSampled,
                    SamplingDuration = Sampled,
                    BreakDuration = LeftAlone,
                    StateProvider = state,
                    // Whoever went before the answer came has not heard that it answers.
                    ShouldHandle = heard =>
                        ValueTask.FromResult(
                            heard.Outcome is { Exception: not null } or { Result: IAway { IsOfOne: false } }
                        ),
                    OnOpened = _ => Opened(),
                    OnClosed = _ => Closed(),
                }
            )
            .Build();
        // So that there is something to see before it ever opens.
        Away.Add(0);
    }

    /// <summary>Until it has answered a question that was let through.</summary>
    public bool IsOpen => state.CircuitState != CircuitState.Closed;

    /// <returns>Null: it was not asked.</returns>
    public async Task<BillingAnswer<T>?> Ask<T>(Func<Task<BillingAnswer<T>>> question)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get();
        try
        {
            Outcome<BillingAnswer<T>> outcome = await pipeline.ExecuteOutcomeAsync(
                static async (_, ask) =>
                {
                    try
                    {
                        return Outcome.FromResult(await ask());
                    }
                    catch (OperationCanceledException gone)
                    {
                        return Outcome.FromException<BillingAnswer<T>>(gone);
                    }
                },
                context,
                question
            );
            if (outcome.Exception is BrokenCircuitException)
            {
                return null;
            }

            outcome.ThrowIfException();
            return outcome.Result!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            Away.Add(since is null ? 0 : -1);
            since = null;
        }
    }

    /// <summary>It opens again after each try that fails: told and counted is the first.</summary>
    private ValueTask Opened()
    {
        lock (gate)
        {
            if (since is null)
            {
                since = time.GetTimestamp();
                Away.Add(1);
                Log.Opened(log);
            }
        }

        return ValueTask.CompletedTask;
    }

    private ValueTask Closed()
    {
        lock (gate)
        {
            if (since is { } then)
            {
                since = null;
                Away.Add(-1);
                Log.Closed(log, time.GetElapsedTime(then).TotalSeconds);
            }
        }

        return ValueTask.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(
            3010,
            LogLevel.Warning,
            "The billing fails too often: it is left alone, and asked once in a while until it answers",
            EventName = "BillingLeftAlone"
        )]
        public static partial void Opened(ILogger log);

        [LoggerMessage(
            3011,
            LogLevel.Information,
            "The billing answers again, after {Seconds:0} s",
            EventName = "BillingAnswersAgain"
        )]
        public static partial void Closed(ILogger log, double seconds);
    }
}
