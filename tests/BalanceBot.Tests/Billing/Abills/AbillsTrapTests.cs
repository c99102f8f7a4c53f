using BalanceBot.Billing;
using BalanceBot.Billing.Abills;
using BalanceBot.Tests.Billing.Web;
using static BalanceBot.Tests.Billing.Abills.AbillsGround;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>What running ABillS were seen to do, and what must not come of it.</summary>
public sealed class AbillsTrapTests : IAsyncDisposable
{
    private static readonly Subscriber Ivan = new(101, "ivan_p")
    {
        Contract = "1000101",
        Deposit = "87.654321",
        Password = "Correct-Horse",
        Passport = "КЕ123456",
    };

    private static readonly Subscriber Olena = new(102, "olena") { Contract = "1000102", Password = "two" };

    private readonly AbillsGround ground = new();

    [Fact]
    public async Task Trap_2_logins_are_not_canonical_and_only_who_is_named_as_asked_is_bound()
    {
        AbillsBilling billing = ground.Billing(Ivan, Olena);

        Assert.IsType<BillingAnswer<VerifiedContract>.NotFound>(
            await billing.VerifyPassword("IVAN_P", "Correct-Horse", Stop)
        );
        Assert.Equal((1, 0), (ground.Server.Opened, ground.Server.Open));
        Assert.IsType<BillingAnswer<ContractKey>.NotFound>(await billing.FindByLogin("IVAN_P", Stop));
        Assert.Equal(KeyOf(101), Found(await billing.FindByLogin("ivan_p", Stop)));
        Assert.Equal("ivan_p", Found(await billing.VerifyPassword("ivan_p", "Correct-Horse", Stop)).ProvedBy);
    }

    [Theory]
    [InlineData("""{"login":"olena","sid":"s1","uid":102}""", typeof(BillingAnswer<VerifiedContract>.NotFound))]
    [InlineData("""{"login":"ivan_p","sid":"s1","uid":102}""", typeof(BillingAnswer<VerifiedContract>.Unavailable))]
    [InlineData("""{"login":"ivan_p","sid":"s1"}""", typeof(BillingAnswer<VerifiedContract>.Unavailable))]
    [InlineData("""{"login":["ivan_p"],"sid":"s1","uid":101}""", typeof(BillingAnswer<VerifiedContract>.Unavailable))]
    public async Task Trap_2_a_login_that_is_answered_with_another_binds_nobody_and_is_logged_out(
        string json,
        Type kind
    )
    {
        AbillsBilling billing = ground.Billing(Ivan, Olena);
        ground.Server.Instead["/user/login/"] = Reply.Json(json);

        Assert.IsType(kind, await billing.VerifyPassword("ivan_p", "Correct-Horse", Stop));
        Asked last = ground.Server.StandIn.Questions[^1];
        Assert.Equal(("DELETE", "s1"), (last.Method, last.Headers["USERSID"]));
    }

    [Fact]
    public async Task Trap_3_it_has_no_limits_and_each_attempt_here_is_one_attempt_there()
    {
        AbillsBilling billing = ground.Billing(Ivan);
        for (int i = 0; i < 13; i++)
        {
            Assert.IsType<BillingAnswer<VerifiedContract>.Refused>(
                await billing.VerifyPassword("ivan_p", $"wrong {i}", Stop)
            );
        }

        Found(await billing.VerifyPassword("ivan_p", "Correct-Horse", Stop));
        Assert.Equal(14, ground.Server.Asked.Count(one => one == "POST /api.cgi/user/login/"));
        Assert.Equal((1, 0), (ground.Server.Opened, ground.Server.Open));
    }

