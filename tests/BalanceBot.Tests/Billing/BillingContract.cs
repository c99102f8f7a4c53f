using BalanceBot.Billing;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing;

/// <summary>A contract as a test writes it down; each adapter puts it into its own billing.</summary>
internal sealed record Sample(string Number, decimal Balance)
{
    public string? Login { get; init; }
    public string? Password { get; init; }
    public string? Document { get; init; }
}

/// <summary>
/// What every adapter does, by what it says it can; and what it answers to what it cannot. A new one passes it with a factory
/// and an empty class.
/// </summary>
public abstract partial class BillingContract
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
            Login = "kim",
            Password = "one",
            Document = "4512 111111",
        },
        new("555", 2m)
        {
            Login = "lee",
            Password = "two",
            Document = "4512 222222",
        },
        new("556", 3m) { Login = "twin", Password = "one" },
        new("557", 4m) { Login = "twin", Password = "two" },
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected abstract Task<IBilling> Billing(IReadOnlyList<Sample> contracts);

    /// <summary>In the billing itself no login is there twice.</summary>
    private protected virtual bool LoginsAreUnique => false;

    private Task<IBilling> Billing() =>
        Billing(LoginsAreUnique ? [.. Samples.DistinctBy(one => one.Login ?? one.Number)] : Samples);

    [Theory]
    [InlineData("700 123")]
    [InlineData("700123")]
    [InlineData("№ 700-123")]
    [InlineData("# 700–123")]
    [InlineData("  700 123  ")]
    public async Task A_contract_is_found_however_its_number_is_typed(string typed)
    {
        IBilling billing = await Billing();

        BillingAnswer<ContractKey> found = await billing.FindByNumber(typed, Stop);
        if (!HasList(billing))
        {
            Assert.IsType<BillingAnswer<ContractKey>.Unavailable>(found);
            return;
        }

        ContractKey key = Found(found);
        ContractSnapshot snapshot = Found(await billing.Snapshot(key, Stop));
        Assert.Equal("700 123", snapshot.Number);
        Assert.Equal(149.99m, snapshot.Balance.Amount);
    }

    [Fact]
    public async Task Leading_zeros_count_and_look_alike_letters_do_not()
    {
        IBilling billing = await Billing();

        string?[] found =
        [
            .. await Task.WhenAll(new[] { "7001", "AB-1042", "ав1042" }.Select(typed => Kind(billing, typed))),
        ];

        Assert.Equal(
            HasList(billing) ? ["NotFound", "Found", "Found"] : ["Unavailable", "Unavailable", "Unavailable"],
            found
        );

        static async Task<string?> Kind(IBilling billing, string typed) =>
            (await billing.FindByNumber(typed, Stop)).GetType().Name.Split('`')[0];
    }

    [Fact]
    public async Task Two_contracts_of_one_number_are_ambiguous_and_never_the_first()
    {
        IBilling billing = await Billing();

        BillingAnswer<ContractKey> found = await billing.FindByNumber("555", Stop);
        Assert.True(
            HasList(billing)
                ? found is BillingAnswer<ContractKey>.Ambiguous
                : found is BillingAnswer<ContractKey>.Unavailable
        );
        BillingAnswer<VerifiedContract> proved = await billing.VerifyDocument("555", "4512 111111", Stop);
        Assert.True(
            Can(billing, BillingAbilities.VerifyDocument)
                ? proved is BillingAnswer<VerifiedContract>.Ambiguous
                : proved is BillingAnswer<VerifiedContract>.Unavailable
        );
    }

    [Fact]
    public async Task Two_contracts_of_one_login_are_ambiguous_where_a_billing_lets_them_be()
    {
        IBilling billing = await Billing();

        BillingAnswer<ContractKey> found = await billing.FindByLogin("twin", Stop);
        BillingAnswer<VerifiedContract> proved = await billing.VerifyPassword("twin", "one", Stop);

        Assert.Equal(
            LoginsAreUnique ? (true, false, true, false) : (false, true, false, true),
            (
                found is BillingAnswer<ContractKey>.Found,
                found is BillingAnswer<ContractKey>.Ambiguous,
                proved is BillingAnswer<VerifiedContract>.Found,
                proved is BillingAnswer<VerifiedContract>.Ambiguous
            )
        );
    }

    [Theory]
    [InlineData("anna", "Correct-Horse", 149.99)]
    [InlineData("Bo", " two spaces ", -28.0)]
    public async Task A_balance_is_told_to_whoever_the_abilities_name_and_to_nobody_else(
        string login,
        string password,
        double balance
    )
    {
        IBilling billing = await Billing();
        ContractKey key = Found(await billing.FindByLogin(login, Stop));

        BillingAnswer<ContractSnapshot> toAnybody = await billing.Snapshot(key, Stop);
        BillingAnswer<ContractSnapshot> toWhoSignsIn = await billing.Snapshot(key, new SignIn(password), Stop);
        BillingAnswer<ContractSnapshot> toAnother = await billing.Snapshot(key, new SignIn("correct-horse"), Stop);

        ContractSnapshot told = Found(HasList(billing) ? toAnybody : toWhoSignsIn);
        Assert.Equal((key, (decimal)balance), (told.Key, told.Balance.Amount));
        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(HasList(billing) ? toWhoSignsIn : toAnybody);
        Assert.True(
            HasList(billing)
                ? toAnother is BillingAnswer<ContractSnapshot>.Unavailable
                : toAnother is BillingAnswer<ContractSnapshot>.Refused
        );
    }

    [Fact]
    public async Task What_the_abilities_do_not_name_is_unavailable()
    {
        IBilling billing = await Billing();
        ContractKey key = Found(await billing.FindByLogin("anna", Stop));
        Period all = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        SignIn by = new("Correct-Horse");
        PromisedPayment.Offered offer = new(null, null, null);
        (BillingAbilities Named, IAway? Answer)[] answers =
        [
            (BillingAbilities.Payments, await billing.Payments(key, all, Stop) as IAway),
            (BillingAbilities.Charges, await billing.Charges(key, all, Stop) as IAway),
            (BillingAbilities.Promise, await billing.Promise(key, Stop) as IAway),
            (BillingAbilities.PromiseBySignIn, await billing.Promise(key, by, Stop) as IAway),
            (BillingAbilities.PromiseBySignIn, await billing.TakePromise(key, offer, by, Stop) as IAway),
        ];

        Assert.All(answers, one => Assert.Equal(Can(billing, one.Named), one.Answer is null));
        Assert.Equal(
            Can(billing, BillingAbilities.Promise) && !Can(billing, BillingAbilities.PromiseBySignIn),
            await billing.TakePromise(key, offer, Stop) is not IAway
        );
    }

    [Fact]
    public async Task Hostile_texts_are_answered_and_never_thrown_at()
    {
        IBilling billing = await Billing();
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
            Assert.IsNotType<BillingAnswer<ContractSnapshot>.Found>(
                await billing.Snapshot(new ContractKey(hostile), new SignIn(hostile), Stop)
            );
            Assert.IsNotType<BillingAnswer<ContractSnapshot>.Found>(
                await billing.Snapshot(new ContractKey("anna"), new SignIn(hostile), Stop)
            );
        }
    }

    private static bool Can(IBilling billing, BillingAbilities way) => billing.Abilities.HasFlag(way);

    /// <summary>Who tells only to who signs in has no list, and finds nobody by a number.</summary>
    private static bool HasList(IBilling billing) => !Can(billing, BillingAbilities.SnapshotBySignIn);
}
