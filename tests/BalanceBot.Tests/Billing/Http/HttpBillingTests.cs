using BalanceBot.Billing;
using BalanceBot.Billing.Http;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Http;

/// <summary>The suite of every adapter, against the reference server.</summary>
public sealed class HttpBillingContract : BillingContract, IAsyncDisposable
{
    private readonly HttpGround ground = new();

    private protected override async Task<IBilling> Billing(IReadOnlyList<Sample> contracts)
    {
        ReferenceServer server = await ground.Reference([
            .. contracts.Select(
                (one, at) =>
                    // In another order than their numbers.
                    new Held($"k{at * 7919 % 100_000:D6}", one.Number, one.Balance)
                    {
                        Login = one.Login,
                        Password = one.Password,
                        Document = one.Document,
                    }
            ),
        ]);
        HttpBilling billing = ground.Billing(server.Url);
        Assert.Empty(await billing.Begin(TestContext.Current.CancellationToken));
        return billing;
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();
}

public sealed class HttpBillingTests : IAsyncDisposable
{
    private static readonly ContractKey Anna = new("1017");

    private readonly HttpGround ground = new();
    private readonly Held anna = new("1017", "700 123", -28.5m) { Login = "anna", State = "blocked" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_holder_is_marked_and_the_mark_changes_with_them()
    {
        HttpBilling billing = await Begun();

        string? before = Found(await billing.Snapshot(Anna, Stop)).Holder;
        string? again = Found(await billing.Snapshot(Anna, Stop)).Holder;
        anna.Customer = "somebody else";
        string? after = Found(await billing.Snapshot(Anna, Stop)).Holder;

        Assert.Equal(before, again);
        Assert.NotEqual(before, after);
        Assert.DoesNotContain("else", after, StringComparison.Ordinal);
        Assert.Equal(HttpGround.Holders.Of("somebody else", null), after);
    }

    [Fact]
    public async Task Payments_and_charges_of_a_period_come_the_newest_first_and_no_others()
    {
        DateTimeOffset noon = ground.Time.GetUtcNow();
        anna.Payments.AddRange([
            new Moved(noon.AddDays(-40), 1m, null),
            new Moved(noon.AddDays(-2), 200m, "Card"),
            new Moved(noon.AddDays(-1), -200m, "Card, taken back"),
        ]);
        anna.Charges.Add(new Moved(noon.AddDays(-3), 0.05m, "Home 100"));
        HttpBilling billing = await Begun();
        Period month = new(noon.AddDays(-30), noon);

        Assert.Equal(
            [new Movement(noon.AddDays(-1), -200m, "Card, taken back"), new Movement(noon.AddDays(-2), 200m, "Card")],
            Found(await billing.Payments(Anna, month, Stop))
        );
        Assert.Equal(
            [new Movement(noon.AddDays(-3), 0.05m, "Home 100")],
            Found(await billing.Charges(Anna, month, Stop))
        );
        Assert.IsType<BillingAnswer<IReadOnlyList<Movement>>.NotFound>(
            await billing.Payments(new ContractKey("1018"), month, Stop)
        );
    }

    [Fact]
    public async Task A_promise_is_offered_taken_once_and_running_then()
    {
        HttpBilling billing = await Begun();
        DateOnly until = new(2026, 11, 27);

        PromisedPayment.Offered offer = Assert.IsType<PromisedPayment.Offered>(
            Found(await billing.Promise(Anna, Stop))
        );
        Assert.Equal(new PromisedPayment.Offered(150m, 5m, until), offer);

        PromisedPayment taken = Found(await billing.TakePromise(Anna, offer, Stop));
        // As whoever does not know what came of the first: asked again, it is taken no second time.
        PromisedPayment again = Found(await billing.TakePromise(Anna, offer, Stop));

        Assert.Equal(new PromisedPayment.Running(150m, until), taken);
        Assert.Equal(taken, again);
        Assert.Equal(taken, Found(await billing.Promise(Anna, Stop)));
        Assert.Equal(1, (await Server()).PromisesTaken);
        Assert.Equal(-33.5m, anna.Balance);
    }

    [Fact]
    public async Task A_promise_on_other_terms_than_were_told_is_not_taken()
    {
        HttpBilling billing = await Begun();

        PromisedPayment answer = Found(
            await billing.TakePromise(Anna, new PromisedPayment.Offered(1000m, 5m, new(2026, 11, 27)), Stop)
        );

        Assert.Equal(new PromisedPayment.Offered(150m, 5m, new(2026, 11, 27)), answer);
        Assert.Equal(0, (await Server()).PromisesTaken);
    }

    [Theory]
    [InlineData("frozen", -1, PromiseDenial.Frozen)]
    [InlineData("active", 10, PromiseDenial.EnoughMoney)]
    public async Task A_promise_is_denied_with_its_reason(string state, int balance, object why)
    {
        HttpBilling billing = await Begun();
        anna.State = state;
        anna.Balance = balance;

        Assert.Equal(new PromisedPayment.Denied((PromiseDenial)why), Found(await billing.Promise(Anna, Stop)));
        Assert.IsType<BillingAnswer<PromisedPayment>.NotFound>(await billing.Promise(new ContractKey("nobody"), Stop));
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();

    private ReferenceServer? server;

    private async Task<ReferenceServer> Server() => server ??= await ground.Reference(anna);

    private async Task<HttpBilling> Begun()
    {
        HttpBilling billing = ground.Billing((await Server()).Url);
        Assert.Empty(await billing.Begin(Stop));
        return billing;
    }
}
