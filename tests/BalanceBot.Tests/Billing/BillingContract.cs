using BalanceBot.Billing;

namespace BalanceBot.Tests.Billing;

/// <summary>A contract as a test writes it down; each adapter puts it into its own billing.</summary>
internal sealed record Sample(string Number, decimal Balance)
{
    public string? Login { get; init; }
    public string? Password { get; init; }
    public string? Document { get; init; }
}

/// <summary>What every adapter does. A new one passes it with a factory and an empty class.</summary>
public abstract class BillingContract
{
    private static readonly Sample[] Samples =
    [
        new("700 123", 149.99m)
        {
            Login = "anna",
            Password = "Correct-Horse",
            Document = "series 4510 No 123456 issued 01.02.2010 123-456",
        },
        new("007001", -28m)
        {
            Login = "Bo",
            Password = " two spaces ",
            Document = "AB 998877",
        },
        new("АВ-1042", 1m) { Login = "cy", Document = "12345" },
        new("555", 1m)
        {
            Login = "twin",
            Password = "one",
            Document = "4512 111111",
        },
        new("555", 2m)
        {
            Login = "twin",
            Password = "two",
            Document = "4512 222222",
        },
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected abstract Task<IBilling> Billing(IReadOnlyList<Sample> contracts);

    [Theory]
    [InlineData("700 123")]
    [InlineData("700123")]
    [InlineData("№ 700-123")]
    [InlineData("# 700–123")]
    [InlineData("  700 123  ")]
    public async Task A_contract_is_found_however_its_number_is_typed(string typed)
    {
        IBilling billing = await Billing(Samples);

        ContractKey key = Found(await billing.FindByNumber(typed, Stop));
        ContractSnapshot snapshot = Found(await billing.Snapshot(key, Stop));
        Assert.Equal("700 123", snapshot.Number);
        Assert.Equal(149.99m, snapshot.Balance.Amount);
    }

    [Fact]
    public async Task Leading_zeros_count_and_look_alike_letters_do_not()
    {
        IBilling billing = await Billing(Samples);

        Assert.IsType<BillingAnswer<ContractKey>.NotFound>(await billing.FindByNumber("7001", Stop));
        Found(await billing.FindByNumber("AB-1042", Stop));
        Found(await billing.FindByNumber("ав1042", Stop));
    }

    [Fact]
    public async Task Two_contracts_of_one_number_or_login_are_ambiguous_and_never_the_first()
    {
        IBilling billing = await Billing(Samples);

        Assert.IsType<BillingAnswer<ContractKey>.Ambiguous>(await billing.FindByNumber("555", Stop));
        Assert.IsType<BillingAnswer<ContractKey>.Ambiguous>(await billing.FindByLogin("twin", Stop));
        Assert.IsType<BillingAnswer<VerifiedContract>.Ambiguous>(
            await billing.VerifyDocument("555", "4512 111111", Stop)
        );
        Assert.IsType<BillingAnswer<VerifiedContract>.Ambiguous>(await billing.VerifyPassword("twin", "one", Stop));
    }

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
        IBilling billing = await Billing(Samples);

        BillingAnswer<VerifiedContract> answer = await billing.VerifyDocument("700123", typed, Stop);

        Assert.Equal(proved, answer is BillingAnswer<VerifiedContract>.Found);
        Assert.True(proved || answer is BillingAnswer<VerifiedContract>.Refused);
    }

    [Fact]
    public async Task What_proves_one_contract_proves_no_other_and_a_short_document_nothing()
    {
        IBilling billing = await Billing(Samples);

        Assert.IsType<BillingAnswer<VerifiedContract>.Refused>(
            await billing.VerifyDocument("007001", "4510 123456", Stop)
        );
        Assert.IsType<BillingAnswer<VerifiedContract>.Refused>(await billing.VerifyDocument("АВ-1042", "12345", Stop));
        Assert.IsType<BillingAnswer<VerifiedContract>.NotFound>(
            await billing.VerifyDocument("999", "4510 123456", Stop)
        );
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
        IBilling billing = await Billing(Samples);

        Assert.Equal(
            proved,
            await billing.VerifyPassword(login, password, Stop) is BillingAnswer<VerifiedContract>.Found
        );
    }

