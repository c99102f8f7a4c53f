using BalanceBot.Billing;
using BalanceBot.Billing.Http;
using BalanceBot.Tests.Billing.Web;

namespace BalanceBot.Tests.Billing.Http;

/// <summary>A billing that answers otherwise than it should; nobody is ever told another's sum, or a wrong one.</summary>
public sealed class HttpTrapTests : IAsyncDisposable
{
    private const string About = """{"version":1,"abilities":["document","password"]}""";
    private const string Contract = """{"key":"1017","number":"700 123","balance":5,"state":"active"}""";
    private static readonly ContractKey Anna = new("1017");

    private readonly HttpGround ground = new();
    private readonly StandIn server = new(_ => Reply.Json(About));
    private readonly HttpBilling billing;

    public HttpTrapTests() => billing = ground.Billing(server.Address.ToString());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"contract":{"key":"1018","number":"700 123","balance":5,"state":"active"}}""", "another contract")]
    [InlineData("""{"error":"no such table"}""", "'contract' is missing")]
    [InlineData("""{"contract":[1]}""", "'contract' is no object")]
    [InlineData("""{"contract":{"key":"1017","number":"7","state":"active"}}""", "'balance' is missing")]
    [InlineData("""{"contract":{"key":"1017","number":"7","balance":"5,0","state":"active"}}""", "'balance' is no sum")]
    [InlineData("""{"contract":{"key":"1017","number":"7","balance":5}}""", "'state' is missing")]
    [InlineData("""{"contract":{"key":"1017","number":"7","balance":5,"state":"odd"}}""", "'state' is not a state")]
    [InlineData("[]", "no JSON object")]
    [InlineData("<html><form>", "a web page")]
    [InlineData("{\"contract\":", "cut or broken")]
    public async Task Two_hundred_proves_nothing_and_what_cannot_be_relied_on_is_no_answer(string json, string reason)
    {
        Answers(json);

        BillingAnswer<ContractSnapshot> answer = await billing.Snapshot(Anna, Stop);

        Assert.Contains(
            reason,
            Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(answer).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task No_contract_is_said_so_and_is_not_a_missing_field()
    {
        Answers("""{"contract":null}""");

        Assert.IsType<BillingAnswer<ContractSnapshot>.NotFound>(await billing.Snapshot(Anna, Stop));
    }

    [Fact]
    public async Task Numbers_for_texts_and_texts_for_numbers_are_read_as_what_stands_there()
    {
        Answers(
            """{"contract":{"key":1017,"number":"0007","balance":"1234567.891","credit":0.1,"state":"active","tariff":100,"period":30,"autopay":1}}"""
        );

        ContractSnapshot contract = Assert
            .IsType<BillingAnswer<ContractSnapshot>.Found>(await billing.Snapshot(Anna, Stop))
            .Value;

        Assert.Equal(("0007", 1234567.891m, 0.1m), (contract.Number, contract.Balance.Amount, contract.Credit));
        Assert.Equal(("100", new ChargePeriod.Rolling(30), true), (contract.Tariff, contract.Period, contract.AutoPay));
    }

    [Theory]
    [InlineData("bo", typeof(BillingAnswer<VerifiedContract>.Unavailable))]
    [InlineData("ANNA", typeof(BillingAnswer<VerifiedContract>.NotFound))]
    [InlineData("anna", typeof(BillingAnswer<VerifiedContract>.Found))]
    public async Task The_right_password_of_one_that_is_answered_with_another_links_nobody(string login, Type kind)
    {
        Answers($$$"""{"result":"proved","contract":{"key":"1018","number":"700 124","login":"{{{login}}}"}}""");

        Assert.IsType(kind, await billing.VerifyPassword("anna", "Correct-Horse", Stop));
        Assert.DoesNotContain(ground.Log, line => line.Contains("Correct") || line.Contains("anna"));
    }

    [Theory]
    [InlineData("700 124", typeof(BillingAnswer<VerifiedContract>.Unavailable))]
    [InlineData("700-123", typeof(BillingAnswer<VerifiedContract>.Found))]
    public async Task The_right_document_of_one_that_is_answered_with_another_links_nobody(string number, Type kind)
    {
        Answers($$$"""{"result":"proved","contract":{"key":"1018","number":"{{{number}}}"}}""");

        Assert.IsType(kind, await billing.VerifyDocument("700123", "4510 123456", Stop));
    }

    [Fact]
    public async Task Nothing_that_proves_nothing_is_a_proof_even_if_the_billing_says_so()
    {
        Answers("""{"result":"proved","contract":{"key":"1017","number":"700 123","login":"anna"}}""");

        Assert.IsType<BillingAnswer<VerifiedContract>.Refused>(await billing.VerifyDocument("700123", "12345", Stop));
        Assert.IsType<BillingAnswer<VerifiedContract>.Refused>(await billing.VerifyPassword("anna", "", Stop));
        Assert.All(
            server.Questions.Where(one => one.Path != "/about"),
            one => Assert.Matches("\"(document|password)\":\"\"", one.Body)
        );
    }

    [Theory]
    [InlineData("{\"found\":[{\"key\":\"1\",\"number\":\"9\"}]}")]
    [InlineData("{\"error\":\"x\"}")]
    public async Task A_number_that_is_answered_with_another_is_nobodys(string json)
    {
        Answers(json);

        Assert.IsType<BillingAnswer<ContractKey>.Unavailable>(await billing.FindByNumber("700123", Stop));
    }

    [Theory]
    [InlineData("""{"key":"1018","movements":[]}""")]
    [InlineData("""{"movements":[]}""")]
    [InlineData("""{"key":"1017"}""")]
    [InlineData("""{"key":"1017","movements":[{"at":"2026-11-24 12:00:00","amount":1}]}""")]
    public async Task Payments_of_another_or_at_no_certain_time_are_not_told(string json)
    {
        Answers(json);
        Period day = new(DateTimeOffset.UnixEpoch, ground.Time.GetUtcNow());

        Assert.IsType<BillingAnswer<IReadOnlyList<Movement>>.Unavailable>(await billing.Payments(Anna, day, Stop));
    }

    [Theory]
    [InlineData("[{0}],\"more\":true", null, 1, "1017")]
    [InlineData("[{0}],\"more\":false", null, 1, null)]
    [InlineData("[],\"more\":false", null, 0, null)]
    [InlineData("[{0},{1}],\"more\":false", null, 1, "1017")]
    [InlineData("[],\"more\":true", null, -1, null)]
    [InlineData("[{0}]", null, -1, null)]
    [InlineData("[{0},{0}],\"more\":false", null, -1, null)]
    [InlineData("[{0}],\"more\":false", "1017", -1, null)]
    [InlineData("[{0}],\"more\":false", "2", -1, null)]
    [InlineData("[{1}],\"more\":false", null, -1, null)]
    [InlineData("[{0},{2},{3}],\"more\":false", null, -1, null)]
    public async Task A_page_out_of_order_too_long_or_without_its_end_is_none(
        string page,
        string? after,
        int count,
        string? next
    )
    {
        string odd = Contract.Replace("1017", "1018").Replace(":5", ":\"?\"");
        Answers(
            $"{{\"contracts\":{page}}}"
                .Replace("{0}", Contract)
                .Replace("{1}", odd)
                .Replace("{2}", Contract.Replace("1017", "1019"))
                .Replace("{3}", Contract.Replace("1017", "1020"))
        );

        BillingAnswer<SnapshotPage> answer = await billing.Snapshots(
            after is null ? null : new ContractKey(after),
            2,
            Stop
        );

        SnapshotPage? found = (answer as BillingAnswer<SnapshotPage>.Found)?.Value;
        Assert.Equal((count, next), (found?.Contracts.Count ?? -1, found?.Next?.Value));
    }

    [Fact]
    public async Task A_contract_that_nobody_asked_for_spoils_the_answer_and_two_of_one_key_are_none()
    {
        Answers($$"""{"contracts":[{{Contract}}]}""");
        Assert.IsType<BillingAnswer<IReadOnlyList<ContractSnapshot>>.Unavailable>(
            await billing.SnapshotsOf([new("1018")], Stop)
        );

        Answers($$"""{"contracts":[{{Contract}},{{Contract}}]}""");
        Assert.Empty(
            Assert
                .IsType<BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found>(await billing.SnapshotsOf([Anna], Stop))
                .Value
        );
    }

    [Fact]
    public async Task What_is_wrong_is_told_to_the_operator_once_and_without_a_word_of_the_answer()
    {
        Answers("""{"contract":{"key":"1017","number":"7","balance":"secret-7","state":"active"}}""");

        await billing.Snapshot(Anna, Stop);
        await billing.Snapshot(Anna, Stop);

        Assert.Single(ground.Log, line => line.Contains("/contracts/one: 'balance' is no sum"));
        Assert.DoesNotContain(ground.Log, line => line.Contains("secret-7"));
    }

    [Theory]
    [InlineData("""{"contract":{"key":"1018"}}""", true)]
    [InlineData("<html>", false)]
    public async Task An_odd_answer_about_one_contract_does_not_make_the_billing_away(string json, bool isOfOne)
    {
        Answers(json);

        Assert.Equal(
            isOfOne,
            Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await billing.Snapshot(Anna, Stop)).IsOfOne
        );
    }

    [Fact]
    public async Task Nothing_that_counts_or_takes_is_ever_sent_twice_and_what_only_asks_is()
    {
        server.Answer = asked => asked.Path == "/about" ? Reply.Json(About) : new Reply.Drop();
        PromisedPayment.Offered offer = new(150m, 5m, new(2026, 11, 27));

        await Passing(billing.VerifyPassword("anna", "Correct-Horse", Stop));
        await Passing(billing.VerifyDocument("700123", "4510 123456", Stop));
        await Passing(billing.TakePromise(Anna, offer, Stop));
        // Else the breaker has seen enough, and the repetition finds it open.
        ground.Time.Advance(TimeSpan.FromMinutes(1));
        await Passing(billing.Snapshot(Anna, Stop));

        Assert.Equal(
            ["/verify/password", "/verify/document", "/promise/take", "/contracts/one", "/contracts/one"],
            server.Questions.Select(asked => asked.Path).Where(path => path != "/about")
        );
    }

    public async ValueTask DisposeAsync()
    {
        billing.Dispose();
        await ground.DisposeAsync();
        await server.DisposeAsync();
    }

    private void Answers(string json) => server.Answer = asked => Reply.Json(asked.Path == "/about" ? About : json);

    private async Task Passing<T>(Task<BillingAnswer<T>> answer) =>
        Assert.IsType<BillingAnswer<T>.Unavailable>(await server.Through(answer, ground.Time));
}
