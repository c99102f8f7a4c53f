using BalanceBot.Billing;
using BalanceBot.Billing.Ubilling;
using BalanceBot.Tests.Billing.Web;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>Balances by the agent alone, for whoever types the password.</summary>
public sealed class UbillingSignInTests : UbillingSignInGround
{
    [Fact]
    public async Task Who_signs_in_is_told_all_that_the_agent_tells()
    {
        UbillingBilling billing = Billing();
        DateOnly first = new(2026, 12, 1);

        ContractSnapshot told = Found(await billing.Snapshot(Key, Right, Stop));

        Assert.Equal(
            (Key, "2024/0001", new Money(137.46m, "UAH"), Noon),
            (told.Key, told.Number, told.Balance, told.AsOf)
        );
        Assert.Equal((50m, new DateOnly(2026, 12, 30)), (told.Credit, told.CreditUntil));
        Assert.Equal(("Unlim-100", 250m, new ChargePeriod.Monthly()), (told.Tariff, told.Price, told.Period));
        Assert.Equal((ContractState.Active, first, (string?)null), (told.State, told.NextCharge, told.Holder));
        Assert.Equal(
            [
                new ExtraService("Static IP", 30) { Period = new ChargePeriod.Monthly(), NextCharge = first },
                new ExtraService("Service 1", 30) { Period = new ChargePeriod.Daily() },
                new ExtraService("Service 14", 30) { Period = new ChargePeriod.Rolling(14), NextCharge = first },
                new ExtraService("Service 30", 30) { Period = new ChargePeriod.Monthly(), NextCharge = first },
            ],
            told.Services
        );
        Assert.Equal(new TariffChange(first, 150.5m) { Tariff = "Unlim-5" }, told.Change);
    }

    [Fact]
    public async Task Recorded_answers_are_contracts()
    {
        UbillingBilling billing = Billing();
        world.PricesSay = UbillingWorld.Recorded("tv");

        world.AgentSays = UbillingWorld.Recorded("userdata_json");
        ContractSnapshot one = Found(await billing.Snapshot(Key, Right, Stop));
        world.AgentSays = UbillingWorld.Recorded("user2_json");
        ContractSnapshot two = Found(await billing.Snapshot(new("sub1002"), new SignIn("pw-two"), Stop));

        Assert.Equal(
            ("2024/0001", 137.46m, 0m, (DateOnly?)null),
            (one.Number, one.Balance.Amount, one.Credit, one.CreditUntil)
        );
        Assert.Equal(("Unlim-100", 250m, new DateOnly(2026, 12, 1)), (one.Tariff, one.Price, one.NextCharge));
        Assert.Empty(one.Services);
        Assert.Equal(("2024/0002", -42.35m, 50m), (two.Number, two.Balance.Amount, two.Credit));
        // The prices are recorded of another tariff, and so are nobody's here.
        Assert.Equal((new DateOnly(2026, 8, 30), "Unlim-5", (decimal?)null), (two.CreditUntil, two.Tariff, two.Price));
    }

    [Theory]
    [InlineData("active", 10, 0, ContractState.Active)]
    [InlineData("active", -10, 10, ContractState.Active)]
    [InlineData("active", -10, 9, ContractState.BlockedForDebt)]
    [InlineData("frozen", -10, 0, ContractState.Frozen)]
    [InlineData("active + disabled", 10, 0, ContractState.Disabled)]
    [InlineData("frozen + disabled", 10, 0, ContractState.Disabled)]
    internal async Task States_are_told(string says, int cash, int credit, ContractState expected)
    {
        world.AgentSays = Reply.Json(
            $$"""{"login":"sub1001","cash":{{cash}},"credit":"{{credit}}","tariff":"*_NO_TARIFF_*","accountstate":"{{says}}"}"""
        );

        ContractSnapshot told = Found(await Billing().Snapshot(Key, Right, Stop));

        Assert.Equal((expected, (string?)null, "sub1001"), (told.State, told.Tariff, told.Number));
    }

