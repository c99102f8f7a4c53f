using BalanceBot.Billing;
using BalanceBot.Inbox;
using BalanceBot.Outbox;
using BalanceBot.Scanning;

namespace BalanceBot.Hosting.Telemetry;

/// <summary>Looks from time to time at what only the store and the outbox know, so that a scrape asks neither.</summary>
internal sealed class Looking(
    IInboxStore inbox,
    IOutboxStore stored,
    Dispatcher outbox,
    IScanStore scans,
    InboxGauges inboxGauges,
    OutboxGauges outboxGauges,
    ScanGauges scanGauges,
    IBilling billing,
    TimeProvider time
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        InboxMeter.Zero();
        OutboxMeter.Zero();
        using PeriodicTimer timer = new(Every, time);
        try
        {
            do
            {
                await Look();
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task Look()
    {
        try
        {
            inboxGauges.Look(await inbox.OldestKept(), time.GetUtcNow());
            outboxGauges.Look(outbox.Look(), await stored.Waiting());
            // Where none ever runs, none is late.
            if (Composition.IsScanned(billing))
            {
                scanGauges.Look(await scans.Run(), time.GetUtcNow());
            }
        }
#pragma warning disable CA1031 // The store is away: whoever needs it says so; the gauges keep what they saw last.
        catch (Exception) { }
#pragma warning restore CA1031
    }
}
