namespace BalanceBot.Billing;

/// <summary>
/// A provider's billing system. Implementations are safe for concurrent use, keep their own short time-outs, and hold
/// no secret longer than a call. Every adapter passes the abstract contract suite in the tests.
/// </summary>
internal interface IBilling
{
    BillingAbilities Abilities { get; }

    /// <summary>Whether it is known to leave people's questions unanswered now; it may be asked once more to know.</summary>
    Task<bool> IsAway(CancellationToken stop) => Task.FromResult(false);

    /// <summary>
    /// Whose contract a typed contract number is, without any proof: what attempts are counted by. Same rules of
    /// normalisation as <see cref="VerifyDocument"/>.
    /// </summary>
    Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop);

    /// <summary>
    /// The same for a login of the provider's web cabinet. A billing that can look for nobody without the password finds each
    /// login that may be one: always by the key that the right password gives.
    /// </summary>
    Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop);

    /// <summary>Contract number and document. Compares in fixed time and does the same work when nothing is found.</summary>
    Task<BillingAnswer<VerifiedContract>> VerifyDocument(string number, string document, CancellationToken stop);

    /// <summary>Login and password of the provider's web cabinet; the password exactly as typed.</summary>
    Task<BillingAnswer<VerifiedContract>> VerifyPassword(string login, string password, CancellationToken stop);

    Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop);

    /// <summary>
    /// Those of the keys that exist and are unambiguous, each once and in any order; in one question where the billing
    /// can.
    /// </summary>
    Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    );

    /// <summary>Up to <paramref name="size"/> snapshots with keys above <paramref name="after"/> (null: from the first).</summary>
    Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop);

    /// <summary>What was paid in a period, the newest first; only where <see cref="Abilities"/> say so.</summary>
    Task<BillingAnswer<IReadOnlyList<Movement>>> Payments(ContractKey key, Period period, CancellationToken stop) =>
        Task.FromResult<BillingAnswer<IReadOnlyList<Movement>>>(
            new BillingAnswer<IReadOnlyList<Movement>>.Unavailable("this billing tells no payments")
        );

    /// <summary>What was charged in a period, the newest first, each sum above zero; only where the abilities say so.</summary>
    Task<BillingAnswer<IReadOnlyList<Movement>>> Charges(ContractKey key, Period period, CancellationToken stop) =>
        Task.FromResult<BillingAnswer<IReadOnlyList<Movement>>>(
            new BillingAnswer<IReadOnlyList<Movement>>.Unavailable("this billing tells no charges")
        );

    /// <summary>
    /// Whether a payment can be promised, and on which terms; asks only, and only where the abilities say so. Where they
    /// demand that somebody signs in: only whether one is running.
    /// </summary>
    Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, CancellationToken stop) =>
        Task.FromResult<BillingAnswer<PromisedPayment>>(
            new BillingAnswer<PromisedPayment>.Unavailable("this billing takes no promises")
        );

    /// <summary>
    /// Takes a promised payment on the terms told before; the answer is how the contract stands then. Unavailable means
    /// unknown, not undone: whoever wants to repeat it asks <see cref="Promise(ContractKey, CancellationToken)"/> before.
    /// </summary>
    Task<BillingAnswer<PromisedPayment>> TakePromise(
        ContractKey key,
        PromisedPayment.Offered offer,
        CancellationToken stop
    ) =>
        Task.FromResult<BillingAnswer<PromisedPayment>>(
            new BillingAnswer<PromisedPayment>.Unavailable("this billing takes no promises")
        );

    /// <summary>
    /// The same as <see cref="Snapshot(ContractKey, CancellationToken)"/> for who signs in for it: only where the abilities
    /// say so. Refused: the password is wrong.
    /// </summary>
    Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, SignIn by, CancellationToken stop) =>
        Task.FromResult<BillingAnswer<ContractSnapshot>>(
            new BillingAnswer<ContractSnapshot>.Unavailable("this billing wants nobody to sign in for a balance")
        );

    /// <summary>The same as <see cref="Promise(ContractKey, CancellationToken)"/>, for who signs in for it. Refused: the password is wrong.</summary>
    Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, SignIn by, CancellationToken stop) =>
        Task.FromResult<BillingAnswer<PromisedPayment>>(
            new BillingAnswer<PromisedPayment>.Unavailable("this billing wants nobody to sign in for a promise")
        );

    /// <summary>The same as <see cref="TakePromise(ContractKey, PromisedPayment.Offered, CancellationToken)"/>, for who signs in for it.</summary>
    Task<BillingAnswer<PromisedPayment>> TakePromise(
        ContractKey key,
        PromisedPayment.Offered offer,
        SignIn by,
        CancellationToken stop
    ) =>
        Task.FromResult<BillingAnswer<PromisedPayment>>(
            new BillingAnswer<PromisedPayment>.Unavailable("this billing wants nobody to sign in for a promise")
        );
}

/// <summary>A billing that must look at its settings, and at what they lead to, before the first question.</summary>
internal interface IBillingAdapter : IBilling
{
    /// <summary>Every mistake that only an operator can put right, each a sentence. A billing that is away is none.</summary>
    Task<IReadOnlyList<string>> Begin(CancellationToken stop);
}

/// <summary>
/// What an adapter can do with the data it has; asked at start and when a way is offered. A way that is not named is answered
/// as unavailable.
/// </summary>
[Flags]
internal enum BillingAbilities
{
    None = 0,
    VerifyDocument = 1,
    VerifyPassword = 2,
    Payments = 4,
    Charges = 8,
    Promise = 16,

    /// <summary>
    /// It tells a balance only to who signs in for it, each time: there is no list, nobody is found by a number, nobody is
    /// warned. Without signing in it may tell what it has just told to who proved the contract. Nothing else goes with it: no
    /// promise, no payments, no charges.
    /// </summary>
    SnapshotBySignIn = 32,

    /// <summary>
    /// With <see cref="Promise"/>: it takes one, and tells its terms, only for who signs in for it; whether one is running it
    /// tells without.
    /// </summary>
    PromiseBySignIn = 64,
}
