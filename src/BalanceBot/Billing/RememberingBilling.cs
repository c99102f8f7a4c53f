namespace BalanceBot.Billing;

/// <summary>
/// Any billing, and the last good answers of it: while it is away, a person who asks is told what it said last, with its
/// time. Only for those who ask: nobody is ever warned from it. What it says to be gone is forgotten.
/// </summary>
internal sealed class RememberingBilling(IBilling inner) : IBilling
{
    /// <summary>A few megabytes. Whoever was asked about longest ago is forgotten first.</summary>
    private const int Most = 10_000;

    private readonly Dictionary<ContractKey, LinkedListNode<(ContractKey Asked, ContractSnapshot Answer)>> known = [];
    private readonly LinkedList<(ContractKey Asked, ContractSnapshot Answer)> latest = [];
    private readonly Lock gate = new();

    public BillingAbilities Abilities => inner.Abilities;

    public Task<bool> IsAway(CancellationToken stop) => inner.IsAway(stop);

    public Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
        inner.FindByNumber(number, stop);

    public Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop) =>
        inner.FindByLogin(login, stop);

    public Task<BillingAnswer<VerifiedContract>> VerifyDocument(
        string number,
        string document,
        CancellationToken stop
    ) => inner.VerifyDocument(number, document, stop);

    public Task<BillingAnswer<VerifiedContract>> VerifyPassword(
        string login,
        string password,
        CancellationToken stop
    ) => inner.VerifyPassword(login, password, stop);

    public async Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop)
    {
        BillingAnswer<ContractSnapshot> answer = await inner.Snapshot(key, stop);
        // What is told only to who signs in is told to nobody else, not from memory either.
        if (Abilities.HasFlag(BillingAbilities.SnapshotBySignIn))
        {
            return answer;
        }

        lock (gate)
        {
            Learn(key, answer);
            return answer is BillingAnswer<ContractSnapshot>.Unavailable && known.TryGetValue(key, out var node)
                ? new BillingAnswer<ContractSnapshot>.Found(node.Value.Answer with { IsRemembered = true })
                : answer;
        }
    }

    public Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop) =>
        inner.Snapshots(after, size, stop);

    public Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    ) => inner.SnapshotsOf(keys, stop);

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Payments(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => inner.Payments(key, period, stop);

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Charges(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => inner.Charges(key, period, stop);

    public Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, CancellationToken stop) =>
        inner.Promise(key, stop);

    public Task<BillingAnswer<PromisedPayment>> TakePromise(
        ContractKey key,
        PromisedPayment.Offered offer,
        CancellationToken stop
    ) => inner.TakePromise(key, offer, stop);

    public Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, SignIn by, CancellationToken stop) =>
        inner.Snapshot(key, by, stop);

    public Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, SignIn by, CancellationToken stop) =>
        inner.Promise(key, by, stop);

    public Task<BillingAnswer<PromisedPayment>> TakePromise(
        ContractKey key,
        PromisedPayment.Offered offer,
        SignIn by,
        CancellationToken stop
    ) => inner.TakePromise(key, offer, by, stop);

    private void Learn(ContractKey key, BillingAnswer<ContractSnapshot> answer)
    {
        switch (answer)
        {
            case BillingAnswer<ContractSnapshot>.Found(var snapshot):
                Keep(key, snapshot);
                break;
            case BillingAnswer<ContractSnapshot>.Unavailable:
                break;
            default:
                Forget(key);
                break;
        }
    }

    private void Keep(ContractKey key, ContractSnapshot snapshot)
    {
        Forget(key);
        known[key] = latest.AddLast((key, snapshot));
        if (known.Count > Most)
        {
            Forget(latest.First!.Value.Asked);
        }
    }

    private void Forget(ContractKey key)
    {
        if (known.Remove(key, out var node))
        {
            latest.Remove(node);
        }
    }
}
