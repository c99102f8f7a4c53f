using System.Collections.Concurrent;
using BalanceBot.Billing;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing;

/// <summary>
/// A billing in memory, with nothing but the rules of the port: it shows that the suite asks for no more than those, and
/// counts its work for those who must ask equally often.
/// </summary>
internal sealed class PlainBilling(IReadOnlyList<Sample> contracts) : IBilling
{
    private int questions;

    public int Questions => questions;

    public BillingAbilities Abilities =>
        BillingAbilities.VerifyDocument
        | BillingAbilities.VerifyPassword
        | (
            Paid.Count + Charged.Count == 0
                ? BillingAbilities.None
                : BillingAbilities.Payments | BillingAbilities.Charges
        )
        | (SignsIn ? BillingAbilities.PromiseBySignIn : BillingAbilities.None)
        | (Promises.IsEmpty && !SignsIn ? BillingAbilities.None : BillingAbilities.Promise);

    /// <summary>Promises are told, and taken, only for who signs in.</summary>
    public bool SignsIn { get; init; }

    /// <summary>By key; whoever has none has nothing.</summary>
    public ILookup<ContractKey, Movement> Paid { get; init; } = NoMovements;

    public ILookup<ContractKey, Movement> Charged { get; init; } = NoMovements;

    /// <summary>How each contract stands.</summary>
    public ConcurrentDictionary<ContractKey, PromisedPayment> Promises { get; } = [];

    private static ILookup<ContractKey, Movement> NoMovements { get; } =
        Array.Empty<(ContractKey, Movement)>().ToLookup(one => one.Item1, one => one.Item2);

    public Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
        Ask(() => One(Numbered(number)).Map(index => Key(index)));

    public Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop) =>
        Ask(() => One(LoggedIn(login)).Map(index => Key(index)));

    public Task<BillingAnswer<VerifiedContract>> VerifyDocument(
        string number,
        string document,
        CancellationToken stop
    ) =>
        Ask(() =>
            One(Numbered(number))
                .If(
                    index =>
                        contracts[index].Document is { } filed
                        && Document.Typed(document) is { } typed
                        && Document.OnFile(filed).Contains(typed, StringComparer.Ordinal),
                    index => new VerifiedContract(Key(index), contracts[index].Number, contracts[index].Number)
                )
        );

    public Task<BillingAnswer<VerifiedContract>> VerifyPassword(
        string login,
        string password,
        CancellationToken stop
    ) =>
        Ask(() =>
            One(LoggedIn(login))
                .If(
                    index =>
                        contracts[index].Password is { Length: > 0 } right
                        && string.Equals(right, password, StringComparison.Ordinal),
                    index => new VerifiedContract(Key(index), contracts[index].Number, contracts[index].Login!)
                )
        );

    public Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop) =>
        Ask<ContractSnapshot>(() =>
            Enumerable.Range(0, contracts.Count).Where(index => Key(index) == key).ToArray() is [int index]
                ? new BillingAnswer<ContractSnapshot>.Found(Of(index))
                : new BillingAnswer<ContractSnapshot>.NotFound()
        );

    public Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    ) =>
        Ask<IReadOnlyList<ContractSnapshot>>(() =>
            new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found([
                .. Enumerable.Range(0, contracts.Count).Select(Of).Where(snapshot => keys.Contains(snapshot.Key)),
            ])
        );

    public Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop) =>
        Ask<SnapshotPage>(() =>
        {
            ContractSnapshot[] above =
            [
                .. Enumerable
                    .Range(0, contracts.Count)
                    .Select(Of)
                    .Where(s => after is null || string.CompareOrdinal(s.Key.Value, after.Value.Value) > 0)
                    .OrderBy(s => s.Key.Value, StringComparer.Ordinal),
            ];
            ContractSnapshot[] page = above[..Math.Min(size, above.Length)];
            return new BillingAnswer<SnapshotPage>.Found(
                new SnapshotPage(page, above.Length > size ? page[^1].Key : null)
            );
        });

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Payments(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => Ask(() => Within(BillingAbilities.Payments, Paid, key, period));

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Charges(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => Ask(() => Within(BillingAbilities.Charges, Charged, key, period));

    public Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, CancellationToken stop) =>
        Ask<PromisedPayment>(() =>
            SignsIn && !(Promises.TryGetValue(key, out PromisedPayment? held) && held is PromisedPayment.Running)
                ? new BillingAnswer<PromisedPayment>.Found(new PromisedPayment.NotRunning())
            : !Abilities.HasFlag(BillingAbilities.Promise) ? new BillingAnswer<PromisedPayment>.Unavailable("none")
            : Promises.TryGetValue(key, out PromisedPayment? stands) ? new BillingAnswer<PromisedPayment>.Found(stands)
            : new BillingAnswer<PromisedPayment>.NotFound()
        );

    /// <summary>Only what is offered at that moment, and once.</summary>
    public Task<BillingAnswer<PromisedPayment>> TakePromise(
        ContractKey key,
        PromisedPayment.Offered offer,
        CancellationToken stop
    )
    {
        if (SignsIn)
        {
            return Ask<PromisedPayment>(() => new BillingAnswer<PromisedPayment>.Unavailable("not without a password"));
        }

        Promises.TryUpdate(key, new PromisedPayment.Running(offer.Amount, offer.Until), offer);
        return Promise(key, stop);
    }

    public Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, SignIn by, CancellationToken stop) =>
        Ask<PromisedPayment>(() =>
            !SignsIn ? new BillingAnswer<PromisedPayment>.Unavailable("nobody signs in here")
            : Enumerable.Range(0, contracts.Count).FirstOrDefault(index => Key(index) == key, -1)
                is not (>= 0 and var at)
                ? new BillingAnswer<PromisedPayment>.NotFound()
            : contracts[at].Password != by.Password ? new BillingAnswer<PromisedPayment>.Refused()
            : new BillingAnswer<PromisedPayment>.Found(
                Promises.GetValueOrDefault(key, new PromisedPayment.Denied(PromiseDenial.NotGiven))
            )
        );

    public Task<BillingAnswer<PromisedPayment>> TakePromise(
        ContractKey key,
        PromisedPayment.Offered offer,
        SignIn by,
        CancellationToken stop
    )
    {
        if (contracts.Where((_, index) => Key(index) == key).Any(one => one.Password == by.Password))
        {
            Promises.TryUpdate(key, new PromisedPayment.Running(offer.Amount, offer.Until), offer);
        }

        return Promise(key, by, stop);
    }

    private BillingAnswer<IReadOnlyList<Movement>> Within(
        BillingAbilities way,
        ILookup<ContractKey, Movement> all,
        ContractKey key,
        Period period
    ) =>
        !Abilities.HasFlag(way)
            ? new BillingAnswer<IReadOnlyList<Movement>>.Unavailable("none")
            : new BillingAnswer<IReadOnlyList<Movement>>.Found([
                .. all[key].Where(one => one.At >= period.From && one.At < period.To).OrderByDescending(one => one.At),
            ]);

    private Task<BillingAnswer<T>> Ask<T>(Func<BillingAnswer<T>> answer)
    {
        Interlocked.Increment(ref questions);
        return Task.FromResult(answer());
    }

    private int[] Numbered(string number) =>
        Where(c => ContractNumber.Normalise(c.Number), ContractNumber.Normalise(number));

    private int[] LoggedIn(string login) =>
        Where(c => c.Login is null ? "" : Login.Normalise(c.Login), Login.Normalise(login));

    private int[] Where(Func<Sample, string> field, string asked) =>
        [
            .. Enumerable
                .Range(0, contracts.Count)
                .Where(index =>
                    asked.Length > 0 && string.Equals(field(contracts[index]), asked, StringComparison.Ordinal)
                ),
        ];

    private static Match One(int[] found) => new(found);

    private static ContractKey Key(int index) => new($"k{index:D6}");

    private ContractSnapshot Of(int index) =>
        new(
            Key(index),
            contracts[index].Number,
            new Money(contracts[index].Balance, "NOK"),
            new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)
        );

    private readonly record struct Match(int[] Found)
    {
        public BillingAnswer<T> Map<T>(Func<int, T> value) =>
            Found switch
            {
                [int only] => new BillingAnswer<T>.Found(value(only)),
                [] => new BillingAnswer<T>.NotFound(),
                _ => new BillingAnswer<T>.Ambiguous(),
            };

        public BillingAnswer<T> If<T>(Func<int, bool> proved, Func<int, T> value) =>
            Found is [int only] && !proved(only) ? new BillingAnswer<T>.Refused() : Map(value);
    }
}

