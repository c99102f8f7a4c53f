using BalanceBot.Billing;
using BalanceBot.Tests.Billing;

namespace BalanceBot.Tests.Scanning;

/// <summary>A billing that does what a test says: away, without pages, broken by one contract.</summary>
internal sealed class ScriptedBilling(TimeProvider time) : DoubleOfBilling
{
    private readonly List<ContractSnapshot> contracts = [];

    /// <summary>Keys that were asked for alone, and the keys behind which pages were asked for.</summary>
    public List<string> Asked { get; } = [];
    public bool Away { get; set; }
    public bool HasNoPages { get; set; }

    /// <summary>Whatever is asked of these makes it throw, in a page and alone.</summary>
    public HashSet<string> Breaks { get; } = [];

    /// <summary>Its data is so old.</summary>
    public TimeSpan Age { get; set; }

    /// <summary>Happens while a question is answered.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public BillingAbilities Able { get; set; }

    public override BillingAbilities Abilities => Able;

    public void Put(ContractSnapshot contract)
    {
        contracts.RemoveAll(known => known.Key == contract.Key);
        contracts.Add(contract);
    }

    /// <summary>A second contract of this key.</summary>
    public void Double(ContractSnapshot contract) => contracts.Add(contract);

    public void Remove(string key) => contracts.RemoveAll(known => known.Key.Value == key);

    public void Pay(string key, decimal sum)
    {
        ContractSnapshot before = contracts.Single(contract => contract.Key.Value == key);
        Put(before with { Balance = before.Balance with { Amount = before.Balance.Amount + sum } });
    }

    public override Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
        Ask("number", () => One(Of(number)).Map(contract => contract.Key));

    public override Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop) =>
        Ask(key.Value, () => One(contracts.Where(contract => contract.Key == key)).Map(Read));

    public override Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    ) =>
        Ask<IReadOnlyList<ContractSnapshot>>(
            "several",
            () =>
                new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found([
                    .. Unique().Where(contract => keys.Contains(contract.Key)).Select(Read),
                ])
        );

    public override Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop) =>
        Ask<SnapshotPage>(
            $"page after {after?.Value ?? "nothing"}",
            () =>
            {
                ContractSnapshot[] above =
                [
                    .. Unique()
                        .Where(c => after is not { } key || string.CompareOrdinal(c.Key.Value, key.Value) > 0)
                        .OrderBy(c => c.Key.Value, StringComparer.Ordinal),
                ];
                ContractSnapshot[] page = [.. above.Take(size).Select(Read)];
                return HasNoPages
                    ? new BillingAnswer<SnapshotPage>.Unavailable("no pages")
                    : new BillingAnswer<SnapshotPage>.Found(
                        new SnapshotPage(page, above.Length > size ? page[^1].Key : null)
                    );
            }
        );

    private IEnumerable<ContractSnapshot> Unique() =>
        contracts.GroupBy(contract => contract.Key).Where(same => same.Count() == 1).Select(same => same.Single());

    private IEnumerable<ContractSnapshot> Of(string number) =>
        contracts.Where(contract => ContractNumber.Normalise(contract.Number) == ContractNumber.Normalise(number));

    private static Match One(IEnumerable<ContractSnapshot> found) => new([.. found]);

    private ContractSnapshot Read(ContractSnapshot contract) =>
        Breaks.Contains(contract.Key.Value)
            ? throw new InvalidOperationException("This contract breaks the billing.")
            : contract with
            {
                AsOf = time.GetUtcNow() - Age,
            };

    private async Task<BillingAnswer<T>> Ask<T>(string question, Func<BillingAnswer<T>> answer)
    {
        Asked.Add(question);
        await (Meanwhile?.Invoke() ?? Task.CompletedTask);
        return Away ? new BillingAnswer<T>.Unavailable("away") : answer();
    }

    private readonly record struct Match(ContractSnapshot[] Found)
    {
        public BillingAnswer<T> Map<T>(Func<ContractSnapshot, T> value) =>
            Found switch
            {
                [var only] => new BillingAnswer<T>.Found(value(only)),
                [] => new BillingAnswer<T>.NotFound(),
                _ => new BillingAnswer<T>.Ambiguous(),
            };
    }
}
