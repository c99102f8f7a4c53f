using BalanceBot.Billing;
using BalanceBot.Billing.Ubilling;
using BalanceBot.Tests.Billing.Web;
using Microsoft.Extensions.Time.Testing;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>Balances without a database and without a password: by the remote API's list.</summary>
public sealed class UbillingApiTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider time = new(Noon);
    private readonly UbillingWorld world = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_subscriber_is_told_as_far_as_the_list_goes()
    {
        world.Residents.Add(
            new Resident("sub1001", "k7h2mZ9q", "10.9.0.11")
            {
                Cash = 137.456789m,
                Contract = "2024/0001",
                Credit = 50,
                NextTariff = "Unlim-5",
                Services = [7],
            }
        );

        ContractSnapshot told = Found(await Billing().Snapshot(new("sub1001"), Stop));

        Assert.Equal(("2024/0001", new Money(137.4568m, "UAH"), Noon), (told.Number, told.Balance, told.AsOf));
        Assert.Equal((50m, (DateOnly?)null), (told.Credit, told.CreditUntil));
        Assert.Equal(("Unlim-100", 250m, new ChargePeriod.Monthly()), (told.Tariff, told.Price, told.Period));
        Assert.Equal(new DateOnly(2026, 12, 1), told.NextCharge);
        Assert.Equal(
            [
                new ExtraService("Static IP", 30m)
                {
                    Period = new ChargePeriod.Monthly(),
                    NextCharge = new DateOnly(2026, 12, 1),
                },
            ],
            told.Services
        );
        Assert.Equal(new TariffChange(new DateOnly(2026, 12, 1), 150.5m) { Tariff = "Unlim-5" }, told.Change);
    }

    [Fact]
    public async Task Recorded_answers_are_contracts()
    {
        world.ApiIsRecorded = true;
        UbillingBilling billing = Billing();
        Assert.Empty(await billing.Begin(Stop));

        ContractSnapshot told = Found(await billing.Snapshot(new("sub1001"), Stop));
        SnapshotPage all = Found(await billing.Snapshots(null, 10, Stop));

        Assert.Equal(("2024/0001", 137.4568m, 250m), (told.Number, told.Balance.Amount, told.Price));
        Assert.Equal(["Static IP"], told.Services.Select(one => one.Name));
        Assert.Equal(new TariffChange(new DateOnly(2026, 12, 1), 300m) { Tariff = "Unlim-5" }, told.Change);
        Assert.Equal(
            [("sub1001", "2024/0001"), ("sub1002", "2024/0002"), ("sub1004", "sub1004"), ("sub1005", "sub1005")],
            all.Contracts.Select(one => (one.Key.Value, one.Number))
        );
        Assert.Equal(
            [ContractState.Active, ContractState.BlockedForDebt, ContractState.Active, ContractState.BlockedForDebt],
            all.Contracts.Select(one => one.State)
        );
        Assert.IsType<BillingAnswer<ContractSnapshot>.NotFound>(await billing.Snapshot(new("nobody"), Stop));
    }

    [Theory]
    [InlineData(5, 10, ContractState.Active)]
    [InlineData(1, -10, ContractState.BlockedForDebt)]
    [InlineData(1, 10, ContractState.Active)]
    [InlineData(2, -10, ContractState.Frozen)]
    [InlineData(3, 10, ContractState.Disabled)]
    internal async Task States_are_told(int state, int cash, ContractState expected)
    {
        world.Residents.Add(new Resident("a", "x") { State = state, Cash = cash });

        Assert.Equal(expected, Found(await Billing().Snapshot(new("a"), Stop)).State);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Trap_4_pages_hold_every_contract_once_in_the_order_of_keys_out_of_one_question(int size)
    {
        world.Residents.AddRange(Enumerable.Range(1, 25).Select(n => new Resident($"sub{n}", "x") { Cash = n }));
        UbillingBilling billing = Billing();
        List<string> keys = [];
        ContractKey? after = null;
        do
        {
            SnapshotPage page = Found(await billing.Snapshots(after, size, Stop));
            Assert.True(page.Contracts.Count <= size);
            keys.AddRange(page.Contracts.Select(contract => contract.Key.Value));
            after = page.Next;
        } while (after is not null);

        Assert.Equal(world.Residents.Select(one => one.Login).Order(StringComparer.Ordinal), keys);
        Assert.Equal([2m, 9m, 10m], await Balances(billing, "sub2", "sub9", "sub10", "nobody", "sub2", "sub1x"));
        Assert.Single(world.Server.Questions, asked => asked.Target.Contains("get_user_list"));
        time.Advance(TimeSpan.FromMinutes(1));
        Found(await billing.Snapshots(null, size, Stop));
        Assert.Equal(2, world.Server.Questions.Count(asked => asked.Target.Contains("get_user_list")));
    }

    [Fact]
    public async Task A_contract_is_found_by_login_and_by_number_and_two_of_one_number_are_ambiguous()
    {
        world.Residents.Add(new Resident("a", "x") { Contract = "2024/0001" });
        world.Residents.Add(new Resident("b", "x") { Contract = "555" });
        world.Residents.Add(new Resident("c", "x") { Contract = "5-55" });
        UbillingBilling billing = Billing();

        Assert.Equal("a", Found(await billing.FindByLogin(" a ", Stop)).Value);
        Assert.Equal("a", Found(await billing.FindByNumber("№ 2024-0001", Stop)).Value);
        Assert.IsType<BillingAnswer<ContractKey>.NotFound>(await billing.FindByLogin("A", Stop));
        Assert.IsType<BillingAnswer<ContractKey>.NotFound>(await billing.FindByNumber("2024/001", Stop));
        Assert.IsType<BillingAnswer<ContractKey>.Ambiguous>(await billing.FindByNumber("555", Stop));
        foreach (
            string hostile in new[] { "", "\0", "\uD800", "a&key=1", "'; drop table users", new string('9', 100_000) }
        )
        {
            Assert.IsType<BillingAnswer<ContractKey>.NotFound>(await billing.FindByLogin(hostile, Stop));
            Assert.IsType<BillingAnswer<ContractSnapshot>.NotFound>(await billing.Snapshot(new(hostile), Stop));
            Assert.IsNotType<BillingAnswer<ContractKey>.Found>(await billing.FindByNumber(hostile, Stop));
        }
    }

    [Fact]
    public async Task A_subscriber_of_nonsense_costs_only_itself_and_is_told_without_what_stood_there()
    {
        world.Residents.Add(new Resident("a", "x") { Cash = 1 });
        UbillingBilling billing = Billing();
        Found(await billing.Snapshot(new("a"), Stop));
        world.ApiSays = Reply.Json(
            """{"a":{"login":"a","balance":"1","state_id":5},"b":{"login":"b","balance":"Ivanov","state_id":5},"7":{"login":7,"balance":2.50,"state_id":"5"},"c":{"login":"c","balance":"1","state_id":9}}"""
        );

        Assert.Equal(
            [("7", 2.5m), ("a", 1m)],
            Found(await billing.Snapshots(null, 10, Stop)).Contracts.Select(one => (one.Key.Value, one.Balance.Amount))
        );
        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await billing.Snapshot(new("b"), Stop));
        Assert.DoesNotContain(world.Log, line => line.Contains("Ivanov"));
        Assert.Contains(world.Log, line => line.Contains("'balance' is no sum"));
    }

    [Fact]
    public async Task Another_subscriber_than_was_asked_for_is_nobody()
    {
        world.Residents.Add(new Resident("a", "x") { Cash = 1 });
        UbillingBilling billing = Billing();
        Found(await billing.Snapshot(new("a"), Stop));
        world.ApiSays = Reply.Json("""{"b":{"login":"b","balance":"1","state_id":5}}""");

        Assert.IsType<BillingAnswer<ContractSnapshot>.NotFound>(await billing.Snapshot(new("a"), Stop));
    }

    [Theory]
    [InlineData("ERROR:GET_WRONG_KEY", "Billing:Ubilling:Key is not the serial of the billing at ApiUrl.")]
    [InlineData(
        "ERROR:API_DISABLED",
        "Billing:Ubilling:ApiUrl: the remote API is switched off there (REMOTEAPI_ENABLED in alter.ini)."
    )]
    [InlineData(
        "ERROR:NO_USERSIDE_API_ENABLED",
        "Billing:Ubilling:ApiUrl: its list for UserSide is switched off (USERSIDE_API in alter.ini)."
    )]
    [InlineData(
        "",
        "Billing:Ubilling:ApiUrl: no answer to userside: is it among REMOTEAPI_DISABLE_CALLS in alter.ini?"
    )]
    [InlineData(
        "<html>login</html>",
        "Billing:Ubilling:ApiUrl: a web page instead of data: is the address right, and does it ask for a login?."
    )]
    public async Task Trap_7_at_start_each_mistake_is_one_sentence_though_all_came_with_status_200(
        string says,
        string told
    )
    {
        world.ApiSays = Reply.Json(says, type: "text/html");

        Assert.Equal([told], await Billing().Begin(Stop));
    }

    [Fact]
    public async Task At_start_both_halves_are_looked_at_and_one_that_is_away_keeps_nobody_from_starting()
    {
        world.Settings.Key = "wrong";
        world.Settings.AgentUrl = $"{world.Server.Address}elsewhere/";
        IReadOnlyList<string> mistakes = await Billing().Begin(Stop);
        Assert.Equal(2, mistakes.Count);
        Assert.DoesNotContain(mistakes, line => line.Contains("wrong"));

        world.Settings.ApiUrl = world.Settings.AgentUrl = $"http://127.0.0.1:{Ports.Free()}/";
        UbillingBilling away = world.Billing();
        Assert.Empty(await away.Begin(Stop));
        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await away.Snapshot(new("a"), Stop));
        Assert.IsType<BillingAnswer<SnapshotPage>.Unavailable>(await away.Snapshots(null, 10, Stop));
    }

    [Fact]
    public async Task What_changes_balances_is_never_asked()
    {
        world.Residents.Add(new Resident("a", "x", "10.0.0.1") { Cash = -1 });
        UbillingBilling billing = Billing();
        await billing.Begin(Stop);
        await billing.Snapshot(new("a"), Stop);
        await billing.Snapshots(null, 10, Stop);
        await billing.Promise(new("a"), Stop);

        Assert.All(
            world.Server.Questions.Where(asked => asked.Path == "/billing/"),
            asked => Assert.Contains("action=userside&request=get_", asked.Target)
        );
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private UbillingBilling Billing() => world.Billing(time);

    private static async Task<IEnumerable<decimal>> Balances(UbillingBilling billing, params string[] logins) =>
        Found(await billing.SnapshotsOf([.. logins.Select(login => new ContractKey(login))], Stop))
            .Select(one => one.Balance.Amount)
            .Order();
}
