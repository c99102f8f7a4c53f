using BalanceBot.Billing;
using BalanceBot.Billing.Abills;
using static BalanceBot.Tests.Billing.Abills.AbillsGround;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>What a subscriber of ABillS is to the bot. Today is the 23rd of November 2026.</summary>
public sealed class AbillsAccountTests : IAsyncDisposable
{
    private readonly AbillsGround ground = new();

    [Fact]
    public async Task A_subscriber_is_told_with_tariff_price_and_the_first_of_the_next_month()
    {
        ContractSnapshot contract = await One(Ivan);

        Assert.Equal(("0000000101", "1000101"), (contract.Key.Value, contract.Number));
        Assert.Equal(new Money(87.6543m, "UAH"), contract.Balance);
        Assert.Equal(("Home 100", 220m), (contract.Tariff, contract.Price));
        Assert.Equal(new ChargePeriod.Monthly(), contract.Period);
        Assert.Equal(new DateOnly(2026, 12, 1), contract.NextCharge);
        Assert.Equal((ContractState.Active, 0m, null), (contract.State, contract.Credit, contract.CreditUntil));
        Assert.Equal(ground.Time.GetUtcNow(), contract.AsOf);
    }

    [Theory]
    [InlineData(23, "2026-12-23")]
    [InlineData(24, "2026-11-24")]
    [InlineData(28, "2026-11-28")]
    public async Task The_day_of_the_month_is_the_one_of_the_settings(int day, string next)
    {
        ground.Server.Subscribers.Add(Ivan);
        AbillsBilling billing = ground.Asking(ground.Server.Url, set => set.ChargeDay = day);

        ContractSnapshot contract = Found(await billing.Snapshot(KeyOf(101), Stop));

        Assert.Equal(DateOnly.Parse(next, System.Globalization.CultureInfo.InvariantCulture), contract.NextCharge);
    }

