using BalanceBot.Billing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BalanceBot.Tests.Flows.Warnings;

/// <summary>A billing in memory that lives: sums change, it goes away and comes back, and one contract may break it.</summary>
internal sealed class LiveBilling(TimeProvider time) : IBilling
{
    private readonly SortedDictionary<string, ContractSnapshot> contracts = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private int asked;

    /// <summary>Questions so far.</summary>
    public int Asked => asked;

    public BillingAbilities Abilities => BillingAbilities.VerifyDocument;

    /// <summary>Whatever is asked of it makes it throw, in a page and alone.</summary>
    public string? Breaks { get; set; }

    public bool Away { get; set; }

    /// <summary>No answer at all, until whoever asks gives up.</summary>
    public bool Hangs { get; set; }

    /// <summary>Its data is of this time; null: of now.</summary>
    public DateTimeOffset? AsOf { get; set; }

    public PatientBilling Around(IServiceProvider services) =>
        new(
            this,
            new BillingSettings(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<PatientBilling>>()
        );

    public void Put(ContractSnapshot contract)
    {
        lock (gate)
        {
            contracts[contract.Key.Value] = contract;
        }
    }

    public void Change(string key, Func<ContractSnapshot, ContractSnapshot> change)
    {
        lock (gate)
        {
            contracts[key] = change(contracts[key]);
        }
    }

    public void Pay(string key, decimal sum) =>
        Change(key, c => c with { Balance = c.Balance with { Amount = c.Balance.Amount + sum } });

    public Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
        Ask<ContractKey>(() =>
            contracts.Values.SingleOrDefault(c =>
                ContractNumber.Normalise(c.Number) == ContractNumber.Normalise(number)
            )
                is { } found
                ? new BillingAnswer<ContractKey>.Found(found.Key)
                : new BillingAnswer<ContractKey>.NotFound()
        );

    public Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop) =>
        Ask<ContractKey>(() => new BillingAnswer<ContractKey>.NotFound());

    /// <summary>Any document will do.</summary>
    public Task<BillingAnswer<VerifiedContract>> VerifyDocument(
        string number,
        string document,
        CancellationToken stop
    ) =>
        Ask<VerifiedContract>(() =>
            contracts.Values.SingleOrDefault(c =>
                ContractNumber.Normalise(c.Number) == ContractNumber.Normalise(number)
            )
                is { } found
                ? new BillingAnswer<VerifiedContract>.Found(new VerifiedContract(found.Key, found.Number, found.Number))
                : new BillingAnswer<VerifiedContract>.NotFound()
        );

    public Task<BillingAnswer<VerifiedContract>> VerifyPassword(
        string login,
        string password,
        CancellationToken stop
    ) => Ask<VerifiedContract>(() => new BillingAnswer<VerifiedContract>.NotFound());

    public Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop) =>
        Ask<ContractSnapshot>(() =>
            contracts.TryGetValue(key.Value, out ContractSnapshot? found)
                ? new BillingAnswer<ContractSnapshot>.Found(Read(found))
                : new BillingAnswer<ContractSnapshot>.NotFound()
        );

    public Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    ) =>
        Ask<IReadOnlyList<ContractSnapshot>>(() =>
            new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found([
                .. keys.Where(key => contracts.ContainsKey(key.Value)).Select(key => Read(contracts[key.Value])),
            ])
        );

    public Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop) =>
        Ask<SnapshotPage>(() =>
        {
            ContractSnapshot[] page =
            [
                .. contracts
                    .Values.SkipWhile(c => after is { } key && string.CompareOrdinal(c.Key.Value, key.Value) <= 0)
                    .Take(size)
                    .Select(Read),
            ];
            bool isLast = page.Length == 0 || page[^1].Key.Value == contracts.Keys.Last();
            return new BillingAnswer<SnapshotPage>.Found(new SnapshotPage(page, isLast ? null : page[^1].Key));
        });

    private ContractSnapshot Read(ContractSnapshot contract) =>
        contract.Key.Value == Breaks
            ? throw new InvalidOperationException("This contract breaks the billing.")
            : contract with
            {
                AsOf = AsOf ?? time.GetUtcNow(),
            };

    private Task<BillingAnswer<T>> Ask<T>(Func<BillingAnswer<T>> answer)
    {
        Interlocked.Increment(ref asked);
        if (Hangs)
        {
            return new TaskCompletionSource<BillingAnswer<T>>().Task;
        }

        lock (gate)
        {
            return Task.FromResult(Away ? new BillingAnswer<T>.Unavailable("away") : answer());
        }
    }
}
