using BalanceBot.Inbox;
using BalanceBot.Outbox;
using BalanceBot.Scanning;

namespace BalanceBot.Hosting;

/// <summary>Looks at the parts and says how the bot is; within a moment, whatever hangs.</summary>
/// <param name="storeTrouble">Why the store cannot be reached now, if it is known; null: it can.</param>
/// <param name="isStopping">From the signal to stop on.</param>
internal sealed class Checkup(
    ReceiverStatus receiver,
    IInboxStore inbox,
    IScanStore scans,
    Dispatcher outbox,
    Func<string?> storeTrouble,
    Func<bool> isStopping,
    Func<ReadinessLimits> limitsNow,
    TimeProvider time
)
{
    /// <summary>Shorter than the patience of whoever probes.</summary>
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(2);

    private readonly DateTimeOffset since = time.GetUtcNow();
    private readonly Lock gate = new();
    private Task<HealthAnswer>? look;

    /// <summary>Whoever asks while a look is under way is told what it finds: a flood of probes is one question at a time.</summary>
    public Task<HealthAnswer> Ready()
    {
        lock (gate)
        {
            return look is { IsCompleted: false } ? look : look = Judge();
        }
    }

    private async Task<HealthAnswer> Judge()
    {
        Vitals vitals = await Look();
        DateTimeOffset now = time.GetUtcNow();
        ReadinessLimits limits = limitsNow();
        IReadOnlyList<string> reasons = Readiness.Reasons(vitals, limits, now);
        IReadOnlyList<string> concerns = Readiness.Concerns(vitals, limits, now);
        return reasons.Count > 0 ? new HealthAnswer(HealthAnswer.NotReady, [.. reasons, .. concerns])
            : concerns.Count > 0 ? new HealthAnswer(HealthAnswer.Degraded, concerns)
            : new HealthAnswer(HealthAnswer.IsReady, []);
    }

    private async Task<Vitals> Look()
    {
        Vitals vitals = new(receiver.LastGoodPoll, receiver.Trouble, null)
        {
            IsStopping = isStopping(),
            OutboxStuck = outbox.Look().Stuck,
            StoreTrouble = storeTrouble(),
        };
        if (vitals.IsStopping || vitals.StoreTrouble is not null)
        {
            return vitals;
        }

        try
        {
            return await Ask(vitals).WaitAsync(AtMost, time);
        }
#pragma warning disable CA1031 // Away or too slow: told in words of ours, for an exception's may hold an address.
        catch (Exception)
#pragma warning restore CA1031
        {
            return vitals with { StoreTrouble = "the store does not answer" };
        }
    }

    private async Task<Vitals> Ask(Vitals vitals) =>
        vitals with
        {
            OldestKept = await inbox.OldestKept(),
            LastCompleteScan = (await scans.Run()).CompletedAt ?? since,
        };
}
