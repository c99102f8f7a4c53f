using BalanceBot.Billing;
using BalanceBot.Billing.Ubilling;
using BalanceBot.Tests.Billing.Web;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>Whose password is right, and for how long something is told by it.</summary>
public sealed class UbillingSignInProofTests : UbillingSignInGround
{
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
}
