using System.Text.Json;
using System.Text.Json.Serialization;
using BalanceBot.Billing.Sql;
using BalanceBot.Tests.Billing.Sql;
using BalanceBot.Tests.Storage.PostgreSql;

namespace BalanceBot.Tests.Flows.Trying;

/// <summary>"BalanceBot check" on real databases, of the billing and of our own.</summary>
public sealed class CheckDatabaseStories
{
    private static readonly JsonSerializerOptions Words = new() { Converters = { new JsonStringEnumConverter() } };

    public static TheoryData<string> Engines => new("PostgreSql", "MySql");

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_contract_is_tried_from_its_number_to_its_history(string engine)
    {
        await using Ground ground = Of(engine);
        ground.Add(1, "700 123", 149.99m);
        await using BotProcess process = await On(ground);

        Assert.Equal(0, await process.RunBeside("check", "--contract", "700123"));

        process.Says("note", "tell payments, tell charges");
        process.Says("ok", "Its balance is 149.99 ");
        process.Says("ok", "It is told among many");
        process.Says("ok", "It has no payment in the last 90 days.");
        process.Says("ok", "It has no charge in the last 90 days.");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_wrong_password_of_the_billing_is_one_line_and_is_not_shown(string engine)
    {
        await using Ground ground = Of(engine);
        ground.Settings.ConnectionString += ";Password=hush-hush";
        await using BotProcess process = await On(ground);

        Assert.Equal(1, await process.RunBeside("check"));

        process.SaysOneWrong("the database server refuses the user or the password.");
        Assert.DoesNotContain(process.Output, line => line.Contains("hush"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_wrong_table_is_one_line(string engine)
    {
        await using Ground ground = Of(engine);
        ground.Settings.Snapshot =
        [
            "select uid as contract_key, number, deposit as balance from subscribrs where uid = @key",
        ];
        await using BotProcess process = await On(ground);

        Assert.Equal(1, await process.RunBeside("check"));

        process.SaysOneWrong("subscribrs");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_missing_column_is_one_line(string engine)
    {
        await using Ground ground = Of(engine);
        ground.Settings.Snapshot =
        [
            .. ground.Settings.Snapshot.Select(line =>
                line.Replace("as balance", "as saldo", StringComparison.Ordinal)
            ),
        ];
        await using BotProcess process = await On(ground);

        Assert.Equal(1, await process.RunBeside("check"));

        process.SaysOneWrong("Billing:Sql:Snapshot: the query gives no column 'balance'.");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_billing_out_of_reach_is_one_line(string engine)
    {
        await using Ground ground = Of(engine);
        ground.Settings.ConnectionString += $";Port={Ports.Free()}";
        await using BotProcess process = await On(ground);

        Assert.Equal(1, await process.RunBeside("check"));

        process.SaysOneWrong("The billing did not tell a page of contracts: ");
    }

    [Fact]
    public async Task The_store_is_written_read_and_left_as_it_was()
    {
        Cluster cluster = Cluster.Of();
        string database = cluster.Database();
        await using BotProcess process = await Storing(database);

        Assert.Equal(0, await process.RunBeside("check"));

        process.Says("ok", "was written and read");
        process.Says("ok", "the tables are made at the first start.");
        process.Says("ok", "The machine's clock goes with the database server's.");
        Assert.True(cluster.Ask<bool>(database, "select to_regnamespace('balancebot') is null"));
    }

    [Fact]
    public async Task A_running_bot_is_counted()
    {
        await using BotProcess process = await Storing(Cluster.Of().Database());
        process.Start();
        await process.FirstPoll(TestContext.Current.CancellationToken);

        Assert.Equal(0, await process.RunBeside("check"));

        process.Says("ok", "one bot works with it.");
        Assert.Equal(0, await process.Stop());
    }

    [Theory]
    [InlineData(";Password=hush-hush", "refuses the user or the password")]
    [InlineData(";Database=nowhere", "The database nowhere does not exist")]
    [InlineData(";Port=1", "cannot be reached")]
    public async Task A_store_that_cannot_be_used_is_one_line(string change, string told)
    {
        await using BotProcess process = await Storing(Cluster.Of().Database() + change);

        Assert.Equal(1, await process.RunBeside("check"));

        process.SaysOneWrong(told);
        Assert.DoesNotContain(process.Output, line => line.Contains("hush"));
    }

    [Fact]
    public async Task Tables_of_a_newer_program_are_one_line()
    {
        Cluster cluster = Cluster.Of();
        string database = cluster.Copy();
        cluster.Ask<int>(database, "insert into balancebot.schema_version values (99, 99) returning version");
        await using BotProcess process = await Storing(database);

        Assert.Equal(1, await process.RunBeside("check"));

        process.SaysOneWrong("was changed by a newer version of BalanceBot");
    }

    private static Ground Of(string engine) => Ground.Of(Enum.Parse<SqlEngineKind>(engine));

    private static async Task<BotProcess> On(Ground ground)
    {
        BotProcess process = await BotProcess.Prepare();
        process.Set("BALANCEBOT__BILLING__KIND", "Sql");
        await File.WriteAllTextAsync(
            Path.Combine(process.Folder, "appsettings.json"),
            JsonSerializer.Serialize(new { Billing = new { Sql = ground.Settings } }, Words)
        );
        return process;
    }

    private static async Task<BotProcess> Storing(string connectionString)
    {
        BotProcess process = await BotProcess.Prepare();
        process.Set("BALANCEBOT__STORAGE__ENGINE", "PostgreSql");
        process.Set("BALANCEBOT__STORAGE__POSTGRESQL__CONNECTIONSTRING", connectionString);
        return process;
    }
}
