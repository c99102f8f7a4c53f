using BalanceBot.Billing;
using BalanceBot.Billing.Sql;

namespace BalanceBot.Tests.Billing.Sql;

/// <summary>What databases do to numbers, logins and sums, and what nobody may be told or linked to because of it.</summary>
public sealed class SqlTrapTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Engines => new("PostgreSql", "MySql", "Sqlite");

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Leading_zeros_are_another_contract(string engine)
    {
        await using Ground ground = Of(engine);
        ground.Add(1, "0007", 1m);
        ground.Add(2, "007", 2m);
        SqlBilling billing = ground.Billing();

        Assert.Equal(1m, (await Told(billing, "0007")).Balance.Amount);
        Assert.Equal(2m, (await Told(billing, "007")).Balance.Amount);
        Assert.IsType<BillingAnswer<ContractKey>.NotFound>(await billing.FindByNumber("7", Stop));
    }

    /// <summary>MariaDB's default collation takes them for the same.</summary>
    [Theory]
    [InlineData("anna", "Anna")]
    [InlineData("ren\u00E9", "rene")]
    public async Task A_login_that_the_database_takes_for_another_links_nobody(string login, string typed)
    {
        await using Ground ground = Of("MySql");
        ground.Add(1, "1", 1m, login, "secret");
        SqlBilling billing = ground.Billing();

        Assert.IsType<BillingAnswer<VerifiedContract>.Found>(await billing.VerifyPassword(login, "secret", Stop));
        Assert.IsType<BillingAnswer<VerifiedContract>.NotFound>(await billing.VerifyPassword(typed, "secret", Stop));
        Assert.IsType<BillingAnswer<ContractKey>.NotFound>(await billing.FindByLogin(typed, Stop));
    }

    [Fact]
    public async Task Two_logins_that_the_database_takes_for_one_are_two_people()
    {
        await using Ground ground = Of("MySql");
        ground.Add(1, "1", 1m, "anna", "one");
        ground.Add(2, "2", 2m, "ANNA", "two");
        SqlBilling billing = ground.Billing();

        Assert.Equal("1", Found(await billing.VerifyPassword("anna", "one", Stop)).Number);
        Assert.Equal("2", Found(await billing.VerifyPassword("ANNA", "two", Stop)).Number);
        Assert.IsType<BillingAnswer<VerifiedContract>.Refused>(await billing.VerifyPassword("anna", "two", Stop));
    }

    /// <summary>Nor are they one key, or one login: who it is cannot be told.</summary>
    [Fact]
    public async Task Blanks_behind_a_text_that_the_database_does_not_count_make_nobody_somebody_else()
    {
        await using Ground ground = Of("MySql");
        ground.Add(1, "1", 1m, "anna", "one");
        ground.Add(2, "2", 2m, "anna  ", "two");
        SqlBilling billing = ground.Billing();
        Assert.IsType<BillingAnswer<VerifiedContract>.Ambiguous>(await billing.VerifyPassword("anna", "one", Stop));

        ground.Settings.KeyKind = KeyKind.Text;
        ground.Settings.Snapshot =
        [
            "select login as contract_key, number, deposit as balance from subscribers where login = @key",
        ];
        ground.Settings.VerifyDocument = ground.Settings.Payments = ground.Settings.Charges = [];
        ground.Settings.SnapshotsOf = [];
        ground.Settings.Snapshots =
        [
            "select login as contract_key, number, deposit as balance from subscribers",
            "where cast(login as binary) > cast(@after as binary) order by cast(login as binary) limit @size",
        ];
        ground.Settings.VerifyPassword =
        [
            "select login as contract_key, number, login, password as secret from subscribers where login = @login",
        ];
        SqlBilling texts = ground.Billing();
        Assert.Equal(1m, Found(await texts.Snapshot(new("anna"), Stop)).Balance.Amount);
        Assert.Equal(2m, Found(await texts.Snapshot(new("anna  "), Stop)).Balance.Amount);
        Assert.Equal(2, (await All(texts, 1)).Count);
    }

    /// <summary>A join that found nothing gives NULL: no sum is not 0, and no state is not "active".</summary>
    [Theory]
    [InlineData("balance", "the column 'balance' is empty")]
    [InlineData("number", "the column 'number' is empty")]
    [InlineData("contract_key", "the column 'contract_key' is no whole number from 0")]
    [InlineData("state", "the column 'state' is empty: give a state, or map it with \"=active\" in Billing:Sql:States")]
    [InlineData("credit", null)]
    [InlineData("tariff", null)]
    [InlineData("price", null)]
    [InlineData("next_charge", null)]
    [InlineData("autopay", null)]
    public async Task A_null_is_nothing_and_never_a_sum_or_a_state(string column, string? told)
    {
        await using Ground ground = Of("Sqlite");
        ground.Add(1, "1", 1m);
        string[] columns =
        [
            "contract_key",
            "number",
            "balance",
            "state",
            "credit",
            "tariff",
            "price",
            "next_charge",
            "autopay",
        ];
        string[] values = ["uid", "number", "deposit", "state", "credit", "tariff", "fee", "next_charge", "autopay"];
        ground.Settings.Snapshot =
        [
            $"select {string.Join(", ", columns.Zip(values, (name, value) => $"{(name == column ? "null" : value)} as {name}"))}",
            "from subscribers where uid = @key",
        ];

        BillingAnswer<ContractSnapshot> answer = await ground.Billing().Snapshot(Key(1), Stop);

        Assert.Equal(
            told is null ? null : $"Billing:Sql:Snapshot: {told}",
            (answer as BillingAnswer<ContractSnapshot>.Unavailable)?.Reason
        );
        ground.Settings.States = ["0=active", "=closed"];
        Assert.True(
            column != "state" || Found(await ground.Billing().Snapshot(Key(1), Stop)).State == ContractState.Closed
        );
    }

    /// <summary>The query forgets its parameter: everybody comes back, and still only who was asked for counts.</summary>
    [Fact]
    public async Task A_row_of_somebody_else_is_nobodys()
    {
        await using Ground ground = Of("MySql");
        ground.Add(1, "1", 1m, "anna", "one");
        ground.Add(2, "2", 2m, "bo", "two");
        ground.Settings.VerifyPassword =
        [
            "select uid as contract_key, number, login, password as secret from subscribers where @login <> '' or 1 = 1",
        ];
        ground.Settings.Snapshot =
        [
            "select 2 as contract_key, '2' as number, 2.0 as balance from subscribers where uid <> @key or 1 = 1 limit 1",
        ];
        SqlBilling billing = ground.Billing();

        Assert.Equal("bo", Found(await billing.VerifyPassword("bo", "two", Stop)).ProvedBy);
        Assert.IsType<BillingAnswer<VerifiedContract>.NotFound>(await billing.VerifyPassword("cy", "one", Stop));
        Assert.IsType<BillingAnswer<ContractSnapshot>.NotFound>(await billing.Snapshot(Key(1), Stop));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Two_rows_for_one_key_are_no_contract_alone_nor_in_a_list_nor_on_a_page(string engine)
    {
        await using Ground ground = Of(engine);
        for (int uid = 1; uid <= 5; uid++)
        {
            ground.Add(uid, $"N{uid}", uid);
        }

        // A join that finds two: number 3 twice.
        ground.Run("create table twice (uid integer)");
        ground.Run("insert into twice values (3), (3)");
        const string Joined =
            "select s.uid as contract_key, number, deposit as balance from subscribers s left join twice t on t.uid = s.uid";
        ground.Settings.Snapshot = [Joined, "where s.uid = @key"];
        ground.Settings.SnapshotsOf =
        [
            Joined,
            engine == "PostgreSql" ? "where s.uid = any(@keys)" : "where s.uid in (@keys)",
        ];
        ground.Settings.Snapshots = [Joined, "where s.uid > @after order by s.uid limit @size"];
        SqlBilling billing = ground.Billing();

        Assert.IsType<BillingAnswer<ContractSnapshot>.Ambiguous>(await billing.Snapshot(Key(3), Stop));
        Assert.Equal(
            [2m, 4m],
            Found(await billing.SnapshotsOf([Key(2), Key(3), Key(4)], Stop)).Select(one => one.Balance.Amount).Order()
        );
        foreach (int size in new[] { 1, 2, 3, 4, 100 })
        {
            Assert.Equal([1m, 2m, 4m, 5m], (await All(billing, size)).Select(one => one.Balance.Amount));
        }
    }

    [Fact]
    public async Task A_double_is_the_sum_that_was_meant()
    {
        await using Ground ground = Of("MySql");
        ground.Run("alter table subscribers modify deposit double not null");
        ground.Run(
            "insert into subscribers (uid, number, deposit) values (1, '1', 0.1 + 0.2e0), (2, '2', -0.004), (3, '3', 1234567.891)"
        );
        SqlBilling billing = ground.Billing();

        Assert.Equal([0.3m, -0.004m, 1234567.891m], (await All(billing, 10)).Select(one => one.Balance.Amount));
    }

    [Theory]
    [InlineData("1234.56", 1234.56)]
    [InlineData(" -0.50 ", -0.5)]
    [InlineData("\u221212", -12.0)]
    [InlineData("100.000000", 100.0)]
    public async Task A_sum_kept_as_text_is_read_in_any_culture(string text, double sum)
    {
        await using Ground ground = Of("Sqlite");
        ground.Run("insert into subscribers (uid, number, deposit) values (1, '1', cast(@t as text))", ("t", text));
        ground.Settings.Snapshot =
        [
            "select uid as contract_key, number, cast(deposit as text) as balance from subscribers where uid = @key",
        ];

        Assert.Equal((decimal)sum, Found(await ground.Billing().Snapshot(Key(1), Stop)).Balance.Amount);
    }

    [Theory]
    [InlineData("deposit", "'ten'", "balance", "is not a sum: give 1234.56")]
    [InlineData("deposit", "'1,234'", "balance", "has a comma, which can mean two things: give 1234.56")]
    [InlineData("deposit", "''", "balance", "is empty")]
    [InlineData("deposit", "9e999", "balance", "is not a sum")]
    [InlineData("credit", "-1", "credit", "is negative")]
    [InlineData("state", "77", "state", "is not a state: write active, frozen, blocked, disabled or closed")]
    [InlineData("state", "''", "state", "is empty: give a state, or map it with \"=active\" in Billing:Sql:States")]
    [InlineData(
        "period",
        "'sometimes'",
        "period",
        "is not a period: write monthly, daily, spread, or days from 1 to 366"
    )]
    [InlineData("next_charge", "'1.12.2026'", "next_charge", "is no date: give 2026-12-31")]
    [InlineData("next_charge", "3.5", "next_charge", "is no date: give 2026-12-31")]
    [InlineData("number", "x'37ff30'", "number", "holds bytes that are no text")]
    [InlineData("number", "cast(x'37ff30' as text)", "number", "holds bytes that are no text")]
    [InlineData("tariff", "printf('%.*c', 5000, 'x')", "tariff", "is longer than 4000 characters")]
    public async Task Nonsense_is_told_by_column_and_names_no_person(
        string column,
        string value,
        string named,
        string told
    )
    {
        await using Ground ground = Of("Sqlite");
        ground.Add(1, "Ivanov-700123", 1m);
        ground.Run($"update subscribers set {column} = {value}");

        string reason = Assert
            .IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await ground.Billing().Snapshot(Key(1), Stop))
            .Reason;

        Assert.Equal($"Billing:Sql:Snapshot: the column '{named}' {told}", reason);
        Assert.DoesNotContain(
            ground.Log,
            line => line.Contains("Ivanov") || line.Contains("ten") || line.Contains("1,234")
        );
    }

    [Fact]
    public async Task A_row_of_nonsense_costs_only_itself()
    {
        await using Ground ground = Of("Sqlite");
        for (int uid = 1; uid <= 6; uid++)
        {
            ground.Add(uid, $"N{uid}", uid);
        }

        ground.Run("update subscribers set deposit = 'ten' where uid = 4");
        SqlBilling billing = ground.Billing();

        SnapshotPage first = Found(await billing.Snapshots(null, 100, Stop));
        Assert.Equal([1m, 2m, 3m], first.Contracts.Select(one => one.Balance.Amount));
        Assert.Equal(Key(3), first.Next);
        Assert.IsType<BillingAnswer<SnapshotPage>.Unavailable>(await billing.Snapshots(first.Next, 100, Stop));
        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await billing.Snapshot(Key(4), Stop));
        Assert.Equal(2, Found(await billing.Snapshots(Key(4), 100, Stop)).Contracts.Count);
        Assert.Single(ground.Log, line => line.Contains("Billing:Sql:Snapshots: the column 'balance'"));
    }

    [Fact]
    public async Task A_date_of_zeros_is_no_date_and_no_end_of_the_credit()
    {
        await using Ground ground = Of("MySql");
        ground.Run(
            "set sql_mode = ''; insert into subscribers (uid, number, credit_until, next_charge, updated) values (1, '1', '0000-00-00', '2026-12-01', '2026-11-25 13:00:00'), (2, '2', null, '0000-00-00', '0000-00-00 00:00:00')"
        );
        SqlBilling billing = ground.Billing();

        ContractSnapshot contract = Found(await billing.Snapshot(Key(1), Stop));
        Assert.Null(contract.CreditUntil);
        Assert.Equal(new DateOnly(2026, 12, 1), contract.NextCharge);
        Assert.Equal(
            "Billing:Sql:Snapshot: the column 'as_of' is empty",
            Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await billing.Snapshot(Key(2), Stop)).Reason
        );
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_time_without_a_zone_is_by_the_billings_clock(string engine)
    {
        await using Ground ground = Of(engine);
        ground.Run(
            "insert into subscribers (uid, number, updated) values (1, '1', '2026-11-25 13:00:00'), (2, '2', '2026-07-01 13:00:00')"
        );
        SqlBilling billing = ground.Billing();

        Assert.Equal(
            new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero),
            Found(await billing.Snapshot(Key(1), Stop)).AsOf
        );
        Assert.Equal(
            new DateTimeOffset(2026, 7, 1, 11, 0, 0, TimeSpan.Zero),
            Found(await billing.Snapshot(Key(2), Stop)).AsOf
        );
    }

    [Fact]
    public async Task A_tinyint_that_is_three_is_three()
    {
        await using Ground ground = Of("MySql");
        ground.Run(
            "insert into subscribers (uid, number, state) values (1, '1', 0), (2, '2', 1), (3, '3', 3), (4, '4', 9)"
        );

        Assert.Equal(
            [ContractState.Active, ContractState.Disabled, ContractState.Frozen, ContractState.Closed],
            (await All(ground.Billing(), 10)).Select(one => one.State)
        );
    }

    /// <summary>By bytes: where "a" is "A" a page would pass over one of them.</summary>
    [Fact]
    public async Task Texts_as_keys_are_paged_by_their_bytes_and_another_order_is_told()
    {
        await using Ground ground = Of("MySql");
        string[] logins = ["anna", "Anna", "b_o", "Bo", "bo", "ren\u00E9", "rene"];
        for (int i = 0; i < logins.Length; i++)
        {
            ground.Add(i + 1, $"N{i}", i, logins[i]);
        }

        const string Columns = "select login as contract_key, number, deposit as balance from subscribers";
        ground.Settings.KeyKind = KeyKind.Text;
        ground.Settings.VerifyDocument = [];
        ground.Settings.Payments = [];
        ground.Settings.Charges = [];
        ground.Settings.VerifyPassword =
        [
            "select login as contract_key, number, login, password as secret from subscribers where login = @login",
        ];
        ground.Settings.Snapshot = [Columns, "where login = @key"];
        ground.Settings.SnapshotsOf = [Columns, "where login in (@keys)"];
        ground.Settings.Snapshots =
        [
            Columns,
            "where cast(login as binary) > cast(@after as binary) order by cast(login as binary) limit @size",
        ];

        Assert.Equal(
            logins.Order(StringComparer.Ordinal),
            (await All(ground.Billing(), 2)).Select(one => one.Key.Value)
        );
        Assert.Equal(0m, Found(await ground.Billing().Snapshot(new("anna"), Stop)).Balance.Amount);
        Assert.Equal(1m, Found(await ground.Billing().SnapshotsOf([new("Anna")], Stop)).Single().Balance.Amount);
        ground.Settings.Snapshots = [Columns, "where login > @after order by login limit @size"];
        Assert.Contains(
            "not in the order of contract_key",
            Assert
                .IsType<BillingAnswer<SnapshotPage>.Unavailable>(await ground.Billing().Snapshots(null, 100, Stop))
                .Reason
        );
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Payments_and_charges_are_those_of_the_period_the_newest_first(string engine)
    {
        await using Ground ground = Of(engine);
        ground.Add(1, "1", 1m);
        ground.Run(
            "insert into payments values (1, '2026-11-01 00:30:00', 100, 'Bank'), (1, '2026-11-10 12:00:00', 50.5, null), (1, '2026-12-01 00:00:00', 7, 'later'), (2, '2026-11-10 12:00:00', 9, 'of another')"
        );
        ground.Run("insert into charges values (1, '2026-11-02 00:00:00', 150, 'Home 100')");
        SqlBilling billing = ground.Billing();
        // November by the clock in Oslo.
        Period november = new(new(2026, 10, 31, 23, 0, 0, TimeSpan.Zero), new(2026, 11, 30, 23, 0, 0, TimeSpan.Zero));

        IReadOnlyList<Movement> paid = Found(await billing.Payments(Key(1), november, Stop));

        Assert.Equal([50.5m, 100m], paid.Select(one => one.Amount));
        Assert.Equal(["Bank"], paid.Select(one => one.Note).OfType<string>());
        Assert.Equal(150m, Found(await billing.Charges(Key(1), november, Stop)).Single().Amount);
        Assert.True(billing.Abilities.HasFlag(BillingAbilities.Payments | BillingAbilities.Charges));
    }

    [Theory]
    [InlineData("PostgreSql")]
    [InlineData("MySql")]
    public async Task Twenty_thousand_are_paged_through_once_each(string engine)
    {
        await using Ground ground = Of(engine);
        ground.Fill(20_000);

        List<ContractSnapshot> all = await All(ground.Billing(), 1000);

        Assert.Equal(20_000, all.DistinctBy(one => one.Key).Count());
        Assert.Equal(2_000_100m, all.Sum(one => one.Balance.Amount));
        Assert.All(all, one => Assert.Equal(new ChargePeriod.Monthly(), one.Period));
    }

    [Theory]
    [InlineData(
        "PostgreSql",
        "delete from subscribers where uid = @key returning uid as contract_key, number, deposit as balance"
    )]
    [InlineData(
        "Sqlite",
        "delete from subscribers where uid = @key returning uid as contract_key, number, deposit as balance"
    )]
    [InlineData(
        "MySql",
        "delete from subscribers where uid = @key returning uid as contract_key, number, deposit as balance"
    )]
    public async Task A_query_that_writes_is_refused_and_writes_nothing(string engine, string query)
    {
        await using Ground ground = Of(engine);
        ground.Add(0, "0", 1m);
        ground.Settings.Snapshot = [query];

        Assert.Equal(["Billing:Sql:Snapshot: the query writes."], await ground.Billing().Begin(Stop));
        ground.Settings.Snapshot = ground.Settings.Snapshots;
        Assert.Single(await All(Of(ground), 10));
    }

    private static SqlBilling Of(Ground ground)
    {
        SqlSettings example = Ground.Example(ground.Kind);
        ground.Settings.Snapshot = example.Snapshot;
        return ground.Billing();
    }

    private static Ground Of(string engine) => Ground.Of(Enum.Parse<SqlEngineKind>(engine));

    private static ContractKey Key(long uid) => new($"{uid:D19}");

    private static async Task<ContractSnapshot> Told(SqlBilling billing, string number) =>
        Found(await billing.Snapshot(Found(await billing.FindByNumber(number, Stop)), Stop));

    private static async Task<List<ContractSnapshot>> All(SqlBilling billing, int size)
    {
        List<ContractSnapshot> all = [];
        ContractKey? after = null;
        do
        {
            SnapshotPage page = Found(await billing.Snapshots(after, size, Stop));
            all.AddRange(page.Contracts);
            after = page.Next;
        } while (after is not null);

        return all;
    }

    private static T Found<T>(BillingAnswer<T> answer) =>
        answer is BillingAnswer<T>.Unavailable(var reason)
            ? throw new Xunit.Sdk.XunitException(reason)
            : Assert.IsType<BillingAnswer<T>.Found>(answer).Value;
}
