using System.Text;
using BalanceBot.Billing;
using BalanceBot.Billing.Ubilling;
using BalanceBot.Billing.Web;
using BalanceBot.Tests.Billing.Web;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>Login and password by the agent alone, whatever it answers.</summary>
public sealed class UbillingAgentTests : IAsyncDisposable
{
    private static readonly WebLimits Hasty = new()
    {
        Timeout = TimeSpan.FromSeconds(0.8),
        AttemptTimeout = TimeSpan.FromSeconds(0.3),
        BulkTimeout = TimeSpan.FromSeconds(0.8),
    };

    private readonly UbillingWorld world = new(
        new Resident("sub1001", "k7h2mZ9q", "10.9.0.11") { Cash = 137.46m, Contract = "2024/0001" },
        new Resident("sub1002", "pw-two", "10.9.0.12") { Cash = -42.35m, Contract = "2024/0002" },
        new Resident("sub1004", "pw-four") { Cash = 77m },
        new Resident("sub1005", "pw-five") { Cash = 5m }
    );

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sub1001", "k7h2mZ9q", true)]
    [InlineData(" sub1001 ", "k7h2mZ9q", true)]
    [InlineData("sub1001", "k7h2mz9q", false)]
    [InlineData("sub1001", "k7h2mZ9q ", false)]
    [InlineData("sub1001", "", false)]
    [InlineData("nobody", "k7h2mZ9q", false)]
    public async Task A_password_counts_exactly_as_typed(string login, string password, bool proved)
    {
        BillingAnswer<VerifiedContract> answer = await world.Billing().VerifyPassword(login, password, Stop);

        Assert.Equal(
            proved ? new VerifiedContract(new ContractKey("sub1001"), "2024/0001", "sub1001") : null,
            (answer as BillingAnswer<VerifiedContract>.Found)?.Value
        );
        Assert.True(proved || answer is BillingAnswer<VerifiedContract>.Refused);
    }

    [Theory]
    [InlineData("userdata_json", "sub1001", "2024/0001")]
    [InlineData("user2_json", "sub1001", null)]
    [InlineData("justauth", "sub1001", "sub1001")]
    [InlineData("wrongpw", "sub1001", null)]
    [InlineData("nologin", "sub1001", null)]
    [InlineData("db_down", "sub1001", null)]
    [InlineData("user2_xml", "sub1001", null)]
    [InlineData("agent_disabled", "sub1001", null)]
    [InlineData("agent_wants_serial", "sub1001", null)]
    public async Task Recorded_answers_prove_who_was_asked_for_and_nobody_else(
        string answer,
        string login,
        string? number
    )
    {
        UbillingBilling billing = world.Billing();
        Assert.Empty(await billing.Begin(Stop));
        world.AgentSays = UbillingWorld.Recorded(answer);

        BillingAnswer<VerifiedContract> told = await billing.VerifyPassword(login, "k7h2mZ9q", Stop);

        Assert.Equal(number, (told as BillingAnswer<VerifiedContract>.Found)?.Value.Number);
        Assert.Equal(answer is "wrongpw" or "nologin", told is BillingAnswer<VerifiedContract>.Refused);
    }

    [Theory]
    [InlineData("noip4_json", "sub1004", true)]
    [InlineData("noip5_json", "sub1005", false)]
    public async Task Trap_1_an_answer_about_another_subscriber_is_none_and_is_never_shown(
        string recorded,
        string asked,
        bool isTheirs
    )
    {
        world.AgentSays = UbillingWorld.Recorded(recorded);

        BillingAnswer<VerifiedContract> told = await world
            .Billing()
            .VerifyPassword(asked, asked == "sub1004" ? "pw-four" : "pw-five", Stop);

        Assert.Equal(isTheirs, told is BillingAnswer<VerifiedContract>.Found);
        Assert.True(isTheirs || told is BillingAnswer<VerifiedContract>.Unavailable { IsOfOne: true });
        Assert.DoesNotContain("sub1004", $"{(told as BillingAnswer<VerifiedContract>.Unavailable)?.Reason}");
        Assert.Equal(isTheirs ? 0 : 1, world.Log.Count(line => line.Contains("answers for another subscriber")));
        Assert.DoesNotContain(world.Log, line => line.Contains("sub100"));
    }

    [Theory]
    [InlineData("SUB1001", "login_case", true)]
    [InlineData("sub1001!'", "login_junk", false)]
    [InlineData("sub1001\0", "login_junk", false)]
    public async Task Trap_2_a_login_in_other_case_or_with_odd_signs_is_nobodys(
        string login,
        string answer,
        bool isAsked
    )
    {
        UbillingBilling billing = world.Billing();
        Assert.Empty(await billing.Begin(Stop));
        int before = world.Server.Questions.Count;
        world.AgentSays = UbillingWorld.Recorded(answer);

        Assert.IsType<BillingAnswer<VerifiedContract>.NotFound>(await billing.VerifyPassword(login, "k7h2mZ9q", Stop));
        Assert.Equal(isAsked ? 1 : 0, world.Server.Questions.Count - before);
    }

