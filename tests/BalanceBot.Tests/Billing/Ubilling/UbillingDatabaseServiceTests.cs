using System.Globalization;
using BalanceBot.Billing;
using BalanceBot.Billing.Ubilling;
using Microsoft.Extensions.Time.Testing;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>Fees and extra services by the tables, and what they charge.</summary>
public sealed class UbillingDatabaseServiceTests : IAsyncDisposable
{
    private readonly UbillingGround ground = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fees_fall_on_the_day_that_is_set_and_daily_ones_on_each()
    {
        ground.Add("month");
        ground.Add("day");
        ground.Run("update users set Tariff = 'Day-3' where login = 'day'");
        ground.Settings.FeeDay = 25;

        Assert.Equal(new DateOnly(2026, 11, 25), (await ground.Told("month")).NextCharge);
        ContractSnapshot daily = await ground.Told("day");
        Assert.Equal((new ChargePeriod.Daily(), (DateOnly?)null, 3m), (daily.Period, daily.NextCharge, daily.Price));
        ground.Settings.SpreadFee = true;
        Assert.Equal(new ChargePeriod.SpreadOverMonth(), (await ground.Told("month")).Period);
    }

    /// <summary>The fee of the first was charged in its first seconds, by the clock in Kyiv.</summary>
    [Theory]
    [InlineData("2026-11-30T21:59:59Z", "2026-12-01")]
    [InlineData("2026-11-30T22:00:00Z", "2027-01-01")]
    public async Task A_month_begins_by_the_billings_clock(string now, string next)
    {
        ground.Add("sub1");

        Assert.Equal(
            DateOnly.Parse(next, CultureInfo.InvariantCulture),
            (await ground.Told("sub1", DateTimeOffset.Parse(now, CultureInfo.InvariantCulture))).NextCharge
        );
    }

    [Fact]
    public async Task Extra_services_are_in_the_forecast_alone_in_a_list_and_on_a_page()
    {
        ground.Add("sub1", contract: "1");
        ground.Add("sub2", contract: "2");
        ground.Run(
            "insert into tags (tagid, login) values (1, 'sub1'), (2, 'sub1'), (3, 'sub1'), (4, 'sub1'), (77, 'sub1')"
        );
        UbillingBilling billing = ground.Billing(new FakeTimeProvider(UbillingGround.Noon));
        ContractKey key = new("sub1");

        foreach (
            ContractSnapshot told in new[]
            {
                Found(await billing.Snapshot(key, Stop)),
                Found(await billing.SnapshotsOf([key], Stop)).Single(),
                Found(await billing.Snapshots(null, 1, Stop)).Contracts.Single(),
            }
        )
        {
            // That of a balance of its own is none; a name may hold no sign of the list.
            Assert.Equal(
                [
                    new ExtraService("Rent", 14m)
                    {
                        Period = new ChargePeriod.Rolling(14),
                        NextCharge = new DateOnly(2026, 12, 1),
                    },
                    new ExtraService("Static IP  one", 30m)
                    {
                        Period = new ChargePeriod.Monthly(),
                        NextCharge = new DateOnly(2026, 12, 1),
                    },
                    new ExtraService("TV, HD", 5.5m) { Period = new ChargePeriod.Daily() },
                ],
                told.Services.OrderBy(one => one.Name, StringComparer.Ordinal)
            );
        }

        Assert.Empty(Found(await billing.Snapshot(new("sub2"), Stop)).Services);
    }

    /// <summary>MySQL cuts a joined list off after 1024 bytes: "30.00" would be "3".</summary>
    [Fact]
    public async Task A_list_of_services_that_the_database_cuts_off_is_no_price()
    {
        ground.Add("sub1", contract: "1");
        ground.Add("sub2", contract: "2");
        for (int i = 0; i < 40; i++)
        {
            ground.Run("insert into tags (tagid, login) values (1, 'sub1')");
        }

        UbillingBilling billing = ground.Billing();

        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await billing.Snapshot(new("sub1"), Stop));
        Assert.IsType<BillingAnswer<ContractSnapshot>.Found>(await billing.Snapshot(new("sub2"), Stop));
    }

    [Fact]
    public async Task A_balance_that_was_set_is_no_payment_and_a_service_is_a_charge()
    {
        ground.Run(
            """
            insert into payments (login, date, balance, summ, note) values
              ('sub1', '2026-08-01 10:11:12', '-112.543211', '250', ''), ('sub1', '2026-08-02 09:00:00', '1', '20.5', null),
              ('sub1', '2026-08-03 00:00:01', '137.456789', '-5', 'Service:8'), ('sub1', '2026-08-04 00:00:00', '0', '300', 'BALANCESET: 300'),
              ('sub1', '2026-08-04 00:00:01', '0', '-300', 'BALANCESET:-300'), ('sub1', '2026-08-05 00:00:00', '0', '10', 'MOCK: 10'),
              ('sub10', '2026-08-02 00:00:00', '0', '7', null);
            insert into paymentscorr (login, date, summ, note) values ('sub1', '2026-08-06 00:00:00', '-30', 'Service:7');
            insert into fees (login, date, summ, note) values ('sub1', '2026-08-01 00:00:05', -250, ''), ('sub1', '2026-07-01 00:00:05', -250, '');
            """
        );
        UbillingBilling billing = ground.Billing();
        // August by the clock in Kyiv.
        Period august = new(new(2026, 7, 31, 21, 0, 0, TimeSpan.Zero), new(2026, 8, 31, 21, 0, 0, TimeSpan.Zero));

        Assert.Equal(
            [
                new Movement(new(2026, 8, 2, 6, 0, 0, TimeSpan.Zero), 20.5m, null),
                new Movement(new(2026, 8, 1, 7, 11, 12, TimeSpan.Zero), 250m, null),
            ],
            Found(await billing.Payments(new("sub1"), august, Stop))
        );
        Assert.Equal(
            [(30m, "Static IP: one"), (5m, "TV; HD"), (250m, null)],
            Found(await billing.Charges(new("sub1"), august, Stop)).Select(one => (one.Amount, one.Note))
        );
        Assert.Empty(Found(await billing.Payments(new("SUB1"), august, Stop)));
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();
}