    [Fact]
    public async Task The_agent_tells_of_a_subscriber_what_the_database_tells()
    {
        await using UbillingGround ground = new();
        ground.Add("sub1001", 137.46m, "2024/0001");
        ground.Add("sub1002", -42.35m, "2024/0002");
        ground.Run(
            // 31 December, midnight in Kyiv.
            "update users set Credit = 50, CreditExpire = 1798668000, TariffChange = 'Unlim-5' where login = 'sub1001'"
        );
        ground.Run("insert into tags (tagid, login) values (1, 'sub1001')");
        world.Residents[0] = world.Residents[0] with { Services = [7] };
        UbillingBilling database = ground.Billing(time);
        UbillingBilling agent = Billing();

        foreach ((string login, string password) in new[] { ("sub1001", "k7h2mZ9q"), ("sub1002", "pw-two") })
        {
            ContractSnapshot one = Found(await database.Snapshot(new(login), Stop));
            ContractSnapshot other = Found(await agent.Snapshot(new(login), new SignIn(password), Stop));

            Assert.Equal(
                one.Services.Select(service => (service.Price, service.Period, service.NextCharge)),
                other.Services.Select(service => (service.Price, service.Period, service.NextCharge))
            );
            Assert.Equal(
                one with
                {
                    AsOf = Noon,
                    Services = [],
                    Holder = null,
                },
                other with
                {
                    Services = one.Services.Take(0).ToArray(),
                    Holder = null,
                }
            );
        }
    }

    [Theory]
    [InlineData("""[{"tariffname":"Day-3","tariffprice":"3","tariffdaysperiod":"day"}]""")]
    [InlineData("""[{"vsrvname":"TV","vsrvprice":"5","vsrvdaysperiod":"1"}]""")]
    [InlineData("""[{"tariffname":"Unlim-100","tariffprice":"a lot","tariffdaysperiod":"month"}]""")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"login":"sub1001"}""")]
    [InlineData("<!DOCTYPE html><html><form method='post'>")]
    [InlineData("ERROR_WRONG_UBERAUTH")]
    [InlineData("")]
    public async Task Prices_that_are_anothers_or_none_are_left_out_and_the_balance_is_told(string prices)
    {
        world.PricesSay = Reply.Json(prices);

        ContractSnapshot told = Found(await Billing().Snapshot(Key, Right, Stop));

        Assert.Equal((137.46m, "Unlim-100", (decimal?)null), (told.Balance.Amount, told.Tariff, told.Price));
        Assert.Equal((0, (DateOnly?)null, (TariffChange?)null), (told.Services.Count, told.NextCharge, told.Change));
    }

    /// <summary>PHP has one list for both, by a tariff's name and a service's number.</summary>
    [Fact]
    public async Task A_tariff_whose_name_is_the_number_of_a_service_comes_in_one_row_with_it()
    {
        world.Residents[0] = world.Residents[0] with { Tariff = "100" };
        world.PricesSay = Reply.Json(
            """[{"tariffname":"100","tariffprice":100,"tariffdaysperiod":"month","vsrvname":null,"vsrvprice":5.5,"vsrvdaysperiod":null},{"vsrvname":"Bonus","vsrvprice":"-5","vsrvdaysperiod":"1"}]"""
        );

        ContractSnapshot told = Found(await Billing().Snapshot(Key, Right, Stop));

        Assert.Equal((100m, "Service", 5.5m), (told.Price, Assert.Single(told.Services).Name, told.Services[0].Price));
    }

    [Theory]
    [InlineData(
        """{"login":"sub1001","cash":"137.46","credit":50,"creditexpire":"No","contract":1000101,"accountstate":"active"}""",
        "1000101"
    )]
    [InlineData(
        """{"login":"sub1001","cash":1.3746e2,"credit":null,"creditexpire":null,"contract":null,"accountstate":"active"}""",
        "sub1001"
    )]
    public async Task Trap_5_numbers_for_texts_and_texts_for_numbers_are_what_stands_there(string body, string number)
    {
        world.AgentSays = Reply.Json(body);

        ContractSnapshot told = Found(await Billing().Snapshot(Key, Right, Stop));

        Assert.Equal((137.46m, number), (told.Balance.Amount, told.Number));
    }
}
