using BalanceBot.Hosting.Settings;

namespace BalanceBot.Hosting.Trying;

/// <param name="Doing">For whoever waits.</param>
internal sealed record TrialStep(string Doing, Func<CancellationToken, Task<IReadOnlyList<TrialLine>>> Try);

/// <summary>All that is tried, in the order in which it is told.</summary>
internal static class Trials
{
    /// <param name="contract">Null: no contract is asked for.</param>
    public static IReadOnlyList<TrialStep> Of(BotSettings settings, string? contract, TimeProvider time) =>
        [
            new("Asking Telegram who the bot is", new TelegramTrial(settings, time).Try),
            new("Trying the storage", new StorageTrial(settings, time).Try),
            new("Asking the billing", new BillingTrial(settings, contract, time).Try),
            new("Comparing the clock", new ClockTrial(settings, time).Try),
            new("Looking at the time zone", _ => Task.FromResult(TimeZoneTrial.Try(settings, time))),
        ];

    public static long Since(this TimeProvider time, long begun) => (long)time.GetElapsedTime(begun).TotalMilliseconds;
}
