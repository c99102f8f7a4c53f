using System.Text;
using BalanceBot.Billing;
using BalanceBot.Billing.Ubilling;
using BalanceBot.Billing.Web;
using BalanceBot.Tests.Billing.Web;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>An agent that is away, or answers nonsense or of another: no balance is told.</summary>
public sealed class UbillingSignInAwayTests : UbillingSignInGround
{
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
