using System.Runtime.CompilerServices;
using BalanceBot.Billing;

namespace BalanceBot.Tests.Billing;

/// <summary>
/// What every double of a billing would write again: each question goes one way, to the billing behind it, and where there is
/// none it may not be asked. A double overrides the questions that it is about, or the way of all of them.
/// </summary>
internal abstract class DoubleOfBilling(IBilling? inner = null) : IBilling
{
    public virtual BillingAbilities Abilities => Inner?.Abilities ?? BillingAbilities.None;

    protected IBilling? Inner { get; set; } = inner;

    private IBilling Behind => Inner ?? throw new NotSupportedException("Nobody is behind this double.");

    public virtual Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
        Ask(inner => inner.FindByNumber(number, stop));

    public virtual Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop) =>
        Ask(inner => inner.FindByLogin(login, stop));

    public virtual Task<BillingAnswer<VerifiedContract>> VerifyDocument(
        string number,
        string document,
        CancellationToken stop
    ) => Ask(inner => inner.VerifyDocument(number, document, stop));

    public virtual Task<BillingAnswer<VerifiedContract>> VerifyPassword(
        string login,
        string password,
        CancellationToken stop
    ) => Ask(inner => inner.VerifyPassword(login, password, stop));

    public virtual Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop) =>
        Ask(inner => inner.Snapshot(key, stop));

    public virtual Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    ) => Ask(inner => inner.SnapshotsOf(keys, stop));

    public virtual Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop) =>
        Ask(inner => inner.Snapshots(after, size, stop));

    public virtual Task<BillingAnswer<IReadOnlyList<Movement>>> Payments(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => Ask(inner => inner.Payments(key, period, stop));

    public virtual Task<BillingAnswer<IReadOnlyList<Movement>>> Charges(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => Ask(inner => inner.Charges(key, period, stop));

    public virtual Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, CancellationToken stop) =>
        Ask(inner => inner.Promise(key, stop));

    public virtual Task<BillingAnswer<PromisedPayment>> TakePromise(
        ContractKey key,
        PromisedPayment.Offered offer,
        CancellationToken stop
    ) => Ask(inner => inner.TakePromise(key, offer, stop));

    public virtual Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, SignIn by, CancellationToken stop) =>
        Ask(inner => inner.Snapshot(key, by, stop));

    public virtual Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, SignIn by, CancellationToken stop) =>
        Ask(inner => inner.Promise(key, by, stop));

    public virtual Task<BillingAnswer<PromisedPayment>> TakePromise(
        ContractKey key,
        PromisedPayment.Offered offer,
        SignIn by,
        CancellationToken stop
    ) => Ask(inner => inner.TakePromise(key, offer, by, stop));

    /// <summary>The way of every question.</summary>
    /// <param name="question">Its name.</param>
    protected virtual Task<BillingAnswer<T>> Ask<T>(
        Func<IBilling, Task<BillingAnswer<T>>> ask,
        [CallerMemberName] string question = ""
    ) => ask(Behind);
}
