using BalanceBot.Billing;
using BalanceBot.Billing.Csv;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalanceBot.Tests.Flows;

/// <summary>The CSV billing behind a gate: while it is held, snapshots wait.</summary>
internal sealed class SlowBilling : IBilling
{
    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource gate = new();
    private CsvBilling? inner;

    public SlowBilling() => gate.SetResult();

    public Task Asked => asked.Task;

    public BillingAbilities Abilities => inner!.Abilities;

    public PatientBilling Around(IServiceProvider services)
    {
        inner = services.GetRequiredService<CsvBilling>();
        return new PatientBilling(
            this,
            new BillingSettings(),
            services.GetRequiredService<TimeProvider>(),
            NullLogger<PatientBilling>.Instance
        );
    }

    public void Hold() => gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => gate.SetResult();

    public Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
        inner!.FindByNumber(number, stop);

    public Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop) =>
        inner!.FindByLogin(login, stop);

    public Task<BillingAnswer<VerifiedContract>> VerifyDocument(
        string number,
        string document,
        CancellationToken stop
    ) => inner!.VerifyDocument(number, document, stop);

    public Task<BillingAnswer<VerifiedContract>> VerifyPassword(
        string login,
        string password,
        CancellationToken stop
    ) => inner!.VerifyPassword(login, password, stop);

    public async Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop)
    {
        await Gate(stop);
        return await inner!.Snapshot(key, stop);
    }

    public async Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    )
    {
        await Gate(stop);
        return await inner!.SnapshotsOf(keys, stop);
    }

    public Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop) =>
        inner!.Snapshots(after, size, stop);

    private async Task Gate(CancellationToken stop)
    {
        if (!gate.Task.IsCompleted)
        {
            asked.TrySetResult();
            await gate.Task.WaitAsync(stop);
        }
    }
}