    [Theory]
    [InlineData("2026-11-23", 0, "2026-12-24")]
    [InlineData("2026-10-24", 0, "2026-11-24")]
    [InlineData("2026-10-23", 0, "2026-12-24")]
    [InlineData("2026-01-01", 0, "2026-12-08")]
    [InlineData("2026-10-24", 1, "2026-11-24")]
    [InlineData("2026-10-23", 1, "2026-12-23")]
    [InlineData("2025-01-31", 1, "2026-11-30")]
    public async Task Whoever_has_a_day_of_activation_is_charged_31_days_after_or_on_that_day_of_the_month(
        string activate,
        int isOnFixedDay,
        string next
    )
    {
        Plan plan = new("Home 100", "220") { IsOnFixedDay = isOnFixedDay };
        ContractSnapshot own = await One(Ivan with { Plans = [plan with { Activate = activate }] });
        ContractSnapshot whole = await One(Ivan with { Plans = [plan], Activate = activate });

        DateOnly expected = DateOnly.Parse(next, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((expected, expected), (own.NextCharge, whole.NextCharge));
        Assert.Equal(isOnFixedDay == 1 ? new ChargePeriod.Monthly() : new ChargePeriod.Rolling(31), own.Period);
    }

    [Fact]
    public async Task Daily_fees_spread_ones_and_packages_of_days_have_their_own_periods()
    {
        ContractSnapshot daily = await One(Ivan with { Plans = [new Plan("D", "0") { DayFee = "7.5" }] });
        ContractSnapshot spread = await One(Ivan with { Plans = [new Plan("S", "300") { IsSpread = 1 }] });
        ContractSnapshot package = await One(
            Ivan with
            {
                Plans = [new Plan("P", "90") { Age = 7, Expire = "2026-11-27" }],
            }
        );
        ContractSnapshot free = await One(Ivan with { Plans = [new Plan("F", "0")] });

        Assert.Equal((7.5m, new ChargePeriod.Daily(), null), (daily.Price, daily.Period, daily.NextCharge));
        Assert.Equal(
            (300m, new ChargePeriod.SpreadOverMonth(), null),
            (spread.Price, spread.Period, spread.NextCharge)
        );
        Assert.Equal(
            (90m, new ChargePeriod.Rolling(7), new DateOnly(2026, 11, 27)),
            (package.Price, package.Period, package.NextCharge)
        );
        Assert.Equal((0m, null), (free.Price, free.Period));
    }

    [Theory]
    [InlineData("25", "0000-00-00", 1, 165)]
    [InlineData("25", "2026-11-23", 1, 165)]
    [InlineData("25", "2026-11-22", 1, 220)]
    [InlineData("25", "0000-00-00", 0, 220)]
    [InlineData("100", "0000-00-00", 1, 0)]
    [InlineData("150", "0000-00-00", 1, 0)]
    public async Task A_discount_counts_while_it_holds_and_where_the_tariff_allows_it(
        string percent,
        string until,
        int isReducible,
        int price
    )
    {
        ContractSnapshot contract = await One(
            Ivan with
            {
                Reduction = percent,
                ReductionDate = until,
                Plans = [new Plan("Home 100", "220") { IsReducible = isReducible }],
            }
        );

        Assert.Equal((decimal)price, contract.Price);
    }

    [Fact]
    public async Task Several_services_are_a_tariff_and_extra_services_and_an_agreed_price_stands_before_the_tariffs()
    {
        ContractSnapshot contract = await One(
            Ivan with
            {
                Plans =
                [
                    new Plan("Home 100", "220") { Agreed = "199.5" },
                    new Plan("Garden", "50") { DayFee = "1" },
                    new Plan("Old", "900") { Status = 1 },
                ],
            }
        );

        Assert.Equal(("Home 100", 199.5m), (contract.Tariff, contract.Price));
        Assert.Equal(
            [
                new ExtraService("Garden", 50)
                {
                    Period = new ChargePeriod.Monthly(),
                    NextCharge = new DateOnly(2026, 12, 1),
                },
                new ExtraService("Garden", 1) { Period = new ChargePeriod.Daily() },
            ],
            contract.Services
        );
    }

    [Theory]
    [InlineData(0, 0, 0, "0000-00-00", ContractState.Active)]
    [InlineData(10, 0, 0, "0000-00-00", ContractState.Active)]
    [InlineData(3, 0, 0, "0000-00-00", ContractState.Frozen)]
    [InlineData(4, 0, 0, "0000-00-00", ContractState.BlockedForDebt)]
    [InlineData(5, 0, 0, "0000-00-00", ContractState.BlockedForDebt)]
    [InlineData(1, 0, 0, "0000-00-00", ContractState.Disabled)]
    [InlineData(99, 0, 0, "0000-00-00", ContractState.Disabled)]
    [InlineData(0, 1, 0, "0000-00-00", ContractState.Disabled)]
    [InlineData(0, 0, 1, "0000-00-00", ContractState.Closed)]
    [InlineData(0, 0, 0, "2026-11-22", ContractState.Disabled)]
    [InlineData(0, 0, 0, "2026-11-23", ContractState.Active)]
    public async Task The_state_is_the_subscribers_own_then_that_of_the_service(
        int service,
        int disabled,
        int deleted,
        string expire,
        object state
    )
    {
        ContractSnapshot contract = await One(
            Ivan with
            {
                Disable = disabled,
                Deleted = deleted,
                Expire = expire,
                Plans = [new Plan("Home 100", "220") { Status = service }],
            }
        );

        Assert.Equal(state, contract.State);
        Assert.Equal(220m, contract.Price);
    }

    [Fact]
    public async Task A_subscribers_credit_stands_before_the_tariffs_and_only_theirs_ends()
    {
        ContractSnapshot own = await One(Ivan with { Credit = "100", CreditDate = "2026-11-30" });
        ContractSnapshot tariffs = await One(Ivan with { Plans = [new Plan("Home 100", "220") { Credit = "50" }] });

        // ABillS takes it away in the night of its date: that day it is not there any more.
        Assert.Equal((100m, new DateOnly(2026, 11, 29)), (own.Credit, own.CreditUntil));
        Assert.Equal((50m, null), (tariffs.Credit, tariffs.CreditUntil));
    }

    [Fact]
    public async Task Whoever_has_no_contract_number_or_no_service_is_told_all_the_same()
    {
        ground.Server.Subscribers.Add(new Subscriber(1, "first"));
        ContractSnapshot contract = await One(Ivan with { Contract = "", Plans = [] });

        Assert.Equal(("ivan_p", null, null), (contract.Number, contract.Tariff, contract.Price));
    }

    [Fact]
    public async Task A_holder_is_marked_by_name_and_never_named()
    {
        ContractSnapshot before = await One(Ivan with { Name = "Іваненко Іван Петрович" });
        ContractSnapshot after = await One(Ivan with { Name = "Бондар Олена" });

        Assert.NotNull(before.Holder);
        Assert.NotEqual(before.Holder, after.Holder);
        Assert.DoesNotContain("Іван", before.ToString(), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();

    private async Task<ContractSnapshot> One(Subscriber subscriber)
    {
        ground.Server.Subscribers.RemoveAll(one => one.Uid == subscriber.Uid);
        return Found(await ground.Billing(subscriber).Snapshot(KeyOf(subscriber.Uid), Stop));
    }
}
