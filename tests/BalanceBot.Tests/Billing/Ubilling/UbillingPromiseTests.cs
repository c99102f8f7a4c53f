using BalanceBot.Billing;
using BalanceBot.Billing.Ubilling;
using BalanceBot.Tests.Billing.Web;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>Promised payments by the agent's creditor, with the password that the billing tells for one question.</summary>
public sealed class UbillingPromiseTests : IAsyncDisposable
{
    private static readonly ContractKey Key = new("sub1002");

    private readonly UbillingWorld world = new(
        new Resident("sub1001", "k7h2mZ9q", "10.9.0.11") { Cash = 137.46m },
        new Resident("sub1002", "pw-two", "10.9.0.12") { Cash = -42.35m },
        new Resident("sub1004", "pw-four") { Cash = -7m },
        new Resident("sub1005", "pw-five") { Cash = -5m }
    );

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_asked_first_with_its_price_and_then_taken_once()
    {
        UbillingBilling billing = world.Billing();
        Assert.True(billing.Abilities.HasFlag(BillingAbilities.Promise));

        PromisedPayment.Offered offer = Assert.IsType<PromisedPayment.Offered>(Found(await billing.Promise(Key, Stop)));
        Assert.Equal(new PromisedPayment.Offered(null, 10m, null), offer);
        Assert.Empty(world.CreditsTaken);

        Assert.Equal(new PromisedPayment.Running(260m, null), Found(await billing.TakePromise(Key, offer, Stop)));
        Assert.Equal(["sub1002"], world.CreditsTaken);
    }

    [Fact]
    public async Task Recorded_answers_offer_refuse_or_are_none()
    {
        UbillingBilling billing = world.Billing();

        world.CreditorSays = _ => UbillingWorld.Recorded("creditor_may");
        Assert.Equal(new PromisedPayment.Offered(null, 5m, null), Found(await billing.Promise(Key, Stop)));
        world.CreditorSays = _ => UbillingWorld.Recorded("creditor_enough");
        Assert.Equal(new PromisedPayment.Denied(PromiseDenial.EnoughMoney), Found(await billing.Promise(Key, Stop)));
        world.CreditorSays = _ => UbillingWorld.Recorded("creditor_wrongpw");
        Assert.IsType<BillingAnswer<PromisedPayment>.Unavailable>(await billing.Promise(Key, Stop));
        world.AgentSays = UbillingWorld.Recorded("noip5_justauth");
        Assert.Equal(
            new PromisedPayment.Denied(PromiseDenial.Unsaid),
            Found(await billing.Promise(new("sub1005"), Stop))
        );
    }

    [Theory]
    [InlineData(1, PromiseDenial.Unsaid)]
    [InlineData(2, PromiseDenial.Unsaid)]
    [InlineData(4, PromiseDenial.Frozen)]
    [InlineData(5, PromiseDenial.EnoughMoney)]
    [InlineData(6, PromiseDenial.TooMuchDebt)]
    [InlineData(8, PromiseDenial.TariffWithout)]
    [InlineData(9, PromiseDenial.TakenThisMonth)]
    [InlineData(10, PromiseDenial.PreviousUnpaid)]
    internal async Task A_refusal_is_told_by_its_reason(int status, PromiseDenial why)
    {
        world.CreditorSays = _ => Reply.Json($$"""{"status":{{status}},"message":"no","creditprice":"10"}""");
        UbillingBilling billing = world.Billing();

        Assert.Equal(new PromisedPayment.Denied(why), Found(await billing.Promise(Key, Stop)));
        Assert.Equal(
            new PromisedPayment.Denied(why),
            Found(await billing.TakePromise(Key, new PromisedPayment.Offered(null, 10m, null), Stop))
        );
        Assert.DoesNotContain(world.Server.Questions, asked => IsTaking(asked));
    }

    [Theory]
    [InlineData("""{"status":7,"message":"unexpected error"}""")]
    [InlineData("""{"status":"zero"}""")]
    [InlineData("""{"message":"success"}""")]
    [InlineData("""{"status":0,"creditprice":"ten"}""")]
    [InlineData("[]")]
    [InlineData("ERROR:GET_WRONG_KEY")]
    [InlineData("<html>a login page</html>")]
    public async Task What_is_no_answer_of_the_creditor_offers_nothing(string body)
    {
        world.CreditorSays = _ => Reply.Json(body);

        Assert.IsType<BillingAnswer<PromisedPayment>.Unavailable>(await world.Billing().Promise(Key, Stop));
    }