    [Fact]
    public async Task Trap_6_it_is_asked_for_JSON_and_takes_a_sum_for_what_stands_there()
    {
        Found(await world.Billing().VerifyPassword("sub1001", "k7h2mZ9q", Stop));

        Assert.All(world.Server.Questions, asked => Assert.Contains("json=true", asked.Target));
        world.AgentSays = Reply.Json(
            """{"realname":"O'Brien & Sons <LLC>","login":"sub1001","cash":-42.35,"credit":"50","accountexpire":"debt","contract":1000101}"""
        );
        Assert.Equal("1000101", Found(await world.Billing().VerifyPassword("sub1001", "k7h2mZ9q", Stop)).Number);
    }

    [Theory]
    [InlineData("ERROR:GET_WRONG_KEY")]
    [InlineData("")]
    [InlineData("Unknown user")]
    [InlineData("<!DOCTYPE html><html><form method='post'>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"login":null}""")]
    [InlineData("""{"login":{"a":1}}""")]
    [InlineData("""{"login":"sub1001","auth":false}""")]
    [InlineData("""{"login":"sub1001","contract":[1]}""")]
    [InlineData("""{"login":"sub1001","contract":"\ud800"}""")]
    public async Task Trap_7_status_200_proves_nothing(string body)
    {
        UbillingBilling billing = world.Billing();
        Assert.Empty(await billing.Begin(Stop));
        world.AgentSays = Reply.Json(body);

        Assert.IsNotType<BillingAnswer<VerifiedContract>.Found>(
            await billing.VerifyPassword("sub1001", "k7h2mZ9q", Stop)
        );
    }

    public static TheoryData<string> Misbehaviours => new("hang", "cut", "slow", "flood", "bytes", "drop", "redirect");

    [Theory]
    [MemberData(nameof(Misbehaviours))]
    public async Task Whatever_a_server_does_nobody_is_linked_and_the_answer_comes_in_time(string how)
    {
        UbillingBilling patient = world.Billing();
        Assert.Empty(await patient.Begin(Stop));
        UbillingBilling billing = how is "hang" or "slow" ? await Ready(Hasty) : patient;
        byte[] body = Encoding.UTF8.GetBytes("""{"login":"sub1001","contract":"1"}""");
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

        Assert.IsType<BillingAnswer<VerifiedContract>.Unavailable>(
            await billing.VerifyPassword("sub1001", "k7h2mZ9q", Stop)
        );
        Assert.True(world.Server.Sent < 40 * 1024 * 1024);
    }

    /// <summary>A guess that is repeated counts twice with whoever counts.</summary>
    [Fact]
    public async Task A_password_is_sent_once_as_its_digest_and_stands_in_no_log()
    {
        UbillingBilling billing = world.Billing();
        Assert.Empty(await billing.Begin(Stop));
        int before = world.Server.Questions.Count;
        world.AgentSays = new Reply.Drop();
        await billing.VerifyPassword("sub1001", "k7h2mZ9q", Stop);
        world.AgentSays = null;
        await billing.Snapshot(new("sub1001"), Stop);
        world.ApiSays = Reply.Json("""{"sub1001":{"login":"sub1001","balance":"k7h2mZ9q","password":"k7h2mZ9q"}}""");
        await billing.Snapshot(new("sub1001"), Stop);

        Assert.Single(world.Server.Questions.Skip(before), asked => asked.Target.Contains("uberpassword"));
        Assert.All(world.Server.Questions, asked => Assert.DoesNotContain("k7h2mZ9q", asked.Target));
        Assert.All(world.Server.Questions, asked => Assert.DoesNotContain("ubagent", asked.Target));
        Assert.DoesNotContain(
            world.Log,
            line =>
                line.Contains("k7h2mZ9q")
                || line.Contains(UbillingWorld.Md5("k7h2mZ9q"))
                || line.Contains(UbillingWorld.Serial)
                || line.Contains("sub1001")
        );
    }

    [Fact]
    public async Task An_agent_that_asks_for_the_serial_gets_its_digest()
    {
        world.AsksForSerial = true;
        Found(await world.Billing().VerifyPassword("sub1001", "k7h2mZ9q", Stop));

        world.Settings.Key = "another";
        world.ApiSays = Reply.Json("undefined");
        BillingAnswer<VerifiedContract> told = await world.Billing().VerifyPassword("sub1001", "k7h2mZ9q", Stop);
        Assert.Contains(
            "Billing:Ubilling:Key",
            Assert.IsType<BillingAnswer<VerifiedContract>.Unavailable>(told).Reason
        );
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private async Task<UbillingBilling> Ready(WebLimits limits)
    {
        UbillingBilling billing = world.Billing(limits: limits);
        for (int i = 0; i < 50; i++)
        {
            // A busy machine may need more than the haste of the test allows for its first questions.
            if (await billing.VerifyPassword("sub1001", "k7h2mZ9q", Stop) is BillingAnswer<VerifiedContract>.Found)
            {
                return billing;
            }
        }

        throw new Xunit.Sdk.XunitException("It never answered.");
    }
}
