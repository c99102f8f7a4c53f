using BalanceBot.Billing;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing;

/// <summary>What proves a contract, and what does not.</summary>
public abstract partial class BillingContract
{
    [Theory]
    [InlineData("4510 123456", true)]
    [InlineData("4510123456", true)]
    [InlineData("123456", true)]
    [InlineData("4510 123457", false)]
    [InlineData("01022010", false)]
    [InlineData("123-456 ", true)]
    [InlineData("12345", false)]
    [InlineData("", false)]
    public async Task A_document_in_a_clerks_sentence_is_proved_by_its_number_only(string typed, bool proved)
    {
        IBilling billing = await Billing();

        BillingAnswer<VerifiedContract> answer = await billing.VerifyDocument("700123", typed, Stop);

        if (!Can(billing, BillingAbilities.VerifyDocument))
        {
            Assert.IsType<BillingAnswer<VerifiedContract>.Unavailable>(answer);
            return;
        }

        Assert.Equal(proved, answer is BillingAnswer<VerifiedContract>.Found);
        Assert.True(proved || answer is BillingAnswer<VerifiedContract>.Refused);
    }

    [Fact]
    public async Task What_proves_one_contract_proves_no_other_and_a_short_document_nothing()
    {
        IBilling billing = await Billing();

        BillingAnswer<VerifiedContract>[] answers =
        [
            await billing.VerifyDocument("007001", "4510 123456", Stop),
            await billing.VerifyDocument("АВ-1042", "12345", Stop),
            await billing.VerifyDocument("999", "4510 123456", Stop),
        ];

        if (Can(billing, BillingAbilities.VerifyDocument))
        {
            Assert.All(answers[..2], answer => Assert.IsType<BillingAnswer<VerifiedContract>.Refused>(answer));
            Assert.IsType<BillingAnswer<VerifiedContract>.NotFound>(answers[2]);
        }
        else
        {
            Assert.All(answers, answer => Assert.IsType<BillingAnswer<VerifiedContract>.Unavailable>(answer));
        }
    }

    [Theory]
    [InlineData("anna", "Correct-Horse", true)]
    [InlineData(" anna ", "Correct-Horse", true)]
    [InlineData("anna", "correct-horse", false)]
    [InlineData("anna", "Correct-Horse ", false)]
    [InlineData("ANNA", "Correct-Horse", false)]
    [InlineData("Bo", " two spaces ", true)]
    [InlineData("Bo", "two spaces", false)]
    [InlineData("cy", "", false)]
    [InlineData("nobody", "x", false)]
    public async Task A_password_counts_exactly_as_typed(string login, string password, bool proved)
    {
        IBilling billing = await Billing();

        Assert.Equal(
            proved,
            await billing.VerifyPassword(login, password, Stop) is BillingAnswer<VerifiedContract>.Found
        );
    }

    [Fact]
    public async Task A_proof_names_what_the_billing_holds_and_the_key_to_bind_to()
    {
        IBilling billing = await Billing();

        ContractKey byLogin = Found(await billing.FindByLogin(" anna", Stop));
        VerifiedContract byPassword = Found(await billing.VerifyPassword(" anna", "Correct-Horse", Stop));
        Assert.Equal((byLogin, "700 123", "anna"), (byPassword.Key, byPassword.Number, byPassword.ProvedBy));

        BillingAnswer<VerifiedContract> answer = await billing.VerifyDocument("№700-123", "4510 123456", Stop);
        if (Can(billing, BillingAbilities.VerifyDocument))
        {
            VerifiedContract byDocument = Found(answer);
            Assert.Equal((byLogin, "700 123", "700 123"), (byDocument.Key, byDocument.Number, byDocument.ProvedBy));
        }
        else
        {
            Assert.IsType<BillingAnswer<VerifiedContract>.Unavailable>(answer);
        }
    }
}
