using System.Diagnostics;
using System.Globalization;
using BalanceBot.Benchmarks.Bulk;
using BalanceBot.Billing;
using BalanceBot.Billing.Ubilling;
using BalanceBot.Tests.Billing.Sql;
using MySqlConnector;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>How the database is asked: in time, in pages, with few rights, and what an operator is told.</summary>
public sealed class UbillingDatabaseWorkTests : IAsyncDisposable
{
    private readonly UbillingGround ground = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

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
}
