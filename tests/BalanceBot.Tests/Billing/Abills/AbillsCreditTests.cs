using BalanceBot.Billing;
using BalanceBot.Billing.Abills;
using BalanceBot.Tests.Billing.Web;
using static BalanceBot.Tests.Billing.Abills.AbillsGround;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>Credit is told and taken in a session of the subscriber, opened for one question and closed always.</summary>
public sealed partial class AbillsCreditTests : IAsyncDisposable
{
    private const string CreditPath = "/user/credit/";

    private static readonly SignIn By = new("Correct-Horse");

    private static readonly PromisedPayment.Offered Offer = new(300m, 10m, new DateOnly(2026, 11, 27));

    private readonly AbillsGround ground = new();
    private readonly AbillsBilling billing;

    public AbillsCreditTests()
    {
        billing = ground.Billing(Ivan);
        ground.Server.CreditRules.Add(new CreditRule(300m, 5, 10m, 0));
    }

    [Fact]
    public async Task The_terms_are_told_with_the_last_day_on_which_it_holds_and_what_ABillS_recommends_to_pay()
    {
        ground.Server.RecommendedPay = "132.35";

        PromisedPayment told = Found(await billing.Promise(KeyOf(101), By, Stop));

        Assert.Equal(Offer, told);
        Assert.Equal(132.35m, Assert.IsType<PromisedPayment.Offered>(told).Recommended);
        Assert.Equal("DELETE /api.cgi/user/logout", ground.Server.Asked[^1]);
        Assert.Equal((1, 0), (ground.Server.Opened, ground.Server.Open));
    }

    [Fact]
    public async Task It_is_taken_once_by_one_request_and_seen_by_the_operator()
    {
        Assert.IsType<PromisedPayment.NotRunning>(Found(await billing.Promise(KeyOf(101), Stop)));

        PromisedPayment taken = Found(await billing.TakePromise(KeyOf(101), Offer, By, Stop));

        Assert.Equal(new PromisedPayment.Running(300m, new DateOnly(2026, 11, 27)), taken);
        Assert.Equal(taken, Found(await billing.Promise(KeyOf(101), Stop)));
        Assert.Equal(taken, Found(await billing.Promise(KeyOf(101), By, Stop)));
        Assert.Equal(taken, Found(await billing.TakePromise(KeyOf(101), Offer, By, Stop)));
        ContractSnapshot contract = Found(await billing.Snapshot(KeyOf(101), Stop));
        Assert.Equal((300m, new DateOnly(2026, 11, 27)), (contract.Credit, contract.CreditUntil));
        Assert.Equal((1, 1, 0), (Posts(), ground.Server.CreditsTaken, ground.Server.Open));
    }

    [Fact]
    public async Task Other_terms_than_those_agreed_to_are_told_and_not_taken()
    {
        Assert.Equal(Offer, Found(await billing.TakePromise(KeyOf(101), Offer with { Price = 5m }, By, Stop)));
        Assert.Equal((0, 0), (Posts(), ground.Server.Open));
    }

    [Fact]
    public async Task Without_days_it_holds_today_and_without_a_price_it_is_free()
    {
        ground.Server.CreditRules[0] = new CreditRule(300m, 0, 0m, 0);

        Assert.Equal(
            new PromisedPayment.Offered(300m, 0m, new DateOnly(2026, 11, 23)),
            Found(await billing.Promise(KeyOf(101), By, Stop))
        );
    }

    [Fact]
    public async Task A_provider_who_gives_none_is_said_so_as_it_was_recorded()
    {
        ground.Server.Instead[CreditPath] = Recorded.Reply("user_credit");

        Assert.Equal(
            new PromisedPayment.Denied(PromiseDenial.NotGiven),
            Found(await billing.Promise(KeyOf(101), By, Stop))
        );
    }

    [Fact]
    public async Task Trap_9_a_disabled_subscriber_logs_in_and_is_given_none_and_the_session_is_closed()
    {
        ground.Server.Subscribers[0] = Ivan with { Disable = 1 };

        Assert.Equal(
            new PromisedPayment.Denied(PromiseDenial.NotGiven),
            Found(await billing.TakePromise(KeyOf(101), Offer, By, Stop))
        );
        Assert.Equal((1, 0), (ground.Server.Opened, ground.Server.Open));
    }

    [Theory]
    [InlineData(4302, PromiseDenial.NotGiven)]
    [InlineData(4303, PromiseDenial.NotGiven)]
    [InlineData(4304, PromiseDenial.TakenThisMonth)]
    [InlineData(4305, PromiseDenial.Unsaid)]
    internal async Task Each_refusal_is_read_by_its_number_whatever_the_status(int number, PromiseDenial why)
    {
        foreach (int status in new[] { 200, 400 })
        {
            ground.Server.Instead[CreditPath] = Reply.Json($$"""{"error":{{number}},"errstr":"words"}""", status);

            Assert.Equal(new PromisedPayment.Denied(why), Found(await billing.Promise(KeyOf(101), By, Stop)));
        }
    }

    [Fact]
    public async Task Of_several_rules_none_can_be_taken_and_the_operator_is_told()
    {
        ground.Server.CreditRules.Add(new CreditRule(500m, 5, 20m, 0));

        Assert.Equal(
            new PromisedPayment.Denied(PromiseDenial.NotGiven),
            Found(await billing.Promise(KeyOf(101), By, Stop))
        );
        Assert.Contains(ground.Log, line => line.Contains("several rules"));
    }

    [Theory]
    [InlineData("300", "2026-11-24", 300, "2026-11-23")]
    [InlineData("300", "2026-11-23", 300, "2026-11-23")]
    [InlineData("300", "2026-11-22", null, null)]
    [InlineData("300", "0000-00-00", null, null)]
    [InlineData("0", "2026-11-30", null, null)]
    public async Task The_operator_sees_a_credit_as_running_while_it_has_an_end_that_is_not_over(
        string credit,
        string end,
        int? sum,
        string? until
    )
    {
        ground.Server.Subscribers[0] = Ivan with { Credit = credit, CreditDate = end };

        PromisedPayment told = Found(await billing.Promise(KeyOf(101), Stop));

        Assert.Equal(
            sum is { } known
                ? new PromisedPayment.Running(
                    known,
                    DateOnly.Parse(until!, System.Globalization.CultureInfo.InvariantCulture)
                )
                : new PromisedPayment.NotRunning(),
            told
        );
    }

    [Fact]
    public async Task An_operator_who_may_not_see_a_subscriber_makes_it_no_ability()
    {
        ground.Server.Instead["/users/101/"] = Reply.Json("""{"errno":10,"errstr":"Access denied"}""", 401);
        await billing.Begin(Stop);

        Assert.False(billing.Abilities.HasFlag(BillingAbilities.Promise));
        Assert.False(billing.Abilities.HasFlag(BillingAbilities.PromiseBySignIn));
    }

    public ValueTask DisposeAsync()
    {
        billing.Dispose();
        return ground.DisposeAsync();
    }

    private int Posts() => ground.Server.Asked.Count(one => one == $"POST /api.cgi{CreditPath}");

    private static Reply Bad(string how) =>
        how switch
        {
            "hang" => new Reply.Hang(),
            "cut" => new Reply.Cut("""{"creditSum":"""u8.ToArray()),
            "drop" => new Reply.Drop(),
            "page" => Reply.Json("<!DOCTYPE html><html><form>"),
            "odd sum" => Reply.Json("""{"sum":"a lot"}"""),
            // Whatever fails within, also after the credit was set.
            _ => Reply.Json("""{"errno":20,"errstr":"Unknown error, please try later"}""", 502),
        };
}
