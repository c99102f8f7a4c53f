using System.Text;
using BalanceBot.Billing;
using BalanceBot.Billing.Ubilling;
using BalanceBot.Billing.Web;
using BalanceBot.Tests.Billing.Web;
using Microsoft.Extensions.Time.Testing;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>Balances by the agent alone, for whoever types the password, whatever it answers.</summary>
public sealed class UbillingSignInTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly ContractKey Key = new("sub1001");
    private static readonly SignIn Right = new("k7h2mZ9q");

    private readonly FakeTimeProvider time = new(Noon);
    private readonly UbillingWorld world = new(
        new Resident("sub1001", "k7h2mZ9q", "10.9.0.11")
        {
            Cash = 137.46m,
            Contract = "2024/0001",
            Credit = 50,
            CreditExpire = "31-12-2026",
            NextTariff = "Unlim-5",
            Services = [7, 1, 14, 30],
        },
        new Resident("sub1002", "pw-two", "10.9.0.12") { Cash = -42.35m, Contract = "2024/0002" },
        new Resident("sub1004", "pw-four") { Cash = 77m },
        new Resident("sub1005", "pw-five") { Cash = 5m },
        new Resident("Bo", "pw-bo", "10.9.0.13") { Cash = 3m },
        new Resident("none", "*", "10.9.0.14")
    );

    public UbillingSignInTests() => world.Settings.ApiUrl = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_signs_in_is_told_all_that_the_agent_tells()
    {
        UbillingBilling billing = Billing();
        DateOnly first = new(2026, 12, 1);

        ContractSnapshot told = Found(await billing.Snapshot(Key, Right, Stop));

        Assert.Equal(
            (Key, "2024/0001", new Money(137.46m, "UAH"), Noon),
            (told.Key, told.Number, told.Balance, told.AsOf)
        );
        Assert.Equal((50m, new DateOnly(2026, 12, 30)), (told.Credit, told.CreditUntil));
        Assert.Equal(("Unlim-100", 250m, new ChargePeriod.Monthly()), (told.Tariff, told.Price, told.Period));
        Assert.Equal((ContractState.Active, first, (string?)null), (told.State, told.NextCharge, told.Holder));
        Assert.Equal(
            [
                new ExtraService("Static IP", 30) { Period = new ChargePeriod.Monthly(), NextCharge = first },
                new ExtraService("Service 1", 30) { Period = new ChargePeriod.Daily() },
                new ExtraService("Service 14", 30) { Period = new ChargePeriod.Rolling(14), NextCharge = first },
                new ExtraService("Service 30", 30) { Period = new ChargePeriod.Monthly(), NextCharge = first },
            ],
            told.Services
        );
        Assert.Equal(new TariffChange(first, 150.5m) { Tariff = "Unlim-5" }, told.Change);
    }

    [Fact]
    public async Task Recorded_answers_are_contracts()
    {
        UbillingBilling billing = Billing();
        world.PricesSay = UbillingWorld.Recorded("tv");

        world.AgentSays = UbillingWorld.Recorded("userdata_json");
        ContractSnapshot one = Found(await billing.Snapshot(Key, Right, Stop));
        world.AgentSays = UbillingWorld.Recorded("user2_json");
        ContractSnapshot two = Found(await billing.Snapshot(new("sub1002"), new SignIn("pw-two"), Stop));

        Assert.Equal(
            ("2024/0001", 137.46m, 0m, (DateOnly?)null),
            (one.Number, one.Balance.Amount, one.Credit, one.CreditUntil)
        );
        Assert.Equal(("Unlim-100", 250m, new DateOnly(2026, 12, 1)), (one.Tariff, one.Price, one.NextCharge));
        Assert.Empty(one.Services);
        Assert.Equal(("2024/0002", -42.35m, 50m), (two.Number, two.Balance.Amount, two.Credit));
        // The prices are recorded of another tariff, and so are nobody's here.
        Assert.Equal((new DateOnly(2026, 8, 30), "Unlim-5", (decimal?)null), (two.CreditUntil, two.Tariff, two.Price));
    }

    [Theory]
    [InlineData("active", 10, 0, ContractState.Active)]
    [InlineData("active", -10, 10, ContractState.Active)]
    [InlineData("active", -10, 9, ContractState.BlockedForDebt)]
    [InlineData("frozen", -10, 0, ContractState.Frozen)]
    [InlineData("active + disabled", 10, 0, ContractState.Disabled)]
    [InlineData("frozen + disabled", 10, 0, ContractState.Disabled)]
    internal async Task States_are_told(string says, int cash, int credit, ContractState expected)
    {
        world.AgentSays = Reply.Json(
            $$"""{"login":"sub1001","cash":{{cash}},"credit":"{{credit}}","tariff":"*_NO_TARIFF_*","accountstate":"{{says}}"}"""
        );

        ContractSnapshot told = Found(await Billing().Snapshot(Key, Right, Stop));

        Assert.Equal((expected, (string?)null, "sub1001"), (told.State, told.Tariff, told.Number));
    }

    [Fact]
    public async Task The_agent_tells_of_a_subscriber_what_the_database_tells()
    {
        await using UbillingGround ground = new();
        ground.Add("sub1001", 137.46m, "2024/0001");
        ground.Add("sub1002", -42.35m, "2024/0002");
        ground.Run(
            // 31 December, midnight in Kyiv.
            "update users set Credit = 50, CreditExpire = 1798668000, TariffChange = 'Unlim-5' where login = 'sub1001'"
        );
        ground.Run("insert into tags (tagid, login) values (1, 'sub1001')");
        world.Residents[0] = world.Residents[0] with { Services = [7] };
        UbillingBilling database = ground.Billing(time);
        UbillingBilling agent = Billing();

        foreach ((string login, string password) in new[] { ("sub1001", "k7h2mZ9q"), ("sub1002", "pw-two") })
        {
            ContractSnapshot one = Found(await database.Snapshot(new(login), Stop));
            ContractSnapshot other = Found(await agent.Snapshot(new(login), new SignIn(password), Stop));

            Assert.Equal(
                one.Services.Select(service => (service.Price, service.Period, service.NextCharge)),
                other.Services.Select(service => (service.Price, service.Period, service.NextCharge))
            );
            Assert.Equal(
                one with
                {
                    AsOf = Noon,
                    Services = [],
                    Holder = null,
                },
                other with
                {
                    Services = one.Services.Take(0).ToArray(),
                    Holder = null,
                }
            );
        }
    }

    [Fact]
    public async Task Only_the_right_password_tells_and_a_wrong_one_is_refused()
    {
        UbillingBilling billing = Billing();

        foreach (string wrong in new[] { "k7h2mz9q", "k7h2mZ9q ", "", "*", "pw-two", new string('x', 1000), "\uD800" })
        {
            Assert.IsType<BillingAnswer<ContractSnapshot>.Refused>(
                await billing.Snapshot(Key, new SignIn(wrong), Stop)
            );
        }

        Assert.IsType<BillingAnswer<ContractSnapshot>.Refused>(await billing.Snapshot(new("nobody"), Right, Stop));
        Assert.IsType<BillingAnswer<VerifiedContract>.Refused>(await billing.VerifyPassword("none", "*", Stop));
        Found(await billing.Snapshot(Key, Right, Stop));
    }

    [Fact]
    public async Task After_linking_the_first_balance_is_told_for_a_minute_and_then_only_to_who_signs_in()
    {
        UbillingBilling billing = Billing();
        Assert.Empty(await billing.Begin(Stop));
        int before = world.Server.Questions.Count;

        Found(await billing.VerifyPassword("sub1001", "k7h2mZ9q", Stop));
        time.Advance(TimeSpan.FromSeconds(59));
        ContractSnapshot told = Found(await billing.Snapshot(Key, Stop));

        Assert.Equal(
            (137.46m, Noon, "Unlim-100", (decimal?)null),
            (told.Balance.Amount, told.AsOf, told.Tariff, told.Price)
        );
        Assert.Equal(1, world.Server.Questions.Count - before);
        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await billing.Snapshot(new("sub1002"), Stop));
        time.Advance(TimeSpan.FromSeconds(1));
        BillingAnswer<ContractSnapshot>.Unavailable later = Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(
            await billing.Snapshot(Key, Stop)
        );
        Assert.Equal(("the agent tells a balance only to who signs in for it", true), (later.Reason, later.IsOfOne));
    }

    [Fact]
    public async Task A_wrong_password_and_a_balance_asked_for_leave_nothing_to_be_told_later()
    {
        UbillingBilling billing = Billing();

        await billing.VerifyPassword("sub1001", "wrong", Stop);
        Found(await billing.Snapshot(Key, Right, Stop));

        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await billing.Snapshot(Key, Stop));
    }

    [Fact]
    public void Of_those_who_have_just_linked_a_thousand_are_kept_and_the_newest()
    {
        JustProved kept = new(time);
        for (int i = 0; i <= 1000; i++)
        {
            kept.Keep(new ContractSnapshot(new($"k{i}"), "1", new Money(i, "UAH"), Noon));
        }

        kept.Keep(new ContractSnapshot(new("k1000"), "1", new Money(7, "UAH"), Noon));
        Assert.Equal((null, null, 2m, 7m), (At(0), At(1), At(2), At(1000)));

        decimal? At(int i) => kept.Of(new($"k{i}"))?.Balance.Amount;
    }

    /// <summary>Attempts are counted by this key: whoever exists must lock like whoever does not.</summary>
    [Theory]
    [InlineData("sub1001", "sub1001")]
    [InlineData(" SUB1001 ", "sub1001")]
    [InlineData("nobody", "nobody")]
    [InlineData("Bo", "bo")]
    [InlineData("sub1001!", null)]
    [InlineData("", null)]
    public async Task A_login_is_found_by_the_key_of_its_right_password_whether_it_exists_or_not(
        string login,
        string? key
    )
    {
        UbillingBilling billing = Billing();
        Assert.Empty(await billing.Begin(Stop));
        int before = world.Server.Questions.Count;

        BillingAnswer<ContractKey> found = await billing.FindByLogin(login, Stop);

        Assert.Equal(key, (found as BillingAnswer<ContractKey>.Found)?.Value.Value);
        Assert.True(key is not null || found is BillingAnswer<ContractKey>.NotFound);
        Assert.Equal(key is null ? 0 : 1, world.Server.Questions.Count - before);
        Assert.DoesNotContain(world.Server.Questions, asked => asked.Target.Contains("1001"));
    }

    [Theory]
    [InlineData("bo")]
    [InlineData("Bo")]
    public async Task A_key_in_small_letters_or_as_the_table_has_it_signs_in(string key)
    {
        UbillingBilling billing = Billing();

        VerifiedContract proof = Found(await billing.VerifyPassword("Bo", "pw-bo", Stop));
        ContractSnapshot told = Found(await billing.Snapshot(new(key), new SignIn("pw-bo"), Stop));

        Assert.Equal(("bo", "Bo", "Bo"), (proof.Key.Value, proof.Number, proof.ProvedBy));
        Assert.Equal((key, 3m), (told.Key.Value, told.Balance.Amount));
        Assert.IsType<BillingAnswer<VerifiedContract>.NotFound>(await billing.VerifyPassword("bo", "pw-bo", Stop));
    }

    /// <summary>Attempts would be counted that nobody could check.</summary>
    [Fact]
    public async Task While_the_agent_is_away_nobody_is_found_and_it_is_seen_by_any_question()
    {
        UbillingBilling billing = world.Billing();
        Assert.Empty(await billing.Begin(Stop));

        BillingAnswer<ContractKey>.Unavailable alive = Assert.IsType<BillingAnswer<ContractKey>.Unavailable>(
            await billing.FindByNumber("0", Stop)
        );
        Func<Asked, Reply> well = world.Server.Answer;
        world.Server.Answer = _ => Reply.Json("", 500);

        Assert.Equal(("the agent finds nobody by a contract number", true), (alive.Reason, alive.IsOfOne));
        Assert.IsType<BillingAnswer<ContractKey>.Unavailable>(await billing.FindByLogin("sub1001", Stop));
        Assert.False(
            Assert.IsType<BillingAnswer<ContractKey>.Unavailable>(await billing.FindByNumber("0", Stop)).IsOfOne
        );
        Assert.False(
            Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await billing.Snapshot(Key, Right, Stop)).IsOfOne
        );
        world.Server.Answer = well;
    }

    [Fact]
    public async Task Trap_1_the_balance_of_another_subscriber_is_none_and_is_never_shown()
    {
        UbillingBilling billing = Billing();

        BillingAnswer<ContractSnapshot>.Unavailable told = Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(
            await billing.Snapshot(new("sub1005"), new SignIn("pw-five"), Stop)
        );
        world.AgentSays = UbillingWorld.Recorded("noip5_json");

        Assert.True(told.IsOfOne);
        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(
            await billing.Snapshot(new("sub1005"), new SignIn("pw-five"), Stop)
        );
        Assert.DoesNotContain("sub1004", told.Reason);
        Assert.DoesNotContain(world.Log, line => line.Contains("sub100") || line.Contains("77"));
    }

    [Theory]
    [InlineData("""[{"tariffname":"Day-3","tariffprice":"3","tariffdaysperiod":"day"}]""")]
    [InlineData("""[{"vsrvname":"TV","vsrvprice":"5","vsrvdaysperiod":"1"}]""")]
    [InlineData("""[{"tariffname":"Unlim-100","tariffprice":"a lot","tariffdaysperiod":"month"}]""")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"login":"sub1001"}""")]
    [InlineData("<!DOCTYPE html><html><form method='post'>")]
    [InlineData("ERROR_WRONG_UBERAUTH")]
    [InlineData("")]
    public async Task Prices_that_are_anothers_or_none_are_left_out_and_the_balance_is_told(string prices)
    {
        world.PricesSay = Reply.Json(prices);

        ContractSnapshot told = Found(await Billing().Snapshot(Key, Right, Stop));

        Assert.Equal((137.46m, "Unlim-100", (decimal?)null), (told.Balance.Amount, told.Tariff, told.Price));
        Assert.Equal((0, (DateOnly?)null, (TariffChange?)null), (told.Services.Count, told.NextCharge, told.Change));
    }

    /// <summary>PHP has one list for both, by a tariff's name and a service's number.</summary>
    [Fact]
    public async Task A_tariff_whose_name_is_the_number_of_a_service_comes_in_one_row_with_it()
    {
        world.Residents[0] = world.Residents[0] with { Tariff = "100" };
        world.PricesSay = Reply.Json(
            """[{"tariffname":"100","tariffprice":100,"tariffdaysperiod":"month","vsrvname":null,"vsrvprice":5.5,"vsrvdaysperiod":null},{"vsrvname":"Bonus","vsrvprice":"-5","vsrvdaysperiod":"1"}]"""
        );

        ContractSnapshot told = Found(await Billing().Snapshot(Key, Right, Stop));

        Assert.Equal((100m, "Service", 5.5m), (told.Price, Assert.Single(told.Services).Name, told.Services[0].Price));
    }

    [Theory]
    [InlineData(
        """{"login":"sub1001","cash":"137.46","credit":50,"creditexpire":"No","contract":1000101,"accountstate":"active"}""",
        "1000101"
    )]
    [InlineData(
        """{"login":"sub1001","cash":1.3746e2,"credit":null,"creditexpire":null,"contract":null,"accountstate":"active"}""",
        "sub1001"
    )]
    public async Task Trap_5_numbers_for_texts_and_texts_for_numbers_are_what_stands_there(string body, string number)
    {
        world.AgentSays = Reply.Json(body);

        ContractSnapshot told = Found(await Billing().Snapshot(Key, Right, Stop));

        Assert.Equal((137.46m, number), (told.Balance.Amount, told.Number));
    }

    [Theory]
    [InlineData("ERROR:GET_WRONG_KEY")]
    [InlineData("")]
    [InlineData("<!DOCTYPE html><html><form method='post'>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"reason":"disabled"}""")]
    [InlineData("""{"auth":true,"login":"sub1001"}""")]
    [InlineData("""{"login":"sub1001","cash":null,"accountstate":"active"}""")]
    [InlineData("""{"login":"sub1001","cash":"Ivanov","accountstate":"active"}""")]
    [InlineData("""{"login":"sub1001","cash":[1],"accountstate":"active"}""")]
    [InlineData("""{"login":"sub1001","cash":1,"credit":"a lot","accountstate":"active"}""")]
    [InlineData("""{"login":"sub1001","cash":1,"creditexpire":"2026-12-31","accountstate":"active"}""")]
    [InlineData("""{"login":"sub1001","cash":1,"creditexpire":"01-01-0001","accountstate":"active"}""")]
    [InlineData("""{"login":"sub1001","cash":1,"accountstate":"asleep"}""")]
    [InlineData("""{"login":"sub1001","cash":1,"cash":2,"accountstate":"active"}""")]
    public async Task Trap_7_status_200_proves_nothing(string body)
    {
        UbillingBilling billing = Billing();
        Assert.Empty(await billing.Begin(Stop));
        world.AgentSays = Reply.Json(body);

        BillingAnswer<ContractSnapshot>.Unavailable told = Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(
            await billing.Snapshot(Key, Right, Stop)
        );
        Assert.DoesNotContain(world.Log.Append(told.Reason), line => line.Contains("Ivanov"));
    }

    [Theory]
    [MemberData(nameof(UbillingAgentTests.Misbehaviours), MemberType = typeof(UbillingAgentTests))]
    public async Task Whatever_a_server_does_no_balance_is_told_and_the_answer_comes_in_time(string how)
    {
        WebLimits hasty = new() { Timeout = TimeSpan.FromSeconds(0.8), AttemptTimeout = TimeSpan.FromSeconds(0.3) };
        UbillingBilling patient = world.Billing();
        Assert.Empty(await patient.Begin(Stop));
        UbillingBilling billing = how is "hang" or "slow" ? world.Billing(limits: hasty) : patient;
        await Known(billing);
        byte[] body = Encoding.UTF8.GetBytes("""{"login":"sub1001","cash":1,"accountstate":"active"}""");
        world.AgentSays = how switch
        {
            "hang" => new Reply.Hang(),
            "cut" => new Reply.Cut(body),
            "slow" => new Reply.Slow(body),
            "flood" => new Reply.Flood(100L * 1024 * 1024),
            "bytes" => new Reply.Bytes(200, [.. "{\"login\":\"sub1001\",\"contract\":\""u8, 0xC3, 0x28, .. "\"}"u8]),
            "redirect" => new Reply.Redirect("https://example.com/"),
            _ => new Reply.Drop(),
        };

        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await billing.Snapshot(Key, Right, Stop));
        Assert.True(world.Server.Sent < 40 * 1024 * 1024);
    }

    [Fact]
    public async Task A_password_is_sent_as_its_digest_and_stands_in_no_log_and_no_text()
    {
        UbillingBilling billing = Billing();
        await billing.VerifyPassword("sub1001", "k7h2mZ9q", Stop);
        await billing.Snapshot(Key, Right, Stop);
        world.AgentSays = Reply.Json("""{"login":"sub1001","cash":"k7h2mZ9q"}""");
        await billing.Snapshot(Key, Right, Stop);

        Assert.All(world.Server.Questions, asked => Assert.DoesNotContain("k7h2mZ9q", asked.Target + asked.Body));
        Assert.All(world.Server.Questions, asked => Assert.DoesNotContain("ubagent", asked.Target));
        Assert.DoesNotContain(
            world.Log.Append($"{Right}"),
            line =>
                line.Contains("k7h2mZ9q")
                || line.Contains(UbillingWorld.Md5("k7h2mZ9q"))
                || line.Contains(UbillingWorld.Serial)
                || line.Contains("sub1001")
        );
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private UbillingBilling Billing() => world.Billing(time);

    /// <summary>A busy machine may need more than the haste of a test allows for its first questions.</summary>
    private static async Task Known(UbillingBilling billing)
    {
        for (int i = 0; i < 50; i++)
        {
            if (await billing.Snapshot(Key, Right, Stop) is BillingAnswer<ContractSnapshot>.Found)
            {
                return;
            }
        }

        throw new Xunit.Sdk.XunitException("It never answered.");
    }
}
