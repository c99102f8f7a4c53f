using BalanceBot.Billing;
using BalanceBot.Billing.Csv;
using BalanceBot.Tests.Billing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalanceBot.Tests.Flows;

/// <summary>
/// The CSV billing, and beside it what a file cannot do: promised payments, payments and charges, as a test writes them
/// down. It counts what it takes, and may take something without ever saying so.
/// </summary>
internal sealed class GivingBilling : DoubleOfBilling
{
    private readonly TaskCompletionSource taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BillingAbilities Able { get; set; } =
        BillingAbilities.Promise | BillingAbilities.Payments | BillingAbilities.Charges;

    public override BillingAbilities Abilities => Inner!.Abilities | Able;

    /// <summary>How every contract stands with a promised payment.</summary>
    public PromisedPayment Stands { get; set; } = new PromisedPayment.Offered(300m, 10m, new DateOnly(2026, 12, 3));

    /// <summary>How often one was taken.</summary>
    public int Takes { get; private set; }

    /// <summary>How often it was asked to take one.</summary>
    public int Asks { get; private set; }

    /// <summary>What it does when it is asked to take one.</summary>
    public Taking Way { get; set; }

    public bool Away { get; set; }

    /// <summary>The whole of it is away, its balances too.</summary>
    public bool Gone { get; set; }

    /// <summary>Of the web cabinet, for whatever contract.</summary>
    public string Password { get; set; } = "Cabinet-Horse-5";

    /// <summary>How often somebody signed in with the right one, or another.</summary>
    public int SignIns { get; private set; }

    private bool WantsSignIn => Able.HasFlag(BillingAbilities.PromiseBySignIn);

    /// <summary>Once it is asked to take one.</summary>
    public Task Asked => taken.Task;

    public List<Movement> Paid { get; } = [];
    public List<Movement> Charged { get; } = [];

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

    /// <summary>How often it was asked for a balance, or for many, by nobody who has signed in.</summary>
    public int Unsigned { get; private set; }

    /// <summary>How often it was asked for a balance by somebody who signs in.</summary>
    public int Balances { get; private set; }

    public override Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop) =>
        TellsOnlyBySignIn ? NotSigned<ContractSnapshot>()
        : Gone
            ? Task.FromResult<BillingAnswer<ContractSnapshot>>(new BillingAnswer<ContractSnapshot>.Unavailable("away"))
        : Inner!.Snapshot(key, stop);

    public override Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    ) => TellsOnlyBySignIn ? NotSigned<IReadOnlyList<ContractSnapshot>>() : Inner!.SnapshotsOf(keys, stop);

    public override Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop) =>
        TellsOnlyBySignIn ? NotSigned<SnapshotPage>() : Inner!.Snapshots(after, size, stop);

    public override Task<BillingAnswer<IReadOnlyList<Movement>>> Payments(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => Answer(Within(Paid, period));

    public override Task<BillingAnswer<IReadOnlyList<Movement>>> Charges(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => Answer(Within(Charged, period));

    public override Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, CancellationToken stop) =>
        Answer(WantsSignIn && Stands is not PromisedPayment.Running ? new PromisedPayment.NotRunning() : Stands);

    public override Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, SignIn by, CancellationToken stop) =>
        SignedIn(by, () => Answer(Stands));

    public override Task<BillingAnswer<PromisedPayment>> TakePromise(
        ContractKey key,
        PromisedPayment.Offered offer,
        SignIn by,
        CancellationToken stop
    ) => SignedIn(by, () => Take(offer, stop));

    public override Task<BillingAnswer<ContractSnapshot>> Snapshot(
        ContractKey key,
        SignIn by,
        CancellationToken stop
    ) =>
        SignedIn(
            by,
            () =>
            {
                Balances++;
                return Away || Gone ? Silent<ContractSnapshot>() : Inner!.Snapshot(key, stop);
            }
        );

    private bool TellsOnlyBySignIn => Able.HasFlag(BillingAbilities.SnapshotBySignIn);

    private Task<BillingAnswer<T>> NotSigned<T>()
    {
        Unsigned++;
        return Silent<T>();
    }

    private static Task<BillingAnswer<T>> Silent<T>() =>
        Task.FromResult<BillingAnswer<T>>(new BillingAnswer<T>.Unavailable("nobody has signed in"));

    private Task<BillingAnswer<T>> SignedIn<T>(SignIn by, Func<Task<BillingAnswer<T>>> ask)
    {
        SignIns++;
        return by.Password == Password || Away || (Gone && TellsOnlyBySignIn)
            ? ask()
            : Task.FromResult<BillingAnswer<T>>(new BillingAnswer<T>.Refused());
    }

    public override Task<BillingAnswer<PromisedPayment>> TakePromise(
        ContractKey key,
        PromisedPayment.Offered offer,
        CancellationToken stop
    ) => WantsSignIn ? throw new InvalidOperationException("It takes none without a password.") : Take(offer, stop);

    private async Task<BillingAnswer<PromisedPayment>> Take(PromisedPayment.Offered offer, CancellationToken stop)
    {
        Asks++;
        if (Way is Taking.Said or Taking.NeverSaid && Stands is PromisedPayment.Offered)
        {
            Takes++;
            Stands = new PromisedPayment.Running(offer.Amount, offer.Until);
        }

        taken.TrySetResult();
        if (Way is Taking.NeverSaid or Taking.NeverTaken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        }

        return await Answer(Stands);
    }

    private Task<BillingAnswer<T>> Answer<T>(T value) =>
        Task.FromResult<BillingAnswer<T>>(
            Away ? new BillingAnswer<T>.Unavailable("away") : new BillingAnswer<T>.Found(value)
        );

    private static IReadOnlyList<Movement> Within(IEnumerable<Movement> all, Period period) =>
        [.. all.Where(one => one.At >= period.From && one.At < period.To).OrderByDescending(one => one.At)];
}

/// <summary>What becomes of a request to take a promised payment.</summary>
internal enum Taking
{
    Said,

    /// <summary>It is taken, but no answer ever comes.</summary>
    NeverSaid,

    /// <summary>Nothing is taken, and no answer ever comes.</summary>
    NeverTaken,
}
