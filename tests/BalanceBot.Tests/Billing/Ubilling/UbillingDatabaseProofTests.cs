using BalanceBot.Billing;
using BalanceBot.Billing.Ubilling;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>Who is who by the tables: logins, passwords, numbers and papers.</summary>
public sealed class UbillingDatabaseProofTests : IAsyncDisposable
{
    private readonly UbillingGround ground = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Other_papers_are_seen_by_a_mark_alike_in_all_three_questions()
    {
        ground.Add("sub1001", document: "KB 123456");
        string? before = (await ground.Told("sub1001")).Holder;
        ground.Run("update passportdata set passportnum = 'MT 998877'");
        UbillingBilling billing = ground.Billing();
        ContractKey key = new("sub1001");

        string?[] after =
        [
            Found(await billing.Snapshot(key, Stop)).Holder,
            Found(await billing.SnapshotsOf([key], Stop)).Single().Holder,
            Found(await billing.Snapshots(null, 1, Stop)).Contracts.Single().Holder,
        ];

        Assert.NotNull(before);
        Assert.NotEqual(before, Assert.Single(after.Distinct()));
    }

    [Fact]
    public async Task Trap_2_a_login_the_base_takes_for_another_and_a_password_in_other_case_link_nobody()
    {
        ground.Add("sub1001", password: "k7h2mZ9q", contract: "1");
        UbillingBilling billing = ground.Billing();

        Assert.Equal("sub1001", Found(await billing.VerifyPassword("sub1001", "k7h2mZ9q", Stop)).Key.Value);
        Assert.IsType<BillingAnswer<VerifiedContract>.Refused>(
            await billing.VerifyPassword("sub1001", "k7h2mz9q", Stop)
        );
        foreach (string login in new[] { "SUB1001", "sub1001!'", "sub1001\u00A0", "\U0001F600" })
        {
            BillingAnswer<VerifiedContract> answer = await billing.VerifyPassword(login, "k7h2mZ9q", Stop);
            Assert.True(
                answer is BillingAnswer<VerifiedContract>.NotFound || login.Trim() == "sub1001",
                $"{login}: {answer.GetType().Name}"
            );
        }
    }

    [Fact]
    public async Task A_star_in_place_of_a_password_is_no_password()
    {
        ground.Add("sub1", password: "*");

        Assert.IsType<BillingAnswer<VerifiedContract>.Refused>(
            await ground.Billing().VerifyPassword("sub1", "*", Stop)
        );
    }

    [Theory]
    [InlineData("2024/0001")]
    [InlineData("2024-0001")]
    [InlineData("№ 20240001")]
    public async Task A_contract_is_proved_by_the_document_in_a_clerks_sentence(string typed)
    {
        ground.Add("sub1001", contract: "2024/0001", document: "серія КВ № 123456 виданий 01.02.2010");
        UbillingBilling billing = ground.Billing();

        Assert.Equal("sub1001", Found(await billing.VerifyDocument(typed, "KB123456", Stop)).Key.Value);
        Assert.IsType<BillingAnswer<VerifiedContract>.Refused>(await billing.VerifyDocument(typed, "01022010", Stop));
        // The hyphen or slash is none of the number, its zeros are.
        Assert.IsType<BillingAnswer<VerifiedContract>.NotFound>(
            await billing.VerifyDocument("2024/001", "KB123456", Stop)
        );
    }

    [Fact]
    public async Task Of_two_documents_or_two_holders_of_a_number_nobody_is_the_first()
    {
        ground.Add("a", contract: "7", document: "4510 123456");
        ground.Add("b", contract: "0-07", document: "4510 123456");
        ground.Add("c", contract: "007", document: "4510 123456");

        Assert.IsType<BillingAnswer<VerifiedContract>.Ambiguous>(
            await ground.Billing().VerifyDocument("007", "4510 123456", Stop)
        );
        Assert.Equal("a", Found(await ground.Billing().VerifyDocument("7", "4510 123456", Stop)).Key.Value);
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();
}