    [Theory]
    [InlineData(1000, 2)]
    [InlineData(100, 20)]
    public async Task Trap_4_a_scan_of_1000_contracts_asks_by_pages_and_never_one_by_one(int size, int questions)
    {
        AbillsBilling billing = ground.Billing([
            .. Enumerable.Range(1, 1000).Select(n => new Subscriber(n * 17, $"u{n}") { Deposit = $"{n}" }),
        ]);
        Assert.Empty(await billing.Begin(Stop));
        int before = ground.Server.Asked.Count;
        List<ContractSnapshot> all = [];
        for (ContractKey? after = null; all.Count == 0 || after is not null; )
        {
            SnapshotPage page = Found(await billing.Snapshots(after, size, Stop));
            all.AddRange(page.Contracts);
            after = page.Next;
        }

        Assert.Equal(1000, all.Count);
        Assert.Equal(500_500m, all.Sum(one => one.Balance.Amount));
        Assert.All(all, one => Assert.Equal("Home 100", one.Tariff));
        Assert.Equal(questions, ground.Server.Asked.Count - before);
        before = ground.Server.Asked.Count;
        Assert.Equal(1000, Found(await billing.SnapshotsOf([.. all.Select(one => one.Key)], Stop)).Count);
        Assert.Equal(10, ground.Server.Asked.Count - before);
    }

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

    [Theory]
    [InlineData("""[{"uid":9},{"uid":8}]""")]
    [InlineData("""[{"uid":9},{"uid":9}]""")]
    [InlineData("""[{"uid":5}]""")]
    public async Task A_page_that_is_not_in_the_order_of_uids_is_no_page(string json)
    {
        AbillsBilling billing = ground.Billing(Ivan);
        await billing.Begin(Stop);
        ground.Server.Instead["/users/all/"] = Reply.Json(json);

        Assert.Contains("not above the one before", Reason(await billing.Snapshots(KeyOf(5), 10, Stop)));
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_ends_its_page_before_it_and_is_told_once_without_a_word_of_it()
    {
        AbillsBilling billing = ground.Billing(Ivan, Olena with { Deposit = "secret-7" }, new Subscriber(103, "petro"));

        SnapshotPage page = Found(await billing.Snapshots(null, 10, Stop));

        Assert.Equal(KeyOf(101), Assert.Single(page.Contracts).Key);
        Assert.Equal(KeyOf(101), page.Next);
        Assert.Contains("'deposit' is no sum", Reason(await billing.Snapshots(page.Next, 10, Stop)));
        Assert.True(
            Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await billing.Snapshot(KeyOf(102), Stop)).IsOfOne
        );
        Assert.Equal(KeyOf(103), Assert.Single(Found(await billing.Snapshots(KeyOf(102), 10, Stop)).Contracts).Key);
        Assert.Single(ground.Log, line => line.Contains("'deposit' is no sum"));
        Assert.DoesNotContain(ground.Log, line => line.Contains("secret-7"));
    }

    [Fact]
    public async Task Trap_9_contract_numbers_are_not_unique_and_never_the_first_is_taken()
    {
        AbillsBilling billing = ground.Billing(Ivan, Olena with { Contract = "1000-101" });

        Assert.IsType<BillingAnswer<ContractKey>.Ambiguous>(await billing.FindByNumber("1000101", Stop));
        Assert.IsType<BillingAnswer<VerifiedContract>.Ambiguous>(
            await billing.VerifyDocument("1000101", "КЕ123456", Stop)
        );
    }

    [Fact]
    public async Task Trap_9_a_disabled_subscriber_logs_in_all_the_same_and_is_told_to_be_disabled()
    {
        AbillsBilling billing = ground.Billing(Ivan with { Disable = 1 });

        ContractKey key = Found(await billing.VerifyPassword("ivan_p", "Correct-Horse", Stop)).Key;

        Assert.Equal(ContractState.Disabled, Found(await billing.Snapshot(key, Stop)).State);
    }