    /// <summary>The creditor tells no login: the credit would be another's.</summary>
    [Fact]
    public async Task Trap_1_nobody_is_given_the_credit_of_another_with_the_same_address()
    {
        UbillingBilling billing = world.Billing();

        Assert.Equal(
            new PromisedPayment.Denied(PromiseDenial.Unsaid),
            Found(await billing.Promise(new("sub1005"), Stop))
        );
        Assert.Equal(
            new PromisedPayment.Denied(PromiseDenial.Unsaid),
            Found(await billing.TakePromise(new("sub1005"), new PromisedPayment.Offered(null, 10m, null), Stop))
        );
        Assert.DoesNotContain(world.Server.Questions, asked => asked.Target.Contains("creditor"));
        Assert.Empty(world.CreditsTaken);
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("cut")]
    [InlineData("failed")]
    public async Task Trap_11_an_unknown_outcome_is_not_repeated_and_shows_when_it_is_asked_again(string how)
    {
        world.CreditorSays = isOnlyAsked =>
        {
            if (!isOnlyAsked)
            {
                world.CreditsTaken.Add("sub1002");
                return how switch
                {
                    "drop" => new Reply.Drop(),
                    "cut" => new Reply.Cut("""{"status":0"""u8.ToArray()),
                    _ => Reply.Json("", 500),
                };
            }

            return world.CreditsTaken.Count == 0
                ? UbillingWorld.Granted
                : Reply.Json("""{"status":3,"message":"already"}""");
        };
        UbillingBilling billing = world.Billing();
        PromisedPayment.Offered offer = Assert.IsType<PromisedPayment.Offered>(Found(await billing.Promise(Key, Stop)));

        Assert.IsType<BillingAnswer<PromisedPayment>.Unavailable>(await billing.TakePromise(Key, offer, Stop));
        Assert.Single(world.CreditsTaken);

        Assert.IsType<PromisedPayment.Running>(Found(await billing.Promise(Key, Stop)));
        Assert.IsType<PromisedPayment.Running>(Found(await billing.TakePromise(Key, offer, Stop)));
        Assert.Single(world.CreditsTaken);
    }

    [Fact]
    public async Task Another_price_than_was_told_is_told_and_not_taken()
    {
        Assert.Equal(
            new PromisedPayment.Offered(null, 10m, null),
            Found(await world.Billing().TakePromise(Key, new PromisedPayment.Offered(null, 5m, null), Stop))
        );
        Assert.Empty(world.CreditsTaken);
    }

    [Fact]
    public async Task With_the_database_the_password_is_read_there_and_stands_in_no_log()
    {
        await using UbillingGround ground = new();
        ground.Add("sub1002", -42.35m, "2024/0002", "pw-two");
        ground.Add("sub1003", -1m, "2024/0003");
        ground.Settings.AgentUrl = world.Settings.AgentUrl;
        UbillingBilling billing = ground.Billing();
        Assert.Empty(await billing.Begin(Stop));

        PromisedPayment.Offered offer = Assert.IsType<PromisedPayment.Offered>(Found(await billing.Promise(Key, Stop)));
        ground.Run("update users set Credit = 260, CreditExpire = 1788123600 where login = 'sub1002'");
        Assert.Equal(
            new PromisedPayment.Running(260m, new DateOnly(2026, 8, 30)),
            Found(await billing.TakePromise(Key, offer, Stop))
        );
        Assert.Equal(["sub1002"], world.CreditsTaken);
        Assert.Equal(
            new PromisedPayment.Denied(PromiseDenial.Unsaid),
            Found(await billing.Promise(new("sub1003"), Stop))
        );
        Assert.IsType<BillingAnswer<PromisedPayment>.NotFound>(await billing.Promise(new("SUB1002"), Stop));
        Assert.DoesNotContain(
            ground.Log,
            line => line.Contains("pw-two") || line.Contains(UbillingWorld.Md5("pw-two"))
        );
    }

    [Fact]
    public async Task Without_the_agent_there_are_none()
    {
        await using UbillingGround ground = new();
        UbillingBilling billing = ground.Billing();

        Assert.False(billing.Abilities.HasFlag(BillingAbilities.Promise));
        Assert.IsType<BillingAnswer<PromisedPayment>.Unavailable>(await billing.Promise(Key, Stop));
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private static bool IsTaking(Asked asked) =>
        asked.Target.Contains("creditor") && !asked.Target.Contains("justcheck");
}
