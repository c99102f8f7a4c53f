using BalanceBot.Billing;
using BalanceBot.Tests.Scanning;
using Microsoft.Extensions.Time.Testing;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing;

public sealed class RememberingBillingContract : BillingContract
{
    private protected override Task<IBilling> Billing(IReadOnlyList<Sample> contracts) =>
        Task.FromResult<IBilling>(new RememberingBilling(new PlainBilling(contracts)));
}

/// <summary>While the billing is away, who asks hears what it said last, and since when.</summary>
public sealed class RememberingBillingTests
{
    private static readonly ContractKey Key = new("K1");
    private static readonly SignIn Right = new("Correct-Horse");
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider time = new(Noon);
    private readonly ScriptedBilling billing;
    private readonly RememberingBilling remembering;

    public RememberingBillingTests()
    {
        billing = new ScriptedBilling(time);
        remembering = new RememberingBilling(billing);
        billing.Put(Contract("K1", 160m));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_it_is_away_the_last_answer_comes_with_the_time_of_its_data()
    {
        await remembering.Snapshot(Key, Stop);
        time.Advance(TimeSpan.FromHours(1));
        billing.Pay("K1", -60m);
        await remembering.Snapshot(Key, Stop);
        time.Advance(TimeSpan.FromHours(1));
        billing.Away = true;

        ContractSnapshot told = Found(await remembering.Snapshot(Key, Stop));

        Assert.Equal((100m, Noon.AddHours(1), true), (told.Balance.Amount, told.AsOf, told.IsRemembered));
    }

    [Fact]
    public async Task What_was_never_asked_for_is_not_known()
    {
        await remembering.Snapshot(Key, Stop);
        billing.Away = true;

        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await remembering.Snapshot(new("k1"), Stop));
    }

    [Fact]
    public async Task When_it_is_back_it_is_believed_at_once()
    {
        await remembering.Snapshot(Key, Stop);
        billing.Away = true;
        await remembering.Snapshot(Key, Stop);
        billing.Away = false;
        billing.Pay("K1", 40m);

        ContractSnapshot told = Found(await remembering.Snapshot(Key, Stop));
        Assert.Equal((200m, false), (told.Balance.Amount, told.IsRemembered));
    }

    /// <summary>It was still told of, when the billing went away after it had said so.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_contract_that_is_gone_or_is_two_by_now_is_not_remembered(bool gone)
    {
        await remembering.Snapshot(Key, Stop);
        if (gone)
        {
            billing.Remove("K1");
        }
        else
        {
            billing.Double(Contract("K1", 1m));
        }

        Assert.IsNotType<BillingAnswer<ContractSnapshot>.Found>(await remembering.Snapshot(Key, Stop));
        billing.Away = true;
        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await remembering.Snapshot(Key, Stop));
    }

    [Fact]
    public async Task Nothing_but_the_question_of_a_person_is_ever_answered_from_memory()
    {
        await remembering.Snapshot(Key, Stop);
        billing.Away = true;

        Assert.IsType<BillingAnswer<SnapshotPage>.Unavailable>(await remembering.Snapshots(null, 10, Stop));
        Assert.IsType<BillingAnswer<IReadOnlyList<ContractSnapshot>>.Unavailable>(
            await remembering.SnapshotsOf([Key], Stop)
        );
        Assert.IsType<BillingAnswer<ContractKey>.Unavailable>(await remembering.FindByNumber("K1", Stop));
    }

    [Fact]
    public async Task What_is_told_only_to_who_signs_in_is_told_to_nobody_from_memory()
    {
        RememberingBilling signing = new(new Signing(billing));
        Found(await signing.Snapshot(Key, Right, Stop));
        Assert.IsType<BillingAnswer<ContractSnapshot>.Refused>(await signing.Snapshot(Key, new SignIn("wrong"), Stop));
        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await signing.Snapshot(Key, Stop));
        billing.Away = true;

        // An answer would say that the password is right.
        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await signing.Snapshot(Key, Right, Stop));
        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await signing.Snapshot(Key, Stop));
    }

    [Fact]
    public async Task Ten_thousand_are_remembered_and_who_was_asked_about_longest_ago_is_forgotten_first()
    {
        RememberingBilling any = new(new Any(() => billing.Away));
        for (int n = 0; n < 10_000; n++)
        {
            await any.Snapshot(new ContractKey($"K{n}"), Stop);
        }

        await any.Snapshot(new ContractKey("K0"), Stop);
        await any.Snapshot(new ContractKey("new"), Stop);
        billing.Away = true;

        Found(await any.Snapshot(new ContractKey("K0"), Stop));
        Found(await any.Snapshot(new ContractKey("new"), Stop));
        Found(await any.Snapshot(new ContractKey("K2"), Stop));
        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await any.Snapshot(new ContractKey("K1"), Stop));
    }

    private static ContractSnapshot Contract(string key, decimal balance) =>
        new(new ContractKey(key), key, new Money(balance, "NOK"), Noon);

    /// <summary>Tells only to who signs in.</summary>
    private sealed class Signing(ScriptedBilling inner) : DoubleOfBilling
    {
        public override BillingAbilities Abilities => BillingAbilities.SnapshotBySignIn;

        public override async Task<BillingAnswer<ContractSnapshot>> Snapshot(
            ContractKey key,
            SignIn by,
            CancellationToken stop
        ) =>
            by.Password == Right.Password
                ? await inner.Snapshot(key, stop)
                : new BillingAnswer<ContractSnapshot>.Refused();

        public override Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop) =>
            Task.FromResult<BillingAnswer<ContractSnapshot>>(
                new BillingAnswer<ContractSnapshot>.Unavailable("only to who signs in") { IsOfOne = true }
            );
    }

    /// <summary>Has every contract there could be, and writes all their keys in another way than it is asked.</summary>
    private sealed class Any(Func<bool> away) : DoubleOfBilling
    {
        public override Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop) =>
            Task.FromResult<BillingAnswer<ContractSnapshot>>(
                away()
                    ? new BillingAnswer<ContractSnapshot>.Unavailable("away")
                    : new BillingAnswer<ContractSnapshot>.Found(Contract($"as the billing writes {key}", 1m))
            );
    }
}
