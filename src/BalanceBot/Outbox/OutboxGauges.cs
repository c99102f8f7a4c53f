using System.Diagnostics.Metrics;

namespace BalanceBot.Outbox;

/// <summary>How the outbox stands when somebody looks; one per bot, and only where metrics are on.</summary>
internal sealed class OutboxGauges : IDisposable
{
    private readonly Meter meter = new("BalanceBot");
    private volatile OutboxState state = new(0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, 0);
    private volatile int waiting;

    public OutboxGauges()
    {
        meter.CreateObservableGauge(
            "balancebot.outbox.queue.length",
            () => waiting,
            "{message}",
            "Stored messages that are not settled. The same from every instance."
        );
        meter.CreateObservableGauge(
            "balancebot.outbox.under_way",
            () => state.UnderWay,
            "{message}",
            "Messages that are with Telegram at this moment."
        );
        meter.CreateObservableGauge(
            "balancebot.outbox.oldest.age",
            () => state.Oldest.TotalSeconds,
            "s",
            "How long the oldest stored message of this instance has waited in it."
        );
        meter.CreateObservableGauge(
            "balancebot.outbox.stuck.time",
            () => state.Stuck.TotalSeconds,
            "s",
            "How long a message could go, by its own time and every pause, and Telegram has answered none."
        );
        meter.CreateObservableGauge(
            "balancebot.outbox.pause.left",
            () => state.PauseLeft.TotalSeconds,
            "s",
            "How long nothing may go to private chats, because Telegram said so (429)."
        );
        meter.CreateObservableGauge(
            "balancebot.outbox.bulk.pace",
            () => state.BulkPerSecond,
            "{message}/s",
            "Messages a second that nobody asked for, as fast as they may go now."
        );
    }

    public void Look(OutboxState now, int unsettled)
    {
        state = now;
        waiting = unsettled;
    }

    public void Dispose() => meter.Dispose();
}
