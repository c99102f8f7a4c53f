using BalanceBot.Billing;
using BalanceBot.Billing.Abills;
using BalanceBot.Tests.Billing.Web;
using static BalanceBot.Tests.Billing.Abills.AbillsGround;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>Who is who at ABillS: nobody is bound to another, and nobody learns who is there.</summary>
public sealed class AbillsIdentityTests : IAsyncDisposable
{
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

    public ValueTask DisposeAsync() => ground.DisposeAsync();
}
