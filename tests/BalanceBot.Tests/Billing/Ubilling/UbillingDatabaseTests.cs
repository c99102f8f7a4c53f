using System.Diagnostics;
using System.Globalization;
using BalanceBot.Benchmarks.Bulk;
using BalanceBot.Billing;
using BalanceBot.Billing.Ubilling;
using BalanceBot.Tests.Billing.Sql;
using Microsoft.Extensions.Time.Testing;
using MySqlConnector;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>What stands in Ubilling's tables, and what a subscriber is told of it.</summary>
public sealed class UbillingDatabaseTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private readonly UbillingGround ground = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_subscriber_is_told_as_the_tables_have_them()
    {
        ground.Add("sub1001", 137.456789m, "2024/0001");
        // In force until the first second of 31 August, in Kyiv.
        ground.Run("update users set Credit = 50, CreditExpire = 1788123600");

        ContractSnapshot told = await Told("sub1001");

        Assert.Equal("2024/0001", told.Number);
        Assert.Equal(new Money(137.4568m, "UAH"), told.Balance);
        Assert.Equal((50m, new DateOnly(2026, 8, 30)), (told.Credit, told.CreditUntil));
        Assert.Equal(("Unlim-100", 250m), (told.Tariff, told.Price));
        Assert.Equal(new ChargePeriod.Monthly(), told.Period);
        Assert.Equal(new DateOnly(2026, 12, 1), told.NextCharge);
        Assert.Equal(ContractState.Active, told.State);
    }

    [Fact]
    public async Task Other_papers_are_seen_by_a_mark_alike_in_all_three_questions()
    {
        ground.Add("sub1001", document: "KB 123456");
        string? before = (await Told("sub1001")).Holder;
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

    [Theory]
    [InlineData("Cash = -10", ContractState.BlockedForDebt)]
    [InlineData("Cash = -10, Credit = 10", ContractState.Active)]
    [InlineData("Cash = -10, Credit = null", ContractState.BlockedForDebt)]
    [InlineData("Passive = 1", ContractState.Frozen)]
    [InlineData("Passive = 1, Down = 1", ContractState.Disabled)]
    internal async Task Debt_a_freeze_and_a_ban_are_told(string change, ContractState state)
    {
        ground.Add("sub1");
        ground.Run($"update users set {change}");

        Assert.Equal(state, (await Told("sub1")).State);
    }

    [Fact]
    public async Task Fees_fall_on_the_day_that_is_set_and_daily_ones_on_each()
    {
        ground.Add("month");
        ground.Add("day");
        ground.Run("update users set Tariff = 'Day-3' where login = 'day'");
        ground.Settings.FeeDay = 25;

        Assert.Equal(new DateOnly(2026, 11, 25), (await Told("month")).NextCharge);
        ContractSnapshot daily = await Told("day");
        Assert.Equal((new ChargePeriod.Daily(), (DateOnly?)null, 3m), (daily.Period, daily.NextCharge, daily.Price));
        ground.Settings.SpreadFee = true;
        Assert.Equal(new ChargePeriod.SpreadOverMonth(), (await Told("month")).Period);
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
            (await Told("sub1", DateTimeOffset.Parse(now, CultureInfo.InvariantCulture))).NextCharge
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
        UbillingBilling billing = ground.Billing(new FakeTimeProvider(Noon));
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
    public async Task Another_tariff_to_come_is_told_with_the_first_of_the_next_month()
    {
        ground.Add("sub1");
        ground.Run("update users set TariffChange = 'Unlim-5'");

        Assert.Equal(
            new TariffChange(new DateOnly(2026, 12, 1), 150.5m) { Tariff = "Unlim-5" },
            (await Told("sub1")).Change
        );
        ground.Run("update users set TariffChange = 'Day-3'");
        Assert.Null((await Told("sub1")).Change);
    }

    [Fact]
    public async Task Who_has_no_contract_number_and_no_tariff_is_shown_by_login_and_without_a_price()
    {
        ground.Add("sub1004", 77m, "");
        ground.Run("update users set Tariff = '*_NO_TARIFF_*'");

        ContractSnapshot told = await Told("sub1004");

        Assert.Equal(
            ("sub1004", 77m, (decimal?)null, (string?)null),
            (told.Number, told.Balance.Amount, told.Price, told.Tariff)
        );
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

    [Fact]
    public async Task Trap_9_sums_are_what_doubles_and_texts_mean_and_dates_of_zeros_are_none()
    {
        ground.Add("sub1");
        ground.Run(
            """
            set sql_mode = ''; update users set Cash = 0.1 + 0.2e0, Credit = -1, CreditExpire = 0;
            insert into payments (login, date, summ) values ('sub1', '0000-00-00 00:00:00', '5'), ('sub1', '2026-08-02 00:00:00', '1234567.891'),
              ('sub1', '2026-08-03 00:00:00', 'nonsense')
            """
        );
        UbillingBilling billing = ground.Billing();

        ContractSnapshot told = await Told("sub1");
        Assert.Equal((0.3m, 0m, (DateOnly?)null), (told.Balance.Amount, told.Credit, told.CreditUntil));
        Assert.Equal(
            [1234567.891m],
            Found(await billing.Payments(new("sub1"), new(Noon.AddYears(-1), Noon), Stop)).Select(one => one.Amount)
        );
    }

    [Fact]
    public async Task Trap_8_a_dump_that_locks_the_tables_is_answered_in_time_and_nobody_is_told_a_sum()
    {
        ground.Add("sub1", 5m);
        ground.Settings.QueryTimeout = TimeSpan.FromSeconds(1);
        UbillingBilling billing = ground.Billing();
        Assert.Empty(await billing.Begin(Stop));
        await using MySqlConnection dump = ground.Connect();
        await dump.OpenAsync(Stop);
        await using MySqlCommand hold = new("lock tables users write, tags write, payments write", dump);
        await hold.ExecuteNonQueryAsync(Stop);

        long begun = Stopwatch.GetTimestamp();
        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await billing.Snapshot(new("sub1"), Stop));
        Assert.IsType<BillingAnswer<SnapshotPage>.Unavailable>(await billing.Snapshots(null, 10, Stop));
        Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(8), $"{Stopwatch.GetElapsedTime(begun)}");

        await using MySqlCommand free = new("unlock tables", dump);
        await free.ExecuteNonQueryAsync(Stop);
        for (
            int i = 0;
            i < 20 && await billing.Snapshot(new("sub1"), Stop) is not BillingAnswer<ContractSnapshot>.Found;
            i++
        ) { }

        Assert.Equal(5m, Found(await billing.Snapshot(new("sub1"), Stop)).Balance.Amount);
    }

    [Fact]
    public async Task Trap_4_twenty_thousand_are_asked_in_pages_and_a_thousand_keys_in_one_question()
    {
        using PrivateMariaDb server = MariaDb.Another();
        await using UbillingGround big = new(server);
        big.Fill(20_000);
        UbillingBilling billing = big.Billing();
        Assert.Empty(await billing.Begin(Stop));
        long before = Selects(big);
        long begun = Stopwatch.GetTimestamp();

        List<ContractSnapshot> all = [];
        ContractKey? after = null;
        do
        {
            SnapshotPage page = Found(await billing.Snapshots(after, 1000, Stop));
            all.AddRange(page.Contracts);
            after = page.Next;
        } while (after is not null);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"20,000 subscribers in pages of 1000: {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.00} s"
        );
        Assert.Equal(20_000, all.DistinctBy(one => one.Key).Count());
        Assert.Equal(2_000_100m, all.Sum(one => one.Balance.Amount));
        Assert.All(all, one => Assert.Single(one.Services));
        Assert.Equal(all.Select(one => one.Key.Value).Order(StringComparer.Ordinal), all.Select(one => one.Key.Value));
        long paged = Selects(big);
        Assert.InRange(paged - before, 20, 22);
        Assert.Equal(1000, Found(await billing.SnapshotsOf([.. all.Take(1000).Select(one => one.Key)], Stop)).Count);
        Assert.InRange(Selects(big) - paged, 1, 2);
    }

    /// <summary>The rights of docs/billing-ubilling.md.</summary>
    [Fact]
    public async Task A_user_who_may_read_the_named_columns_is_enough_and_a_right_that_is_missing_is_told()
    {
        ground.Add("sub1", 5m, "1", "pw", "4510 123456");
        string database = new MySqlConnectionStringBuilder(ground.ConnectionString).Database;
        string user = $"reader{Guid.NewGuid():N}"[..20];
        ground.Run($"create user {user}@localhost identified by 'hush-hush'");
        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "billing-ubilling.md"), Stop);
        string[] grants =
        [
            .. page.Split('\n')
                .Where(line => line.StartsWith("grant select", StringComparison.Ordinal))
                .Select(line =>
                    line.Trim().TrimEnd(';').Replace("stg.", $"{database}.").Replace("balancebot", $"{user}@localhost")
                ),
        ];
        Assert.Equal(10, grants.Length);
        foreach (string grant in grants[..^1])
        {
            ground.Run(grant);
        }

        ground.Settings.ConnectionString = new MySqlConnectionStringBuilder(ground.ConnectionString)
        {
            UserID = user,
            Password = "hush-hush",
        }.ConnectionString;
        UbillingBilling billing = ground.Billing();
        string mistake = Assert.Single(await billing.Begin(Stop));
        Assert.StartsWith("Billing:Ubilling:Charges: SELECT command denied to user", mistake);
        ground.Run(grants[^1]);

        Assert.Empty(await ground.Billing().Begin(Stop));
        Found(await ground.Billing().VerifyDocument("1", "4510 123456", Stop));
        Found(await ground.Billing().VerifyPassword("sub1", "pw", Stop));
        Assert.DoesNotContain(ground.Log, line => line.Contains("hush"));
    }

    [Fact]
    public async Task A_wrong_password_and_tables_of_something_else_are_one_line_each()
    {
        ground.Run("alter table users change Cash Cashh double; drop table fees");
        IReadOnlyList<string> mistakes = await ground.Billing().Begin(Stop);

        Assert.Contains(mistakes, line => line.StartsWith("Billing:Ubilling:Snapshot: ") && line.Contains("Cash"));
        Assert.Contains(mistakes, line => line.StartsWith("Billing:Ubilling:Charges: ") && line.Contains("fees"));
        ground.Settings.ConnectionString += ";Password=hush-hush";
        Assert.Equal(
            ["Billing:Ubilling:ConnectionString: the database server refuses the user or the password."],
            await ground.Billing().Begin(Stop)
        );
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();

    private static long Selects(UbillingGround ground)
    {
        using MySqlConnection connection = ground.Connect();
        connection.Open();
        using MySqlCommand command = new("show global status like 'Com_select'", connection);
        using MySqlDataReader reader = command.ExecuteReader();
        reader.Read();
        return long.Parse(reader.GetString(1), CultureInfo.InvariantCulture);
    }

    private async Task<ContractSnapshot> Told(string login, DateTimeOffset? now = null) =>
        Found(await ground.Billing(new FakeTimeProvider(now ?? Noon)).Snapshot(new ContractKey(login), Stop));
}
