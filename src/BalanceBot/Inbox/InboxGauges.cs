using System.Diagnostics.Metrics;

namespace BalanceBot.Inbox;

/// <summary>How the inbox stands when somebody looks; one per bot, and only where metrics are on.</summary>
internal sealed class InboxGauges : IDisposable
{
    private readonly Meter meter = new("BalanceBot");
    private double oldest;

    public InboxGauges(Lanes lanes, Func<bool> storeIsAway)
    {
        meter.CreateObservableGauge(
            "balancebot.inbox.turns",
            () => lanes.Waiting,
            "{turn}",
            "Turns of this instance that are entered and not ended."
        );
        meter.CreateObservableGauge(
            "balancebot.inbox.oldest.age",
            () => Volatile.Read(ref oldest),
            "s",
            "Age of the oldest update that is kept and not finished; 0 when none waits. The same from every instance."
        );
        meter.CreateObservableGauge(
            "balancebot.store.away",
            () => storeIsAway() ? 1 : 0,
            "{store}",
            "1 while the store does not answer this instance: what it should know of the store stays as it was."
        );
    }

    /// <summary>As the store says from time to time: asking it at each scrape would be asking it as often as anybody likes.</summary>
    public void Look(DateTimeOffset? oldestKept, DateTimeOffset now) =>
        Volatile.Write(ref oldest, Math.Max(0, (now - (oldestKept ?? now)).TotalSeconds));

    public void Dispose() => meter.Dispose();
}
