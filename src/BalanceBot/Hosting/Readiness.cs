namespace BalanceBot.Hosting;

/// <summary>What is looked at to say whether the bot does its work.</summary>
/// <param name="LastGoodPoll">When Telegram last answered; null: never since the start.</param>
/// <param name="Trouble">Why the last poll failed, if it did.</param>
/// <param name="OldestKept">When the oldest update that waits in the inbox was stored.</param>
internal sealed record Vitals(DateTimeOffset? LastGoodPoll, string? Trouble, DateTimeOffset? OldestKept);

/// <summary>Ready, or why not. Pure.</summary>
internal static class Readiness
{
    private static readonly TimeSpan OldestAllowed = TimeSpan.FromMinutes(5);

    /// <param name="pollAllowed">The longest time between two good polls that is no trouble.</param>
    public static IReadOnlyList<string> Reasons(Vitals vitals, TimeSpan pollAllowed, DateTimeOffset now)
    {
        List<string> reasons = [];
        if (vitals.LastGoodPoll is not { } last)
        {
            reasons.Add(vitals.Trouble ?? "Telegram has not answered yet");
        }
        else if (now - last > pollAllowed)
        {
            reasons.Add(
                $"Telegram has not answered for {(now - last).TotalSeconds:0} s: {vitals.Trouble ?? "no answer"}"
            );
        }

        if (vitals.OldestKept is { } oldest && now - oldest > OldestAllowed)
        {
            reasons.Add($"an update has waited in the inbox for {(now - oldest).TotalMinutes:0} min");
        }

        return reasons;
    }
}