public sealed class PlainBillingContract : BillingContract
{
    private protected override Task<IBilling> Billing(IReadOnlyList<Sample> contracts) =>
        Task.FromResult<IBilling>(new PlainBilling(contracts));
}

public sealed class PlainSignInBillingContract : BillingContract
{
    private protected override Task<IBilling> Billing(IReadOnlyList<Sample> contracts) =>
        Task.FromResult<IBilling>(new PlainBilling(contracts) { SignsIn = true });
}

public sealed class PlainBillingTests
{
    private static readonly ContractKey Anna = new("k000000");
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_promise_is_taken_once_and_only_on_the_terms_that_are_offered()
    {
        PlainBilling billing = new([new Sample("700 123", 1m)]);
        PromisedPayment.Offered offer = new(300m, 10m, new DateOnly(2026, 12, 3));
        billing.Promises[Anna] = offer;

        Assert.Equal(offer, Found(await billing.TakePromise(Anna, offer with { Price = 0m }, Stop)));
        Assert.IsType<PromisedPayment.Running>(Found(await billing.TakePromise(Anna, offer, Stop)));
        Assert.IsType<PromisedPayment.Running>(Found(await billing.TakePromise(Anna, offer, Stop)));
        Assert.True(billing.Abilities.HasFlag(BillingAbilities.Promise));
    }

    [Fact]
    public async Task Movements_are_those_of_the_period_the_newest_first()
    {
        Movement[] paid = [new(Noon, 1m, null), new(Noon.AddHours(1), 2m, null), new(Noon.AddHours(2), 3m, null)];
        PlainBilling billing = new([new Sample("700 123", 1m)]) { Paid = paid.ToLookup(_ => Anna) };
        Period period = new(Noon, Noon.AddHours(2));

        Assert.Equal([2m, 1m], Found(await billing.Payments(Anna, period, Stop)).Select(one => one.Amount));
        Assert.Empty(Found(await billing.Charges(Anna, period, Stop)));
        Assert.True(billing.Abilities.HasFlag(BillingAbilities.Payments | BillingAbilities.Charges));
    }
}
