using BalanceBot.Hosting.Settings;
using Microsoft.Extensions.Configuration;
using static BalanceBot.Tests.Billing.Sql.Ground;

namespace BalanceBot.Tests.Billing.Sql;

/// <summary>What an operator is told of a mistake in the settings: one clear line each, all at once, no secret.</summary>
public sealed class SqlStartTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Engines => new("PostgreSql", "MySql", "Sqlite");

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Every_mistake_is_told_at_once(string engine)
    {
        await using Ground ground = Of(engine);
        ground.Settings.Snapshot = ["select uid as contract_key, number, deposit from subscribers where uid = @key"];
        ground.Settings.Snapshots =
        [
            "select uid as contract_key, number, deposit as balance from subscribrs where uid > @after limit @size",
        ];
        ground.Settings.VerifyPassword =
        [
            "select uid as contract_key, number, login, pasword as secret from subscribers where login = @login",
        ];
        ground.Settings.VerifyDocument =
        [
            "select uid as contract_key, number, number, document from subscribers where number = @number",
        ];

        IReadOnlyList<string> mistakes = await ground.Billing().Begin(Stop);

        Assert.Contains("Billing:Sql:Snapshot: the query gives no column 'balance'.", mistakes);
        Assert.Contains("Billing:Sql:VerifyDocument: the query gives the column 'number' twice.", mistakes);
        Assert.Contains(mistakes, line => line.StartsWith("Billing:Sql:Snapshots: ") && line.Contains("subscribrs"));
        Assert.Contains(mistakes, line => line.StartsWith("Billing:Sql:VerifyPassword: ") && line.Contains("pasword"));
        Assert.Equal(4, mistakes.Count);
    }

    [Theory]
    [InlineData("PostgreSql", "next_charge", "boolean")]
    [InlineData("MySql", "next_charge", "DECIMAL")]
    public async Task A_column_of_a_wrong_type_is_told_with_what_is_needed(string engine, string column, string type)
    {
        await using Ground ground = Of(engine);
        string value = engine == "MySql" ? "1.5" : "true";
        ground.Settings.Snapshot =
        [
            $"select uid as contract_key, number, updated as balance, {value} as {column} from subscribers where uid = @key",
        ];

        IReadOnlyList<string> mistakes = await ground.Billing().Begin(Stop);

        Assert.Contains($"Billing:Sql:Snapshot: the column '{column}' is {type}: a date is needed.", mistakes);
        Assert.Contains(
            mistakes,
            line =>
                line.StartsWith("Billing:Sql:Snapshot: the column 'balance' is ")
                && line.EndsWith(": a number is needed.")
        );
    }

    [Theory]
    [InlineData("PostgreSql")]
    [InlineData("MySql")]
    public async Task A_wrong_password_is_one_line_and_is_not_shown(string engine)
    {
        await using Ground ground = Of(engine);
        ground.Settings.ConnectionString += ";Password=hush-hush";

        Assert.Equal(
            ["Billing:Sql:ConnectionString: the database server refuses the user or the password."],
            await ground.Billing().Begin(Stop)
        );
        Assert.DoesNotContain(ground.Log, line => line.Contains("hush"));
    }

    [Theory]
    [InlineData("PostgreSql")]
    [InlineData("MySql")]
    public async Task A_database_that_does_not_exist_is_one_line(string engine)
    {
        await using Ground ground = Of(engine);
        ground.Settings.ConnectionString += ";Database=nowhere";

        Assert.Equal(["Billing:Sql:ConnectionString: there is no such database."], await ground.Billing().Begin(Stop));
    }

    [Fact]
    public async Task A_user_who_may_only_read_is_enough_and_a_right_that_is_missing_is_told()
    {
        await using Ground ground = Of("MySql");
        string user = $"reader{Guid.NewGuid():N}"[..20];
        ground.Run($"create user {user}@localhost identified by 'r'");
        string database = new MySqlConnector.MySqlConnectionStringBuilder(ground.ConnectionString).Database;
        ground.Run($"grant select on {database}.subscribers to {user}@localhost");
        ground.Run($"grant select on {database}.payments to {user}@localhost");
        ground.Settings.ConnectionString = ground.ConnectionString + $";User ID={user};Password=r";

        string mistake = Assert.Single(await ground.Billing().Begin(Stop));
        Assert.StartsWith("Billing:Sql:Charges: SELECT command denied to user", mistake);
        ground.Run($"grant select on {database}.charges to {user}@localhost");
        Assert.Empty(await ground.Billing().Begin(Stop));
    }

    [Theory]
    [InlineData("Billing:Sql:Engine", "Oracle", "Billing:Sql:Engine must be one of PostgreSql, MySql, Sqlite.")]
    [InlineData(
        "Billing:Sql:ConnectionString",
        "",
        "Billing:Sql needs either ConnectionString or ConnectionStringFile, and not both: where the database is."
    )]
    [InlineData(
        "Billing:Sql:ConnectionString",
        "hush-hush",
        "Billing:Sql:ConnectionString cannot be read: write it like Host=db;Database=billing;Username=balancebot;Password=..."
    )]
    [InlineData("Billing:Sql:Snapshot:0", "select 1", "Billing:Sql:Snapshot: the query does not ask by @key.")]
    [InlineData("Billing:Sql:Snapshot:0", "select @key, @login", "Billing:Sql:Snapshot: there is no @login to ask by.")]
    [InlineData(
        "Billing:Sql:States:0",
        "0=gone",
        "Billing:Sql:States must be pairs such as \"0=active\", each with one of active, frozen, blocked, disabled and closed."
    )]
    [InlineData(
        "Billing:Sql:Periods:0",
        "month",
        "Billing:Sql:Periods must be pairs such as \"month=monthly\", each with monthly, daily, spread or a number of days."
    )]
    [InlineData("Billing:Sql:TimeZone", "Oslo", "Billing:Sql:TimeZone must be a name such as Europe/Oslo or UTC.")]
    [InlineData(
        "Billing:Sql:QueryTimeout",
        "00:02:00",
        "Billing:Sql:QueryTimeout must be from 00:00:00.5 to 00:01:00."
    )]
    [InlineData("Billing:Sql:MostConnections", "0", "Billing:Sql:MostConnections must be from 1 to 100.")]
    [InlineData("Billing:Sql:Currency", "kroner", "Billing:Sql:Currency must be three capital letters, such as NOK.")]
    [InlineData("Billing:Kind", "Oracle", "Billing:Kind must be Csv, Sql, Ubilling, Abills, Splynx or Http.")]
    public void Each_mistake_of_the_settings_is_one_sentence(string key, string value, string expected)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Telegram:Token"] = "123456789:a-made-up-token-for-the-tests",
            ["Billing:Kind"] = "Sql",
            ["Billing:Sql:ConnectionString"] = "Host=db;Password=hush-hush",
            ["Billing:Sql:VerifyDocument:0"] = "select @number",
            ["Billing:Sql:Snapshot:0"] = "select @key",
            ["Billing:Sql:Snapshots:0"] = "select @after, @size, 'a@b', @@version",
        };
        Assert.Empty(Read(settings).Mistakes);
        settings[key] = value;

        SettingsReading reading = Read(settings);

        Assert.Equal([expected], reading.Mistakes);
        Assert.DoesNotContain(reading.Mistakes, mistake => mistake.Contains("hush"));
    }

    private static SettingsReading Read(Dictionary<string, string?> settings) =>
        SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
}
