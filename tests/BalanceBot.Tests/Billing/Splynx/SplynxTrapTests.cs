using BalanceBot.Billing;
using BalanceBot.Billing.Splynx;
using BalanceBot.Tests.Billing.Web;
using static BalanceBot.Tests.Billing.Splynx.SplynxGround;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Splynx;

/// <summary>Tokens that end, answers that are none, and nobody bound to another.</summary>
public sealed class SplynxTrapTests : IAsyncDisposable
{
    private const string List = SplynxServer.Root + "/customers/customer";
    private const string BillingOfAnna = SplynxServer.Root + "/customers/billing-info/17";

    private static readonly Customer Anna = new(17, "anna")
    {
        Contract = "700 123",
        Deposit = "5.5",
        Password = "Correct-Horse",
        Passport = "AB 998877",
    };

    private static readonly Customer Bo = new(18, "bo") { Contract = "700 124", Password = "two" };

    private readonly SplynxGround ground = new();

    [Fact]
    public async Task One_token_serves_all_and_a_new_one_comes_before_it_ends()
    {
        SplynxBilling billing = ground.Billing(Anna);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => billing.Snapshot(KeyOf(17), Stop)));
        Assert.Equal(1, ground.Server.Given);

        ground.Time.Advance(TimeSpan.FromMinutes(28));
        Found(await billing.Snapshot(KeyOf(17), Stop));
        Assert.Equal(1, ground.Server.Given);

        ground.Time.Advance(TimeSpan.FromMinutes(1.5));
        Found(await billing.Snapshot(KeyOf(17), Stop));
        Assert.Equal(2, ground.Server.Given);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_replaced_once_and_not_for_ever()
    {
        SplynxBilling billing = ground.Billing(Anna);
        Found(await billing.Snapshot(KeyOf(17), Stop));
        ground.Server.ForgetTokens();

        Found(await billing.Snapshot(KeyOf(17), Stop));
        Assert.Equal(2, ground.Server.Given);

        ground.Server.Instead[List] = Reply.Json("""{"error":{"code":401}}""", 401);
        Assert.Contains("access denied", Reason(await billing.Snapshot(KeyOf(17), Stop)));
        Assert.Equal(3, ground.Server.Given);
    }

    [Fact]
    public async Task Trap_2_only_who_writes_their_login_as_it_is_is_bound_and_their_token_is_revoked()
    {
        SplynxBilling billing = ground.Billing(Anna, Bo);

        Assert.IsType<BillingAnswer<VerifiedContract>.NotFound>(
            await billing.VerifyPassword("ANNA", "Correct-Horse", Stop)
        );
        Assert.Equal(
            new VerifiedContract(KeyOf(17), "700 123", "anna"),
            Found(await billing.VerifyPassword("anna", "Correct-Horse", Stop))
        );
        Assert.IsType<BillingAnswer<VerifiedContract>.Refused>(await billing.VerifyPassword("anna", "two", Stop));
        Assert.Equal(0, ground.Server.Open);
    }

    [Theory]
    [InlineData("hang", "no answer in time")]
    [InlineData("cut", "the answer was cut off")]
    [InlineData("drop", "the answer was cut off")]
    [InlineData("failed", "it failed (502)")]
    [InlineData("page", "a web page")]
    [InlineData("odd", "another form")]
    public async Task Trap_11_what_a_login_came_to_is_unknown_then_and_it_is_never_tried_again(
        string how,
        string reason
    )
    {
        SplynxBilling billing = ground.Billing(Anna);
        await billing.Begin(Stop);
        int before = ground.Server.Asked.Count(one => one.StartsWith("POST", StringComparison.Ordinal));
        ground.Server.Instead[SplynxServer.Tokens] = how switch
        {
            "hang" => new Reply.Hang(),
            "cut" => new Reply.Cut("""{"access_token":"a","""u8.ToArray()),
            "drop" => new Reply.Drop(),
            "failed" => Reply.Json("{}", 502),
            "page" => Reply.Json("<html><form>"),
            _ => Reply.Json("[]"),
        };

        string told = Reason(await ground.Through(billing.VerifyPassword("anna", "Correct-Horse", Stop)));

        Assert.Contains(reason, told, StringComparison.Ordinal);
        Assert.Equal(before + 1, ground.Server.Asked.Count(one => one.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Trap_4_a_page_is_small_for_balances_come_one_by_one_and_each_is_asked_once()
    {
        SplynxBilling billing = ground.Billing([
            .. Enumerable.Range(1, 120).Select(n => new Customer(n * 7, $"u{n}") { Deposit = $"{n}" }),
        ]);
        await billing.Begin(Stop);
        int before = ground.Server.Asked.Count;
        List<ContractSnapshot> all = [];
        for (ContractKey? after = null; all.Count == 0 || after is not null; )
        {
            SnapshotPage page = Found(await billing.Snapshots(after, 1000, Stop));
            all.AddRange(page.Contracts);
            after = page.Next;
        }

        Assert.Equal((120, 7260m), (all.Count, all.Sum(one => one.Balance.Amount)));
        Assert.Equal(3 + 120, ground.Server.Asked.Count - before);
    }

    [Theory]
    [InlineData("0007", "\"0.1\"", "0.1")]
    [InlineData("1000101", "100", "100")]
    [InlineData("123456789012345678901234567890", "-0.004", "-0.004")]
    [InlineData("12/34", "\"1234567.8910\"", "1234567.891")]
    public async Task Trap_5_every_scalar_is_what_stands_there(string number, string deposit, string balance)
    {
        SplynxBilling billing = ground.Billing(Anna with { Contract = number });
        await billing.Begin(Stop);
        ground.Server.Instead[BillingOfAnna] = Reply.Json($$"""{"deposit":{{deposit}}}""");

        Assert.Equal(
            decimal.Parse(balance, System.Globalization.CultureInfo.InvariantCulture),
            Found(await billing.Snapshot(KeyOf(17), Stop)).Balance.Amount
        );
        Assert.Equal(KeyOf(17), Found(await billing.FindByNumber(number, Stop)));
    }

    [Theory]
    [InlineData(List, """{"error":{"code":1}}""", "error 200")]
    [InlineData(List, """{"ok":true}""", "another form")]
    [InlineData(List, "<html>", "a web page")]
    [InlineData(List, "[1]", "something else than objects")]
    [InlineData(List, """[{"id":18,"login":"bo","status":"active","billing_type":"recurring"}]""", "another one than")]
    [InlineData(List, """[{"id":17,"login":"anna","status":"odd"}]""", "'status' is not")]
    [InlineData(BillingOfAnna, "[]", "another form")]
    [InlineData(BillingOfAnna, """{"blocking_date":"2026-12-01"}""", "'deposit' is missing")]
    [InlineData(BillingOfAnna, """{"deposit":"5,0"}""", "'deposit' is no sum")]
    [InlineData(BillingOfAnna, "{\"deposit\":", "cut or broken")]
    public async Task Trap_7_two_hundred_proves_nothing(string path, string json, string reason)
    {
        SplynxBilling billing = ground.Billing(Anna, Bo);
        await billing.Begin(Stop);
        ground.Server.Instead[path] = Reply.Json(json);

        Assert.Contains(reason, Reason(await billing.Snapshot(KeyOf(17), Stop)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trap_9_numbers_are_not_unique_and_the_deleted_are_found_by_nobody()
    {
        SplynxBilling billing = ground.Billing(
            Anna,
            Bo with
            {
                Contract = "700-123",
            },
            new Customer(19, "cy") { Contract = "9", Deleted = "1" }
        );

        Assert.IsType<BillingAnswer<ContractKey>.Ambiguous>(await billing.FindByNumber("700123", Stop));
        Assert.IsType<BillingAnswer<ContractKey>.NotFound>(await billing.FindByNumber("9", Stop));
        Assert.IsType<BillingAnswer<ContractSnapshot>.NotFound>(await billing.Snapshot(KeyOf(20), Stop));
    }

    [Fact]
    public async Task Trap_10_no_answer_no_secret_no_token_and_no_person_is_ever_logged()
    {
        SplynxBilling billing = ground.Billing(Anna with { Name = "Anna Berg", Deposit = "secret-7" });
        await billing.Begin(Stop);
        await billing.VerifyPassword("anna", "Correct-Horse", Stop);
        await billing.VerifyDocument("700123", "AB 998877", Stop);
        await billing.Snapshot(KeyOf(17), Stop);
        await billing.Snapshot(KeyOf(17), Stop);

        Assert.Single(ground.Log, line => line.Contains("'deposit' is no sum"));
        Assert.All(
            [
                SplynxServer.Key,
                SplynxServer.Secret,
                "access1",
                "Correct",
                "anna",
                "700123",
                "998877",
                "Berg",
                "secret-7",
            ],
            secret => Assert.DoesNotContain(ground.Log, line => line.Contains(secret, StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Payments_and_charges_are_told_by_days_of_its_zone()
    {
        SplynxBilling billing = ground.Billing(
            Anna with
            {
                Payments = [("2026-10-31", "1.0000"), ("2026-11-01", "20.0000"), ("2026-12-01", "3")],
                Charges = [.. Enumerable.Range(1, 230).Select(n => ("2026-11-02", $"{n}", "Internet"))],
            }
        );
        await billing.Begin(Stop);
        Period november = new(
            new DateTimeOffset(2026, 10, 31, 23, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2026, 11, 30, 23, 0, 0, TimeSpan.Zero)
        );

        Assert.Equal([new Movement(november.From, 20, null)], Found(await billing.Payments(KeyOf(17), november, Stop)));
        IReadOnlyList<Movement> charged = Found(await billing.Charges(KeyOf(17), november, Stop));
        Assert.Equal((230, "Internet"), (charged.Count, charged[0].Note));
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();
}
