using BalanceBot.Billing;
using BalanceBot.Billing.Sql;
using static BalanceBot.Tests.Billing.Sql.Ground;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Sql;

/// <summary>Who is who: what databases take for the same number, login or key links nobody to another.</summary>
public sealed class SqlIdentityTests
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
        Assert.IsType<BillingAnswer<ContractSnapshot>.NotFound>(await billing.Snapshot(KeyOf(1), Stop));
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

        Assert.IsType<BillingAnswer<ContractSnapshot>.Ambiguous>(await billing.Snapshot(KeyOf(3), Stop));
        Assert.Equal(
            [2m, 4m],
            Found(await billing.SnapshotsOf([KeyOf(2), KeyOf(3), KeyOf(4)], Stop))
                .Select(one => one.Balance.Amount)
                .Order()
        );
        foreach (int size in new[] { 1, 2, 3, 4, 100 })
        {
            Assert.Equal([1m, 2m, 4m, 5m], (await All(billing, size)).Select(one => one.Balance.Amount));
        }
    }

    private static async Task<ContractSnapshot> Told(SqlBilling billing, string number) =>
        Found(await billing.Snapshot(Found(await billing.FindByNumber(number, Stop)), Stop));
}
