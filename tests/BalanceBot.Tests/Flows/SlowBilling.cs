using BalanceBot.Billing;
using BalanceBot.Billing.Csv;
using BalanceBot.Tests.Billing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalanceBot.Tests.Flows;

/// <summary>The CSV billing behind a gate: while it is held, snapshots wait.</summary>
internal sealed class SlowBilling : DoubleOfBilling
{
    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource gate = new();

    public SlowBilling() => gate.SetResult();

    public Task Asked => asked.Task;

    public PatientBilling Around(IServiceProvider services)
    {
        Inner = services.GetRequiredService<CsvBilling>();
        return new PatientBilling(
            this,
            new BillingSettings(),
            services.GetRequiredService<TimeProvider>(),
            NullLogger<PatientBilling>.Instance
        );
    }

    public void Hold() => gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => gate.SetResult();

    public override async Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop)
    {
        await Gate(stop);
        return await Inner!.Snapshot(key, stop);
    }

    public override async Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    )
    {
        await Gate(stop);
        return await Inner!.SnapshotsOf(keys, stop);
    }

    private async Task Gate(CancellationToken stop)
    {
        if (!gate.Task.IsCompleted)
        {
            asked.TrySetResult();
            await gate.Task.WaitAsync(stop);
        }
    }
}
