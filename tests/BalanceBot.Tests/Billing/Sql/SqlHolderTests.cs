using BalanceBot.Billing;
using BalanceBot.Billing.Sql;

namespace BalanceBot.Tests.Billing.Sql;

/// <summary>Over a database too, a contract that changes hands is not the one that was proved.</summary>
public sealed class SqlHolderTests
{
    private static readonly HolderMark Holders = new(text =>
        $"key-{text.GetHashCode(StringComparison.Ordinal):x8}-and-so-on"
    );

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Engines => new("PostgreSql", "MySql", "Sqlite");

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Another_holder_or_other_papers_are_a_change_and_another_way_of_writing_is_none(string engine)
    {
        await using Ground ground = Ground.Of(Enum.Parse<SqlEngineKind>(engine));
        ground.Add(7, new Sample("700 123", 1m) { Document = "4510 123456" });
        ground.Run("update subscribers set holder = 'Anna Oppdiktet'");
        SqlBilling billing = ground.Billing(holders: Holders);
        Assert.Empty(await billing.Begin(Stop));
        string proved = Standing.MarkOf(await One(billing));

        ground.Run("update subscribers set holder = 'ANNA  OPPDIKTET', document = '4510-123456'");
        Assert.False(Standing.HasChanged(proved, await One(billing)));
        ground.Run("update subscribers set holder = 'Bo Eksempel'");
        Assert.True(Standing.HasChanged(proved, await One(billing)));
        ground.Run("update subscribers set holder = 'Anna Oppdiktet', document = '4510 999999'");
        Assert.True(Standing.HasChanged(proved, await One(billing)));
        ground.Run("update subscribers set holder = null, document = null");
        Assert.False(Standing.HasChanged(proved, await One(billing)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_query_without_what_the_others_tell_of_the_holder_is_told_at_start(string engine)
    {
        await using Ground ground = Ground.Of(Enum.Parse<SqlEngineKind>(engine));
        ground.Settings.Snapshot =
        [
            .. ground.Settings.Snapshot.Select(line => line.Replace(", holder, document", ", document")),
        ];

        Assert.Equal(
            [
                "Billing:Sql:Snapshot: the query gives no column 'holder', and others of a contract do: give the same in each that tells the holder.",
            ],
            await ground.Billing().Begin(Stop)
        );
    }

    /// <summary>The same by each of the three queries.</summary>
    private static async Task<ContractSnapshot> One(SqlBilling billing)
    {
        ContractKey key = Assert
            .IsType<BillingAnswer<ContractKey>.Found>(await billing.FindByNumber("700 123", Stop))
            .Value;
        ContractSnapshot alone = Assert
            .IsType<BillingAnswer<ContractSnapshot>.Found>(await billing.Snapshot(key, Stop))
            .Value;
        BillingAnswer<IReadOnlyList<ContractSnapshot>> many = await billing.SnapshotsOf([key], Stop);
        BillingAnswer<SnapshotPage> page = await billing.Snapshots(null, 10, Stop);
        Assert.Equal(
            alone.Holder,
            Assert.Single(Assert.IsType<BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found>(many).Value).Holder
        );
        Assert.Equal(
            alone.Holder,
            Assert.Single(Assert.IsType<BillingAnswer<SnapshotPage>.Found>(page).Value.Contracts).Holder
        );
        return alone;
    }
}
