using BalanceBot.Billing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Billing;

/// <summary>A billing that fails is left alone, by people; and asked once in a while until it answers.</summary>
public sealed class BillingBreakerTests : IDisposable
{
    private static readonly ContractKey Anna = new("1017");
    private static readonly SignIn By = new("Correct-Horse");
    private static readonly PromisedPayment.Offered Offer = new(1m, 1m, null);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly List<string> log = [];
    private readonly Troubled inner = new();
    private readonly PatientBilling billing;

    public BillingBreakerTests() =>
        billing = new PatientBilling(
            inner,
            new BillingSettings(),
            time,
            LoggerFactory.Create(logging => logging.AddProvider(new Lines(log))).CreateLogger<PatientBilling>()
        );

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_waits_a_second_and_a_half_and_a_scan_as_long_as_ever()
    {
        inner.Now = Trouble.Hangs;
        Task<BillingAnswer<ContractSnapshot>> person = billing.Snapshot(Anna, Stop);
        Task<BillingAnswer<IReadOnlyList<Movement>>> payments = billing.Payments(Anna, new(default, default), Stop);
        Task<BillingAnswer<IReadOnlyList<Movement>>> charges = billing.Charges(Anna, new(default, default), Stop);
        Task<BillingAnswer<PromisedPayment>> promise = billing.Promise(Anna, Stop);
        Task<BillingAnswer<SnapshotPage>> scan = billing.Snapshots(null, 10, Stop);
        Task<BillingAnswer<VerifiedContract>> link = billing.VerifyDocument("1", "4510 123456", Stop);

        time.Advance(TimeSpan.FromSeconds(1.49));
        Assert.False(person.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.01));

