namespace BalanceBot.Hosting;

/// <summary>What is looked at to say whether the bot does its work.</summary>
/// <param name="LastGoodPoll">When Telegram last answered; null: never since the start.</param>
/// <param name="Trouble">Why the last poll failed, if it did.</param>
/// <param name="OldestKept">When the oldest update that waits in the inbox was stored.</param>
internal sealed record Vitals(DateTimeOffset? LastGoodPoll, string? Trouble, DateTimeOffset? OldestKept)
{
    /// <summary>Why the store cannot be reached; null: it can.</summary>
    public string? StoreTrouble { get; init; }

    /// <summary>How long messages could go and Telegram has answered none.</summary>
    public TimeSpan OutboxStuck { get; init; }

    /// <summary>Null: not known now.</summary>
    public DateTimeOffset? LastCompleteScan { get; init; }

    public bool IsStopping { get; init; }
}

/// <param name="Poll">The longest time between two good polls that is no trouble; null: this process does not poll.</param>
/// <param name="Scan">
/// The longest time without a complete scan that is no trouble; null: none ever runs, for the billing tells nothing
/// without a password.
/// </param>
internal sealed record ReadinessLimits(TimeSpan? Poll, TimeSpan? Scan);

/// <summary>Ready, or why not. Pure.</summary>
internal static class Readiness
{
    private static readonly TimeSpan OldestAllowed = TimeSpan.FromMinutes(5);

    /// <summary>Why nothing should be sent here now. One is enough.</summary>
    public static IReadOnlyList<string> Reasons(Vitals vitals, ReadinessLimits limits, DateTimeOffset now) =>
        vitals.IsStopping
            ? ["stopping"]
            :
            [
                .. new[]
                {
                    vitals.StoreTrouble,
                    OfTelegram(vitals, limits.Poll, now),
                    OfInbox(vitals.OldestKept, now),
                    vitals.OutboxStuck > OldestAllowed
                        ? $"messages wait, and Telegram has taken none for {vitals.OutboxStuck.TotalMinutes:0} min"
                        : null,
                }.OfType<string>(),
            ];

    /// <summary>
    /// What a person should see to, and no reason to take people's questions elsewhere: with many instances all would
    /// say it at once, and none would be left to answer.
    /// </summary>
    public static IReadOnlyList<string> Concerns(Vitals vitals, ReadinessLimits limits, DateTimeOffset now) =>
        vitals.LastCompleteScan is { } last && limits.Scan is { } most && now - last > most
            ? [$"no scan has seen every contract for {(now - last).TotalHours:0} h"]
            : [];

    private static string? OfTelegram(Vitals vitals, TimeSpan? pollAllowed, DateTimeOffset now) =>
        pollAllowed is not { } allowed ? null
        : vitals.LastGoodPoll is not { } last ? vitals.Trouble ?? "Telegram has not answered yet"
        : now - last > allowed
            ? $"Telegram has not answered for {(now - last).TotalSeconds:0} s: {vitals.Trouble ?? "no answer"}"
        : null;

    private static string? OfInbox(DateTimeOffset? oldestKept, DateTimeOffset now) =>
        oldestKept is { } oldest && now - oldest > OldestAllowed
            ? $"an update has waited in the inbox for {(now - oldest).TotalMinutes:0} min"
            : null;
}
