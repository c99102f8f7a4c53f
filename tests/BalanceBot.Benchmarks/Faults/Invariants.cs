using BalanceBot.Benchmarks.Faults.People;

namespace BalanceBot.Benchmarks.Faults;

/// <summary>What must hold, whatever was done to the bot.</summary>
internal static class Invariants
{
    public static IEnumerable<string> Broken(
        FaultReport report,
        Drained left,
        Heard heard,
        IReadOnlyDictionary<int, int> strange,
        IEnumerable<string> died
    ) =>
        [
            .. NotZero(report.Done.Lost, "updates are lost"),
            .. NotZero(report.Done.Twice, "updates were done twice"),
            .. NotZero(report.Done.OutOfOrder, "updates were done before an earlier one of their chat"),
            .. NotZero(report.Effects.Lost, "effects are lost"),
            .. NotZero(report.Effects.Twice, "effects happened twice"),
            .. NotZero(report.Effects.Wrong, "sessions or subscribers are not what was said"),
            .. NotZero(report.Answers.Missing, "lines have no answer"),
            .. NotZero(report.Answers.Wrong, "answers are wrong"),
            .. heard.WrongOnes,
            .. NotZero(left.Inbox, "updates are left in the inbox"),
            .. NotZero(left.Outbox, "messages are left in the outbox"),
            .. NotZero(left.Quarantine, "updates are in the quarantine"),
            .. NotZero(report.Away?.Taken ?? 0, "deliveries were answered 200 without a database"),
            .. report.Away is { Refused: 0 }
                ? ["no delivery was answered 503 without a database"]
                : Array.Empty<string>(),
            .. strange.Select(status => Text.Of($"{status.Value} deliveries were answered {status.Key}")),
            .. died,
            .. SlowFalls(report),
        ];

    private static IEnumerable<string> SlowFalls(FaultReport report) =>
        report
            .PollerFalls.Where(fall => fall.Seconds > 5)
            .Select(fall => Text.Of($"nobody polled for {fall.Seconds:N1} s after the poller was {fall.How}"));

    private static IEnumerable<string> NotZero(long count, string what) =>
        count == 0 ? [] : [Text.Of($"{count} {what}")];
}