        await Task.WhenAll(person, payments, charges, promise);
        Assert.Equal("no answer in time", Reason(await person));
        Assert.False(scan.IsCompleted || link.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(8.5));
        Assert.Equal("no answer in time", Reason(await scan));
        Assert.Equal("no answer in time", Reason(await link));
    }

    [Fact]
    public async Task Who_signs_in_for_a_balance_waits_as_long_as_any_person_and_for_a_promise_as_who_links()
    {
        inner.Now = Trouble.Hangs;
        Task<BillingAnswer<ContractSnapshot>> balance = billing.Snapshot(Anna, By, Stop);
        Task<BillingAnswer<PromisedPayment>> promise = billing.Promise(Anna, By, Stop);
        Task<BillingAnswer<PromisedPayment>> taking = billing.TakePromise(Anna, Offer, By, Stop);

        time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal("no answer in time", Reason(await balance));
        Assert.False(promise.IsCompleted || taking.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(8.5));
        Assert.Equal("no answer in time", Reason(await promise));
        Assert.Equal("no answer in time", Reason(await taking));
        Assert.Equal(3, inner.Asked);
    }

    [Fact]
    public async Task What_fails_for_who_signs_in_leaves_the_billing_alone_and_what_needs_a_password_does_not()
    {
        inner.Now = Trouble.IsOdd;
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal("odd", Reason(await billing.Snapshot(Anna, By, Stop)));
        }

        time.Advance(TimeSpan.FromMinutes(1));
        inner.Now = Trouble.IsAway;
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal("away", Reason(await billing.Snapshot(Anna, By, Stop)));
        }

        Assert.StartsWith("not asked", Reason(await billing.Snapshot(Anna, By, Stop)), StringComparison.Ordinal);
        Assert.StartsWith("not asked", Reason(await billing.Promise(Anna, By, Stop)), StringComparison.Ordinal);
        Assert.StartsWith(
            "not asked",
            Reason(await billing.TakePromise(Anna, Offer, By, Stop)),
            StringComparison.Ordinal
        );
        Assert.Equal(14, inner.Asked);
    }

    [Theory]
    [InlineData(Trouble.Hangs)]
    [InlineData(Trouble.Throws)]
    [InlineData(Trouble.IsAway)]
    internal async Task After_four_failures_people_are_told_at_once_then_one_tries_and_all_trust_it_again(
        Trouble trouble
    )
    {
        inner.Now = trouble;
        await Fails(4);
        Assert.Equal(4, inner.Asked);

        Assert.StartsWith("not asked", Reason(await billing.Snapshot(Anna, Stop)), StringComparison.Ordinal);
        Assert.StartsWith("not asked", Reason(await billing.FindByNumber("1", Stop)), StringComparison.Ordinal);
        Assert.StartsWith(
            "not asked",
            Reason(await billing.TakePromise(Anna, new PromisedPayment.Offered(1m, 1m, null), Stop)),
            StringComparison.Ordinal
        );
        Assert.Equal(4, inner.Asked);

        // Still away: the one who tries is told so, and nobody else has to wait for it.
        time.Advance(TimeSpan.FromSeconds(10));
        await Fails(1);
        Assert.StartsWith("not asked", Reason(await billing.Snapshot(Anna, Stop)), StringComparison.Ordinal);
        Assert.Equal(5, inner.Asked);

        inner.Now = Trouble.None;
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.IsType<BillingAnswer<ContractSnapshot>.NotFound>(await billing.Snapshot(Anna, Stop));
        Assert.IsType<BillingAnswer<ContractSnapshot>.NotFound>(await billing.Snapshot(Anna, Stop));
        Assert.Single(log, line => line.Contains("it is left alone"));
        Assert.Single(log, line => line.Contains("answers again, after"));
    }

    [Fact]
    public async Task Scans_go_around_it()
    {
        inner.Now = Trouble.IsAway;
        await Fails(4);

        Assert.Equal("away", Reason(await billing.Snapshots(null, 10, Stop)));
        Assert.Equal("away", Reason(await billing.SnapshotsOf([Anna], Stop)));
    }

    [Fact]
    public async Task What_is_odd_about_one_contract_is_no_failure_of_the_billing()
    {
        inner.Now = Trouble.IsOdd;
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal("odd", Reason(await billing.Snapshot(Anna, Stop)));
        }

        Assert.False(await billing.IsAway(Stop));
        Assert.Equal(20, inner.Asked);
    }

    [Fact]
    public async Task Where_somebody_must_sign_in_for_a_balance_nobody_being_told_one_without_is_no_failure()
    {
        inner.Able = BillingAbilities.SnapshotBySignIn;
        inner.Now = Trouble.IsAway;
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal("away", Reason(await billing.Snapshot(Anna, Stop)));
        }

        Assert.False(await billing.IsAway(Stop));
        Assert.Equal(20, inner.Asked);
    }

    [Fact]
    public async Task Four_failures_among_many_answers_or_over_an_hour_are_none()
    {
        for (int i = 0; i < 4; i++)
        {
            inner.Now = Trouble.None;
            await billing.Snapshot(Anna, Stop);
            await billing.Snapshot(Anna, Stop);
            inner.Now = Trouble.IsAway;
            await Fails(1);
        }

        Assert.False(await billing.IsAway(Stop));
        inner.Now = Trouble.IsAway;
        for (int i = 0; i < 8; i++)
        {
            time.Advance(TimeSpan.FromSeconds(31));
            await Fails(1);
        }

        Assert.False(await billing.IsAway(Stop));
    }

    [Fact]
    public async Task Whether_it_is_away_is_found_out_when_nobody_else_asks()
    {
        Assert.False(await billing.IsAway(Stop));
        Assert.Equal(0, inner.Asked);
        inner.Now = Trouble.IsAway;
        await Fails(4);

        Assert.True(await billing.IsAway(Stop));
        Assert.Equal(4, inner.Asked);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await billing.IsAway(Stop));
        Assert.Equal((5, Anna), (inner.Asked, inner.Last));

        inner.Now = Trouble.None;
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await billing.IsAway(Stop));
        Assert.Equal((6, Anna), (inner.Asked, inner.Last));
    }

    [Fact]
    public async Task Whoever_stops_asking_is_no_proof_that_it_answers()
    {
        inner.Now = Trouble.IsAway;
        await Fails(4);
        time.Advance(TimeSpan.FromSeconds(10));
        inner.Now = Trouble.Hangs;
        using CancellationTokenSource stop = new();

        Task asked = billing.Snapshot(Anna, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);

        Assert.StartsWith("not asked", Reason(await billing.Snapshot(Anna, Stop)), StringComparison.Ordinal);
    }

    public void Dispose() => billing.Dispose();

    private async Task Fails(int times)
    {
        for (int i = 0; i < times; i++)
        {
            Task<BillingAnswer<ContractSnapshot>> asked = billing.Snapshot(Anna, Stop);
            if (inner.Now == Trouble.Hangs)
            {
                time.Advance(TimeSpan.FromSeconds(1.5));
            }

            Assert.False(Reason(await asked).StartsWith("not asked", StringComparison.Ordinal));
        }
    }

    private static string Reason<T>(BillingAnswer<T> answer) =>
        Assert.IsType<BillingAnswer<T>.Unavailable>(answer).Reason;

    internal enum Trouble
    {
        None,
        Hangs,
        Throws,
        IsAway,
        IsOdd,
    }

    /// <summary>Answers everything in one way.</summary>
    private sealed class Troubled : DoubleOfBilling
    {
        public Trouble Now { get; set; }
        public int Asked { get; private set; }
        public ContractKey Last { get; private set; }

        public BillingAbilities Able { get; set; }

        public override BillingAbilities Abilities => Able;

        public override Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop)
        {
            Last = key;
            return base.Snapshot(key, stop);
        }

        protected override Task<BillingAnswer<T>> Ask<T>(
            Func<IBilling, Task<BillingAnswer<T>>> ask,
            string question = ""
        )
        {
            Asked++;
            return Now switch
            {
                Trouble.Hangs => new TaskCompletionSource<BillingAnswer<T>>().Task,
                Trouble.Throws => throw new InvalidOperationException("a bug"),
                Trouble.IsAway => Of(new BillingAnswer<T>.Unavailable("away")),
                Trouble.IsOdd => Of(new BillingAnswer<T>.Unavailable("odd") { IsOfOne = true }),
                _ => Of(new BillingAnswer<T>.NotFound()),
            };

            static Task<BillingAnswer<T>> Of(BillingAnswer<T> answer) => Task.FromResult(answer);
        }
    }
}
