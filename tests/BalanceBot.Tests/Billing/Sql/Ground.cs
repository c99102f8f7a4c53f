using System.Data.Common;
using System.Text;
using System.Text.RegularExpressions;
using BalanceBot.Benchmarks.Bulk;
using BalanceBot.Billing;
using BalanceBot.Billing.Sql;
using BalanceBot.Hosting.Settings;
using BalanceBot.Tests.Storage.PostgreSql;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using MySqlConnector;
using Npgsql;

namespace BalanceBot.Tests.Billing.Sql;

/// <summary>
/// A database of one test, with the tables and the settings of the worked example in docs/billing-sql.md: what people copy
/// from there is what is tested.
/// </summary>
internal sealed partial class Ground : IAsyncDisposable
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "billing-sql.md"));

    private readonly string? file;
    private readonly List<SqlBilling> billings = [];

    private Ground(SqlEngineKind kind, string connectionString, string? file)
    {
        Kind = kind;
        ConnectionString = connectionString;
        this.file = file;
        Settings = Example(kind);
        Settings.ConnectionString = connectionString;
        Run(Block("sql", kind));
    }

    public SqlEngineKind Kind { get; }
    public string ConnectionString { get; }
    public SqlSettings Settings { get; }

    /// <summary>What the adapter logs.</summary>
    public List<string> Log { get; } = [];

    public static Ground Of(SqlEngineKind kind, PrivateMariaDb? mariaDb = null)
    {
        if (kind == SqlEngineKind.Sqlite)
        {
            string path = Path.Combine(Directory.CreateTempSubdirectory("balancebot-sqlite-").FullName, "billing.db");
            return new Ground(kind, $"Data Source={path}", path);
        }

        return kind == SqlEngineKind.MySql
            ? new Ground(kind, (mariaDb ?? MariaDb.Of()).Database(), null)
            : new Ground(kind, Cluster.Of().Database(), null);
    }

    public static Ground Of(string engine) => Of(Enum.Parse<SqlEngineKind>(engine));

    public static ContractKey KeyOf(long uid) => new($"{uid:D19}");

    /// <summary>A scan in pages of a size, to its end.</summary>
    public static async Task<List<ContractSnapshot>> All(SqlBilling billing, int size)
    {
        List<ContractSnapshot> all = [];
        ContractKey? after = null;
        do
        {
            SnapshotPage page = Telling.Found(
                await billing.Snapshots(after, size, TestContext.Current.CancellationToken)
            );
            all.AddRange(page.Contracts);
            after = page.Next;
        } while (after is not null);

        return all;
    }

    public static SqlSettings Example(SqlEngineKind kind)
    {
        using MemoryStream json = new(Encoding.UTF8.GetBytes(Block("json", kind)));
        SettingsReading reading = SettingsReader.Read(new ConfigurationBuilder().AddJsonStream(json).Build());
        Assert.All(reading.Mistakes, mistake => Assert.StartsWith("Telegram:Token", mistake));
        return reading.Settings.Sql;
    }

    /// <summary>The same for a whole bot, with this test's database.</summary>
    public Dictionary<string, string?> Keys()
    {
        using MemoryStream json = new(Encoding.UTF8.GetBytes(Block("json", Kind)));
        Dictionary<string, string?> keys = new ConfigurationBuilder()
            .AddJsonStream(json)
            .Build()
            .AsEnumerable()
            .Where(one => one.Value is not null)
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        keys["Billing:Sql:ConnectionString"] = ConnectionString;
        keys["Billing:Sql:TimeZone"] = "UTC";
        return keys;
    }

    public SqlBilling Billing(TimeProvider? time = null, HolderMark? holders = null, IHashing? hashing = null)
    {
        ILoggerFactory logs = LoggerFactory.Create(logging => logging.AddProvider(new Lines(Log)));
        SqlBilling billing = new(Settings, time ?? TimeProvider.System, logs, holders, hashing);
        billings.Add(billing);
        return billing;
    }

    public void Run(string sql, params (string Name, object? Value)[] values)
    {
        using DbConnection connection = Connect();
        connection.Open();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object? value) in values)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        command.ExecuteNonQuery();
    }

    public DbConnection Connect() =>
        Kind switch
        {
            SqlEngineKind.MySql => new MySqlConnection(ConnectionString + ";Pooling=false;AllowUserVariables=true"),
            SqlEngineKind.Sqlite => new SqliteConnection(ConnectionString + ";Pooling=false"),
            _ => new NpgsqlConnection(ConnectionString + ";Pooling=false"),
        };

    public void Add(long uid, string number, decimal balance, string? login = null, string? password = null) =>
        Add(uid, new Sample(number, balance) { Login = login, Password = password });

    public void Add(long uid, Sample sample) =>
        Run(
            "insert into subscribers (uid, number, login, password, document, deposit) values (@u, @n, @l, @p, @d, @b)",
            ("u", uid),
            ("n", sample.Number),
            ("l", sample.Login),
            ("p", sample.Password),
            ("d", sample.Document),
            ("b", sample.Balance)
        );

    /// <summary>So many at once, with uids from 1.</summary>
    public void Fill(int count) =>
        Run(
            Kind == SqlEngineKind.MySql
                ? $"insert into subscribers (uid, number, login, password, document, deposit, tariff, fee, period, next_charge) select seq, concat('C', lpad(seq, 7, '0')), concat('l', seq), 'x', '4510 123456', seq / 100, 'Home 100', 150, 'month', '2026-12-01' from seq_1_to_{count}"
                : $"insert into subscribers (uid, number, login, password, document, deposit, tariff, fee, period, next_charge) select n, 'C' || lpad(n::text, 7, '0'), 'l' || n, 'x', '4510 123456', n / 100.0, 'Home 100', 150, 'month', '2026-12-01' from generate_series(1, {count}) n"
        );

    public async ValueTask DisposeAsync()
    {
        foreach (SqlBilling billing in billings)
        {
            await billing.DisposeAsync();
        }

        if (file is not null)
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    private static string Block(string language, SqlEngineKind kind)
    {
        string heading = kind switch
        {
            SqlEngineKind.MySql => "## MySQL and MariaDB",
            SqlEngineKind.Sqlite => "## SQLite",
            _ => "## PostgreSQL",
        };
        string section = Page[Page.IndexOf(heading, StringComparison.Ordinal)..];
        return Blocks()
            .Matches(section)
            .First(match => match.Groups["language"].Value == language)
            .Groups["text"]
            .Value;
    }

    [GeneratedRegex(
        "```(?<language>sql|json)\n(?<text>.*?)```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Blocks();
}
