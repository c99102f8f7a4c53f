using BalanceBot.Billing;
using BalanceBot.Billing.Abills;
using BalanceBot.Tests.Billing.Web;
using static BalanceBot.Tests.Billing.Abills.AbillsGround;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>What running ABillS were seen to answer, and what must not come of it.</summary>
public sealed class AbillsAnswerTests : IAsyncDisposable
{
    private readonly AbillsGround ground = new();

    [Theory]
    [InlineData("0007", "0.1", "0.1")]
    [InlineData("1000101", "100", "100")]
    [InlineData("123456789012345678901234567890", "-0.004", "-0.004")]
    [InlineData("12/34", "1234567.891", "1234567.891")]
    [InlineData("true", "-15.2", "-15.2")]
    [InlineData("1.50", "0.30000000000000004", "0.3")]
    public async Task Trap_5_types_are_guessed_and_every_scalar_is_what_stands_there(
        string number,
        string deposit,
        string balance
    )
    {
        AbillsBilling billing = ground.Billing(
            Ivan with
            {
                Contract = number,
                Deposit = deposit,
                Passport = "123456789",
                Phone = "380501112233",
            }
        );

        ContractSnapshot contract = Found(await billing.Snapshot(KeyOf(101), Stop));

        Assert.Equal(number, contract.Number);
        Assert.Equal(
            decimal.Parse(balance, System.Globalization.CultureInfo.InvariantCulture),
            contract.Balance.Amount
        );
        Assert.Equal(KeyOf(101), Found(await billing.FindByNumber(number, Stop)));
        Found(await billing.VerifyDocument(number, "123 456 789", Stop));
    }