    [Fact]
    public async Task Trap_9_a_deleted_subscriber_is_found_by_nobody()
    {
        AbillsBilling billing = ground.Billing(Olena, Ivan with { Deleted = 1 });

        Assert.IsType<BillingAnswer<ContractKey>.NotFound>(await billing.FindByNumber("1000101", Stop));
        Assert.IsType<BillingAnswer<VerifiedContract>.NotFound>(
            await billing.VerifyPassword("ivan_p", "Correct-Horse", Stop)
        );
        Assert.Equal(0, ground.Server.Open);
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

    [Theory]
    [InlineData("*")]
    [InlineData("1000*")]
    [InlineData("1000101,1000102")]
    [InlineData("!1")]
    [InlineData(">0")]
    [InlineData("_SHOW")]
    [InlineData("0")]
    [InlineData("ivan_p;olena")]
    [InlineData("i*")]
    [InlineData("!nobody")]
    public async Task What_is_typed_is_never_a_pattern_a_list_or_a_comparison(string typed)
    {
        AbillsBilling billing = ground.Billing(Ivan);

        Assert.IsType<BillingAnswer<ContractKey>.NotFound>(await billing.FindByNumber(typed, Stop));
        Assert.IsType<BillingAnswer<ContractKey>.NotFound>(await billing.FindByLogin(typed, Stop));
        Assert.IsType<BillingAnswer<VerifiedContract>.NotFound>(
            await billing.VerifyPassword(typed, "Correct-Horse", Stop)
        );
        Assert.Equal(0, ground.Server.Opened);
        Choice[] asked =
        [
            .. ground.Server.StandIn.Questions.Select(Choice.Of).Where(one => one.Text("DELETED") == "0"),
        ];
        Assert.DoesNotContain(asked, one => one.Text("LOGIN") is not null || one.Text("CONTRACT_ID") == typed);
    }

    [Fact]
    public async Task A_short_number_among_too_many_that_look_like_it_is_found_as_it_is_written()
    {
        AbillsBilling billing = ground.Billing([
            .. Enumerable.Range(1, 1500).Select(n => new Subscriber(n, $"u{n}") { Contract = $"{123_000 + n}" }),
            new Subscriber(9001, "short") { Contract = "123" },
            new Subscriber(9002, "shorter") { Contract = "Ж-7" },
        ]);

        Assert.Equal(KeyOf(9001), Found(await billing.FindByNumber("№ 123", Stop)));
        Assert.Equal(KeyOf(9002), Found(await billing.FindByNumber("ж-7", Stop)));
        Assert.Equal(KeyOf(700), Found(await billing.FindByNumber("123 700", Stop)));
    }

    [Fact]
    public async Task Whether_a_number_is_known_takes_the_same_questions()
    {
        AbillsBilling billing = ground.Billing(Olena, Ivan);
        await billing.Begin(Stop);

        Assert.Equal(await Kinds("1000101", "КЕ123457"), await Kinds("1000999", "КЕ123457"));
        Assert.Equal(await Kinds("1000101", ""), await Kinds("1000101", "КЕ123456"));
        // Of somebody who is there: of nobody the answer would come sooner.
        Assert.All(
            ground.Server.Asked.Where(one => one.EndsWith("/pi/", StringComparison.Ordinal)),
            one => Assert.Equal("GET /api.cgi/users/101/pi/", one)
        );

        async Task<int> Kinds(string number, string document)
        {
            int before = ground.Server.Asked.Count;
            await billing.VerifyDocument(number, document, Stop);
            return ground.Server.Asked.Skip(before).Count(one => one.EndsWith("/pi/", StringComparison.Ordinal))
                + (10 * (ground.Server.Asked.Count - before));
        }
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

    [Fact]
    public async Task Many_payments_come_by_pages_and_those_of_nobody_are_not_found()
    {
        Entry[] paid = [.. Enumerable.Range(1, 1203).Select(n => new Entry("2026-11-01 10:00:00", $"{n}", "Cash"))];
        AbillsBilling billing = ground.Billing(Ivan with { Payments = paid, Fees = paid[..3] });
        await billing.Begin(Stop);
        Period month = new(ground.Time.GetUtcNow().AddMonths(-1), ground.Time.GetUtcNow());

        Assert.Equal(1203, Found(await billing.Payments(KeyOf(101), month, Stop)).Count);
        Assert.Equal(3, Found(await billing.Charges(KeyOf(101), month, Stop)).Count);
        Assert.IsType<BillingAnswer<IReadOnlyList<Movement>>.NotFound>(await billing.Payments(KeyOf(7), month, Stop));
        Assert.IsType<BillingAnswer<IReadOnlyList<Movement>>.NotFound>(
            await billing.Charges(new ContractKey("ivan_p"), month, Stop)
        );
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();
}
