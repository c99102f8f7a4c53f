using BalanceBot.Billing;

namespace BalanceBot.Benchmarks.MadeUp;

/// <summary>A billing that keeps nothing: each page is made when it is asked for, as one that comes over a network is.</summary>
internal sealed class MadeUpBilling(int count, Change change, TimeProvider time) : IBilling
{
    public BillingAbilities Abilities => BillingAbilities.None;

    public Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop)
    {
        int first = after is { } key ? Contracts.Number(key.Value) + 1 : 0;
        int end = Math.Min(count, first + size);
        DateTimeOffset asOf = time.GetUtcNow();
        ContractSnapshot[] contracts = new ContractSnapshot[Math.Max(0, end - first)];
        for (int i = 0; i < contracts.Length; i++)
        {
            contracts[i] = Contracts.Of(first + i, change, asOf);
        }

        ContractKey? next = end < count ? contracts[^1].Key : null;
        return Task.FromResult<BillingAnswer<SnapshotPage>>(
            new BillingAnswer<SnapshotPage>.Found(new SnapshotPage(contracts, next))
        );
    }

    public Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop) =>
        Task.FromResult<BillingAnswer<ContractSnapshot>>(
            new BillingAnswer<ContractSnapshot>.Found(
                Contracts.Of(Contracts.Number(key.Value), change, time.GetUtcNow())
            )
        );

    public Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    )
    {
        DateTimeOffset asOf = time.GetUtcNow();
        return Task.FromResult<BillingAnswer<IReadOnlyList<ContractSnapshot>>>(
            new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found([
                .. keys.Select(key => Contracts.Of(Contracts.Number(key.Value), change, asOf)),
            ])
        );
    }

    public Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
        Task.FromResult<BillingAnswer<ContractKey>>(new BillingAnswer<ContractKey>.NotFound());

    public Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop) =>
        FindByNumber(login, stop);

    public Task<BillingAnswer<VerifiedContract>> VerifyDocument(
        string number,
        string document,
        CancellationToken stop
    ) => Task.FromResult<BillingAnswer<VerifiedContract>>(new BillingAnswer<VerifiedContract>.NotFound());

    public Task<BillingAnswer<VerifiedContract>> VerifyPassword(
        string login,
        string password,
        CancellationToken stop
    ) => Task.FromResult<BillingAnswer<VerifiedContract>>(new BillingAnswer<VerifiedContract>.NotFound());
}
