using BalanceBot.Billing;
using BalanceBot.Billing.Sql;
using static BalanceBot.Tests.Billing.Sql.Ground;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Sql;

/// <summary>The operator's queries: pages in the order of their keys, payments and charges of a period, and nothing that writes.</summary>
public sealed class SqlQueryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Engines => new("PostgreSql", "MySql", "Sqlite");

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

        IReadOnlyList<Movement> paid = Found(await billing.Payments(KeyOf(1), november, Stop));

        Assert.Equal([50.5m, 100m], paid.Select(one => one.Amount));
        Assert.Equal(["Bank"], paid.Select(one => one.Note).OfType<string>());
        Assert.Equal(150m, Found(await billing.Charges(KeyOf(1), november, Stop)).Single().Amount);
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
        ground.Settings.Snapshot = Example(ground.Kind).Snapshot;
        Assert.Single(await All(ground.Billing(), 10));
    }
}