    [Fact]
    public async Task A_proof_names_what_the_billing_holds_and_the_key_to_bind_to()
    {
        IBilling billing = await Billing(Samples);

        VerifiedContract byDocument = Found(await billing.VerifyDocument("№700-123", "4510 123456", Stop));
        VerifiedContract byPassword = Found(await billing.VerifyPassword(" anna", "Correct-Horse", Stop));

        Assert.Equal("700 123", byDocument.Number);
        Assert.Equal("700 123", byDocument.ProvedBy);
        Assert.Equal("anna", byPassword.ProvedBy);
        Assert.Equal(byDocument.Key, byPassword.Key);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Pages_hold_every_contract_once_in_the_order_of_keys(int size)
    {
        IBilling billing = await Billing([.. Enumerable.Range(1, 25).Select(n => new Sample($"C{n}", n))]);
        List<string> keys = [];
        ContractKey? after = null;
        do
        {
            SnapshotPage page = Found(await billing.Snapshots(after, size, Stop));
            Assert.True(page.Contracts.Count <= size);
            keys.AddRange(page.Contracts.Select(contract => contract.Key.Value));
            after = page.Next;
        } while (after is not null);

        Assert.Equal(25, keys.Distinct().Count());
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
    }

    [Fact]
    public async Task Of_many_keys_those_that_exist_and_are_one_contract_are_answered_once()
    {
        IBilling billing = await Billing(Samples);
        ContractKey anna = Found(await billing.FindByNumber("700 123", Stop));
        ContractKey bo = Found(await billing.FindByNumber("007001", Stop));

        IReadOnlyList<ContractSnapshot> found = Found(
            await billing.SnapshotsOf([bo, new("no such"), anna, new("555"), new(""), bo], Stop)
        );

        Assert.Equal([-28m, 149.99m], found.Select(contract => contract.Balance.Amount).Order());
        Assert.Equal(new[] { anna, bo }.ToHashSet(), found.Select(contract => contract.Key).ToHashSet());
        Assert.Empty(Found(await billing.SnapshotsOf([], Stop)));
    }

    [Fact]
    public async Task Many_keys_are_answered_as_each_of_them_alone()
    {
        IBilling billing = await Billing([.. Enumerable.Range(1, 300).Select(n => new Sample($"C{n}", n))]);
        ContractKey[] keys =
        [
            .. Found(await billing.Snapshots(null, 1000, Stop)).Contracts.Select(contract => contract.Key),
        ];

        IReadOnlyList<ContractSnapshot> found = Found(await billing.SnapshotsOf(keys, Stop));

        Assert.Equal(keys, found.Select(contract => contract.Key).OrderBy(key => key.Value, StringComparer.Ordinal));
        foreach (ContractSnapshot contract in found)
        {
            ContractSnapshot alone = Found(await billing.Snapshot(contract.Key, Stop));
            Assert.Equal((alone.Number, alone.Balance), (contract.Number, contract.Balance));
        }
    }

    [Fact]
    public async Task A_promise_for_who_signs_in_is_told_and_taken_by_the_right_password_of_that_contract_and_no_other()
    {
        IBilling billing = await Billing(Samples);
        ContractKey anna = Found(await billing.FindByLogin("anna", Stop));
        PromisedPayment.Offered any = new(1m, 0m, null);
        bool wantsSignIn = billing.Abilities.HasFlag(BillingAbilities.PromiseBySignIn);
        foreach (string wrong in new[] { "correct-horse", " two spaces ", "", "\0", "\uD800" })
        {
            SignIn by = new(wrong);
            Assert.Equal(wantsSignIn, await billing.Promise(anna, by, Stop) is BillingAnswer<PromisedPayment>.Refused);
            Assert.Equal(
                wantsSignIn,
                await billing.TakePromise(anna, any, by, Stop) is BillingAnswer<PromisedPayment>.Refused
            );
        }

        Assert.Equal(
            wantsSignIn,
            await billing.Promise(anna, new SignIn("Correct-Horse"), Stop) is BillingAnswer<PromisedPayment>.Found
        );
        Assert.Equal(
            wantsSignIn,
            await billing.Promise(new ContractKey("no such"), new SignIn("Correct-Horse"), Stop)
                is BillingAnswer<PromisedPayment>.NotFound
        );
        if (wantsSignIn)
        {
            Assert.IsNotType<PromisedPayment.Offered>(Found(await billing.Promise(anna, Stop)));
            Assert.IsType<BillingAnswer<PromisedPayment>.Unavailable>(await billing.TakePromise(anna, any, Stop));
        }
    }

    [Fact]
    public async Task A_balance_for_who_signs_in_is_told_for_the_right_password_of_that_contract_and_no_other()
    {
        IBilling billing = await Billing(Samples);
        ContractKey anna = Found(await billing.FindByLogin("anna", Stop));
        bool wantsSignIn = billing.Abilities.HasFlag(BillingAbilities.SnapshotBySignIn);
        foreach (string wrong in new[] { "correct-horse", " two spaces ", "" })
        {
            Assert.Equal(
                wantsSignIn,
                await billing.Snapshot(anna, new SignIn(wrong), Stop) is BillingAnswer<ContractSnapshot>.Refused
            );
        }

        Assert.Equal(
            wantsSignIn,
            await billing.Snapshot(anna, new SignIn("Correct-Horse"), Stop) is BillingAnswer<ContractSnapshot>.Found
        );
    }

    [Fact]
    public async Task Hostile_texts_are_answered_and_never_thrown_at()
    {
        IBilling billing = await Billing(Samples);
        foreach (
            string hostile in new[]
            {
                "",
                " ",
                "\0",
                "\uD800",
                new string('9', 1_000_000),
                "'; drop table users; --",
                "\u202E321 007",
            }
        )
        {
            Assert.IsNotType<BillingAnswer<ContractKey>.Found>(await billing.FindByLogin(hostile, Stop));
            Assert.IsNotType<BillingAnswer<VerifiedContract>.Found>(
                await billing.VerifyDocument(hostile, hostile, Stop)
            );
            Assert.IsNotType<BillingAnswer<VerifiedContract>.Found>(
                await billing.VerifyDocument("700123", hostile, Stop)
            );
            Assert.IsNotType<BillingAnswer<VerifiedContract>.Found>(
                await billing.VerifyPassword(hostile, hostile, Stop)
            );
        }
    }

    private protected static T Found<T>(BillingAnswer<T> answer) => Assert.IsType<BillingAnswer<T>.Found>(answer).Value;
}
