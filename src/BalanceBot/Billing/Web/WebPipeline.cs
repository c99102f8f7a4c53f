using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace BalanceBot.Billing.Web;

/// <summary>
/// From outside: time for all, repetition, circuit breaker, time for one attempt. Each attempt counts for the breaker, and
/// a repetition finds it open.
/// </summary>
internal static partial class WebPipeline
{
    public static readonly HttpRequestOptionsKey<WebCall> Call = new("balancebot.call");

    private static readonly TimeSpan BeforeAgain = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Sampled = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(5);
    private const int FewestSampled = 5;

    public static ResiliencePipeline<HttpResponseMessage> Of(
        string system,
        WebLimits limits,
        TimeProvider time,
        ILogger log
    ) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddTimeout(Timeout(call => AtMost(call, limits)))
            .AddRetry(Retry())
            .AddCircuitBreaker(Breaker(system, log))
            .AddTimeout(Timeout(call => call.IsRepeatable && !call.IsBulk ? limits.AttemptTimeout : TimeSpan.Zero))
            .Build();

    private static TimeSpan AtMost(WebCall call, WebLimits limits) =>
        call.AtMost ?? (call.IsBulk ? limits.BulkTimeout : limits.Timeout);

    /// <summary>Zero is none.</summary>
    private static HttpTimeoutStrategyOptions Timeout(Func<WebCall, TimeSpan> atMost) =>
        new() { TimeoutGenerator = asked => ValueTask.FromResult(atMost(CallOf(asked.Context))) };

    /// <summary>Whoever says "too many" (429) is not asked again at once.</summary>
    private static HttpRetryStrategyOptions Retry() =>
        new()
        {
            MaxRetryAttempts = 1,
            Delay = BeforeAgain,
            BackoffType = DelayBackoffType.Constant,
            UseJitter = false,
            ShouldRetryAfterHeader = false,
            ShouldHandle = tried =>
                ValueTask.FromResult(
                    CallOf(tried.Context).IsRepeatable
                        && tried.Outcome.Result is not { StatusCode: System.Net.HttpStatusCode.TooManyRequests }
                        && HttpClientResiliencePredicates.IsTransient(tried.Outcome)
                ),
        };

    private static HttpCircuitBreakerStrategyOptions Breaker(string system, ILogger log)
    {
        bool isOpen = false;
        return new()
        {
            FailureRatio = 0.5,
            MinimumThroughput = FewestSampled,
            SamplingDuration = Sampled,
            BreakDuration = Break,
            OnOpened = _ =>
            {
                // It opens again after each probe that fails: once is said.
                if (!isOpen)
                {
                    Log.Opened(log, system);
                }

                isOpen = true;
                return ValueTask.CompletedTask;
            },
            OnClosed = _ =>
            {
                isOpen = false;
                Log.Closed(log, system);
                return ValueTask.CompletedTask;
            },
        };
    }

    private static WebCall CallOf(ResilienceContext context) =>
        context.GetRequestMessage() is { } request && request.Options.TryGetValue(Call, out WebCall? call)
            ? call
            : throw new InvalidOperationException("A request without a call.");

    private static partial class Log
    {
        [LoggerMessage(
            3300,
            LogLevel.Warning,
            "{System} fails too often: it is asked once in a while only until it answers",
            EventName = "BillingApiBroken"
        )]
        public static partial void Opened(ILogger log, string system);

        [LoggerMessage(3301, LogLevel.Information, "{System} answers again", EventName = "BillingApiMended")]
        public static partial void Closed(ILogger log, string system);
    }
}
