using BalanceBot.Billing;
using BalanceBot.Billing.Ubilling;
using BalanceBot.Tests.Billing.Web;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>Promised payments by the agent alone, with the password that the subscriber types for it.</summary>
public sealed class UbillingSignInPromiseTests : IAsyncDisposable
{
    private static readonly ContractKey Key = new("sub1002");
    private static readonly SignIn Right = new("pw-two");
    private static readonly PromisedPayment.Offered Offer = new(Amount: null, 10m, Until: null);

    private readonly UbillingWorld world = new(
        new Resident("sub1002", "pw-two", "10.9.0.12") { Cash = -42.35m, CreditExpire = "31-12-2026" },
        new Resident("sub1004", "pw-four") { Cash = -7m },
        new Resident("sub1005", "pw-five") { Cash = -5m }
    );

    public UbillingSignInPromiseTests() => world.Settings.ApiUrl = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_asked_first_with_its_price_and_then_taken_once()
    {
        UbillingBilling billing = world.Billing();

        Assert.Equal(Offer, Found(await billing.Promise(Key, Right, Stop)));
        Assert.Empty(world.CreditsTaken);

        Assert.Equal(
            new PromisedPayment.Running(260m, new DateOnly(2026, 12, 30)),
            Found(await billing.TakePromise(Key, Offer, Right, Stop))
        );
        Assert.Equal(["sub1002"], world.CreditsTaken);
    }

    [Fact]
    public async Task A_wrong_password_takes_nothing_and_is_no_word_about_the_contract()
    {
        UbillingBilling billing = world.Billing();

        foreach (string wrong in new[] { "pw-Two", "", "*", "pw-four" })
        {
            Assert.IsType<BillingAnswer<PromisedPayment>.Refused>(await billing.Promise(Key, new SignIn(wrong), Stop));
            Assert.IsType<BillingAnswer<PromisedPayment>.Refused>(
                await billing.TakePromise(Key, Offer, new SignIn(wrong), Stop)
            );
        }

        Assert.IsType<BillingAnswer<PromisedPayment>.NotFound>(await billing.Promise(new("sub1002!"), Right, Stop));
        Assert.DoesNotContain(world.Server.Questions, asked => asked.Target.Contains("creditor"));
    }

    [Fact]
    public async Task Without_a_password_there_is_none_and_the_agent_is_not_asked()
    {
        UbillingBilling billing = world.Billing();

        BillingAnswer<PromisedPayment>[] answers =
        [
            await billing.Promise(Key, Stop),
            await billing.TakePromise(Key, Offer, Stop),
        ];

        Assert.All(
            answers,
            answer => Assert.True(Assert.IsType<BillingAnswer<PromisedPayment>.Unavailable>(answer).IsOfOne)
        );
        Assert.Empty(world.Server.Questions);
    }

    [Fact]
    public async Task Trap_1_nobody_is_given_the_credit_of_another_with_the_same_address()
    {
        UbillingBilling billing = world.Billing();

        Assert.Equal(
            new PromisedPayment.Denied(PromiseDenial.Unsaid),
            Found(await billing.TakePromise(new("sub1005"), Offer, new SignIn("pw-five"), Stop))
        );
        Assert.DoesNotContain(world.Server.Questions, asked => asked.Target.Contains("creditor"));
        Assert.Empty(world.CreditsTaken);
    }

    [Theory]
    [InlineData(4, PromiseDenial.Frozen)]
    [InlineData(9, PromiseDenial.TakenThisMonth)]
    internal async Task A_refusal_of_the_creditor_is_told_by_its_reason(int status, PromiseDenial why)
    {
        world.CreditorSays = _ => Reply.Json($$"""{"status":{{status}},"message":"no","creditprice":"10"}""");

        Assert.Equal(new PromisedPayment.Denied(why), Found(await world.Billing().Promise(Key, Right, Stop)));
    }

    [Fact]
    public async Task Trap_11_an_unknown_outcome_is_not_repeated_and_shows_when_it_is_asked_again()
    {
        world.CreditorSays = isOnlyAsked =>
        {
            if (!isOnlyAsked)
            {
                world.CreditsTaken.Add("sub1002");
                return new Reply.Drop();
            }

            return world.CreditsTaken.Count == 0
                ? UbillingWorld.Granted
                : Reply.Json("""{"status":3,"message":"already"}""");
        };
        UbillingBilling billing = world.Billing();

        Assert.IsType<BillingAnswer<PromisedPayment>.Unavailable>(await billing.TakePromise(Key, Offer, Right, Stop));
        Assert.IsType<PromisedPayment.Running>(Found(await billing.TakePromise(Key, Offer, Right, Stop)));
        Assert.Single(world.CreditsTaken);
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private static T Found<T>(BillingAnswer<T> answer) =>
        answer is BillingAnswer<T>.Unavailable(var reason)
            ? throw new Xunit.Sdk.XunitException(reason)
            : Assert.IsType<BillingAnswer<T>.Found>(answer).Value;
}
