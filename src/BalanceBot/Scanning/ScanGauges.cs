using System.Diagnostics.Metrics;

namespace BalanceBot.Scanning;

/// <summary>How scanning stands when somebody looks; one per bot, and only where metrics are on.</summary>
internal sealed class ScanGauges : IDisposable
{
    private readonly Meter meter = new("BalanceBot");
    private readonly DateTimeOffset since;
    private double age;
    private volatile IReadOnlyCollection<Alarm> alarms = [];

    /// <param name="since">When this process began: what has never been complete is as old as that.</param>
    public ScanGauges(DateTimeOffset since)
    {
        this.since = since;
        meter.CreateObservableGauge(
            "balancebot.scan.last_complete.age",
            () => Volatile.Read(ref age),
            "s",
            "Time since a scan last saw every contract. The same from every instance."
        );
        meter.CreateObservableGauge(
            "balancebot.alarms",
            () => All.Select(one => new Measurement<int>(alarms.Contains(one.Alarm) ? 1 : 0, one.Label)),
            "{alarm}",
            "1 while the operators have been told of an alarm that is not over, else 0."
        );
    }

    private static readonly (Alarm Alarm, KeyValuePair<string, object?> Label)[] All =
    [
        (Alarm.BillingAway, new("balancebot.alarm", "billing_away")),
        (Alarm.StaleData, new("balancebot.alarm", "stale_data")),
        (Alarm.ManyChanged, new("balancebot.alarm", "many_changed")),
        (Alarm.NoCompleteRun, new("balancebot.alarm", "no_complete_run")),
    ];

    public void Look(ScanRun run, DateTimeOffset now)
    {
        Volatile.Write(ref age, (now - (run.CompletedAt ?? since)).TotalSeconds);
        alarms = [.. run.Alarms.Keys];
    }

    public void Dispose() => meter.Dispose();
}