    [Theory]
    [InlineData("""{"errno":10,"errstr":"Access denied"}""", "access denied")]
    [InlineData("""{"error":4302,"errstr":"ERR"}""", "error 4302")]
    [InlineData("""{"errno":{"a":1}}""", "error 200")]
    [InlineData("""{"result":"OK"}""", "another form")]
    [InlineData("{}", "another form")]
    [InlineData("[1,2]", "something else than objects")]
    [InlineData("ERROR:GET_WRONG_KEY", "a text instead of JSON")]
    [InlineData("<html><form action='/index.cgi'>", "a web page")]
    [InlineData("[{\"uid\":101", "cut or broken")]
    [InlineData("""[{"uid":101,"login":"ivan_p","contractId":7}]""", "'deposit' is missing")]
    [InlineData("""[{"uid":101,"login":"ivan_p","deposit":1,"credit":0}]""", "'loginStatus' is missing")]
    [InlineData("""[{"uid":102,"login":"olena","deposit":1}]""", "not asked for")]
    [InlineData("""[{"uid":"1e3","login":"olena","deposit":1}]""", "'uid' is no")]
    [InlineData("[]", "nobody at all")]
    public async Task Trap_7_two_hundred_proves_nothing(string json, string reason)
    {
        AbillsBilling billing = ground.Billing(Ivan, Olena);
        await billing.Begin(Stop);
        ground.Server.Instead["/users/all/"] = Reply.Json(json);

        Assert.Contains(reason, Reason(await billing.Snapshot(KeyOf(101), Stop)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trap_7_a_failed_query_is_an_empty_list_and_takes_nobody_away()
    {
        AbillsBilling billing = ground.Billing(Ivan, Olena);
        await billing.Begin(Stop);
        ground.Server.IsDatabaseBroken = true;

        Assert.Contains("nobody at all", Reason(await billing.Snapshot(KeyOf(101), Stop)));
        Assert.Contains("nobody at all", Reason(await billing.SnapshotsOf([KeyOf(101)], Stop)));
        Assert.Contains("nobody at all", Reason(await billing.Snapshots(KeyOf(101), 10, Stop)));

        ground.Server.IsDatabaseBroken = false;
        ground.Server.Subscribers.Remove(Ivan);
        Assert.IsType<BillingAnswer<ContractSnapshot>.NotFound>(await billing.Snapshot(KeyOf(101), Stop));
        Assert.Empty(Found(await billing.SnapshotsOf([KeyOf(101)], Stop)));
        Assert.Empty(Found(await billing.Snapshots(KeyOf(102), 10, Stop)).Contracts);
    }

    [Fact]
    public async Task Trap_7_services_that_cannot_be_read_make_nobody_active()
    {
        AbillsBilling billing = ground.Billing(Ivan with { Plans = [new Plan("Home", "1") { Status = 3 }] });
        await billing.Begin(Stop);
        ground.Server.Instead["/users/internet/all/"] = Reply.Json("[]");

        Assert.Contains("services: nobody at all", Reason(await billing.Snapshot(KeyOf(101), Stop)));
    }

    [Fact]
    public async Task Trap_9_days_and_times_are_those_of_its_machine_and_zeros_are_none()
    {
        Subscriber late = Ivan with
        {
            CreditDate = "0000-00-00",
            Credit = "5",
            Expire = "2026-11-30",
            Payments =
            [
                new Entry("2026-10-25 03:30:00", "1", ""),
                new Entry("2026-11-30 23:59:59", "2", "at the end"),
                new Entry("0000-00-00 00:00:00", "4", "never"),
                new Entry("2026-12-01 00:00:00", "-3.5", "taken back"),
            ],
        };
        AbillsBilling billing = ground.Billing(late);
        await billing.Begin(Stop);
        // In Kyiv it is the first of December already.
        ground.Time.SetUtcNow(new DateTimeOffset(2026, 11, 30, 22, 30, 0, TimeSpan.Zero));

        ContractSnapshot contract = Found(await billing.Snapshot(KeyOf(101), Stop));
        Assert.Equal((ContractState.Disabled, null), (contract.State, contract.CreditUntil));
        Assert.Equal(new DateOnly(2027, 1, 1), contract.NextCharge);
        Period december = new(
            new DateTimeOffset(2026, 11, 30, 22, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2026, 12, 31, 22, 0, 0, TimeSpan.Zero)
        );
        Assert.Equal(
            [new Movement(december.From, -3.5m, "taken back")],
            Found(await billing.Payments(KeyOf(101), december, Stop))
        );
        Assert.Equal(
            3,
            Found(await billing.Payments(KeyOf(101), december with { From = DateTimeOffset.UnixEpoch }, Stop)).Count
        );
    }

    [Fact]
    public async Task Trap_10_no_answer_no_key_no_password_and_no_person_is_ever_logged()
    {
        AbillsBilling billing = ground.Billing(Ivan with { Name = "Іваненко" }, Olena);
        await billing.Begin(Stop);
        await billing.VerifyPassword("ivan_p", "Correct-Horse", Stop);
        await billing.VerifyDocument("1000101", "КЕ123456", Stop);
        ground.Server.Instead["/user/logout"] = Reply.Json("""{"errstr":"ivan_p","errno":77}""");
        await billing.VerifyPassword("ivan_p", "Correct-Horse", Stop);
        ground.Server.Instead["/users/all/"] = Reply.Json("""{"login":"ivan_p"}""");
        await billing.Snapshot(KeyOf(101), Stop);

        Assert.Single(ground.Log, line => line.Contains("session at ABillS stays open"));
        Assert.All(
            [AbillsServer.Key, "Correct", "ivan_p", "1000101", "КЕ123456", "Іваненко", "sid1", "sid2"],
            secret => Assert.DoesNotContain(ground.Log, line => line.Contains(secret, StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_promised_payment_needs_the_subscribers_password_and_without_it_none_is_taken()
    {
        AbillsBilling billing = ground.Billing(Ivan);
        await billing.Begin(Stop);

        Assert.Equal(
            BillingAbilities.VerifyDocument
                | BillingAbilities.VerifyPassword
                | BillingAbilities.Payments
                | BillingAbilities.Charges
                | BillingAbilities.Promise
                | BillingAbilities.PromiseBySignIn,
            billing.Abilities
        );
        Assert.IsType<BillingAnswer<PromisedPayment>.Unavailable>(
            await ((IBilling)billing).TakePromise(KeyOf(101), new PromisedPayment.Offered(1m, 0m, null), Stop)
        );
        Assert.DoesNotContain(ground.Server.Asked, one => one.StartsWith("POST", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();
}
