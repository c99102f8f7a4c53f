using System.Data.Common;
using System.Globalization;
using System.Text;
using BalanceBot.Benchmarks.Faults.Ground;
using BalanceBot.Benchmarks.MadeUp;
using BalanceBot.Billing;
using BalanceBot.Billing.Sql;
using MySqlConnector;
using Npgsql;

namespace BalanceBot.Benchmarks.Bulk;

/// <summary>
/// A private server with the made-up contracts as a billing keeps them: tariffs in a table of their own, extra services too,
/// the keys texts (which is more work for everybody than numbers).
/// </summary>
internal sealed class BulkDatabase : IAsyncDisposable
{
    private const int Together = 500;

    private readonly PrivateMariaDb? mariaDb;
    private readonly PrivatePostgres? postgres;

    private BulkDatabase(SqlEngineKind kind, PrivateMariaDb? mariaDb, PrivatePostgres? postgres, string connection)
    {
        this.mariaDb = mariaDb;
        this.postgres = postgres;
        Settings = SettingsFor(kind, connection);
    }

    public SqlSettings Settings { get; }

    public static async Task<BulkDatabase> Start(string engine, int contracts, CancellationToken stop)
    {
        BulkDatabase made = engine switch
        {
            "mariadb" => OnMariaDb(),
            "postgresql" => await OnPostgres(stop),
            _ => throw new InvalidOperationException($"{engine} is no engine: mariadb, postgresql."),
        };
        await made.Fill(contracts, stop);
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        mariaDb?.Dispose();
        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }
    }

    private static BulkDatabase OnMariaDb()
    {
        if (!PrivateMariaDb.IsInstalled)
        {
            throw new FileNotFoundException(PrivateMariaDb.Missing);
        }

        PrivateMariaDb server = PrivateMariaDb.Start();
        PrivateMariaDb.Run(server.To(""), "create database billing");
        return new BulkDatabase(SqlEngineKind.MySql, server, null, server.To("billing"));
    }

    private static async Task<BulkDatabase> OnPostgres(CancellationToken stop)
    {
        PrivatePostgres server = await PrivatePostgres.Start(stop);
        return new BulkDatabase(SqlEngineKind.PostgreSql, null, server, server.To("postgres"));
    }

    private static SqlSettings SettingsFor(SqlEngineKind kind, string connection)
    {
        bool isMySql = kind == SqlEngineKind.MySql;
        string[] columns =
        [
            "select u.login as contract_key, u.login as number, u.deposit as balance, u.credit, u.credit_until, u.state,",
            "t.name as tariff, t.fee as price, t.period, u.next_charge, u.autopay,",
            $"(select {(isMySql ? "group_concat(v.written separator ';')" : "string_agg(v.written, ';')")} from services v where v.login = u.login) as services",
            "from users u left join tariffs t on t.id = u.tariff",
        ];
        return new SqlSettings
        {
            Engine = kind,
            ConnectionString = connection,
            KeyKind = KeyKind.Text,
            VerifyPassword =
            [
                "select login as contract_key, login as number, login, '' as secret from users where login = @login",
            ],
            Snapshot = [.. columns, "where u.login = @key"],
            Snapshots = [.. columns, "where u.login > @after order by u.login limit @size"],
        };
    }

    private async Task Fill(int contracts, CancellationToken stop)
    {
        await using DbConnection connection =
            Settings.Engine == SqlEngineKind.MySql
                ? new MySqlConnection(Settings.ConnectionString)
                : new NpgsqlConnection(Settings.ConnectionString);
        await connection.OpenAsync(stop);
        string key = Settings.Engine == SqlEngineKind.MySql ? "collate utf8mb4_bin" : "collate \"C\"";
        await Do(
            connection,
            $"create table users (login varchar(20) {key} primary key, deposit double precision not null, credit double precision not null, credit_until date, state varchar(10) not null, tariff integer, next_charge date, autopay integer not null)",
            stop
        );
        await Do(
            connection,
            "create table tariffs (id integer primary key, name varchar(40), fee double precision, period varchar(10))",
            stop
        );
        await Do(
            connection,
            $"create table services (login varchar(20) {key} not null, written varchar(100) not null)",
            stop
        );
        await Do(connection, "create index services_login on services (login)", stop);
        Dictionary<(string?, decimal?, string?), int> tariffs = [];
        for (int from = 0; from < contracts; from += Together)
        {
            ContractSnapshot[] some =
            [
                .. Enumerable
                    .Range(from, Math.Min(Together, contracts - from))
                    .Select(number => Contracts.Of(number, Change.Nothing, SteadyTime.Noon)),
            ];
            await Insert(connection, "users", some.Select(one => User(one, tariffs)), stop);
            await Insert(connection, "services", some.SelectMany(Services), stop);
        }

        await Insert(
            connection,
            "tariffs",
            tariffs.Select(pair =>
                Row($"({pair.Value}, {Word(pair.Key.Item1)}, {Sum(pair.Key.Item2)}, {Word(pair.Key.Item3)})")
            ),
            stop
        );
        await Do(
            connection,
            Settings.Engine == SqlEngineKind.MySql ? "analyze table users, tariffs, services" : "analyze",
            stop
        );
    }

    private static string User(ContractSnapshot one, Dictionary<(string?, decimal?, string?), int> tariffs)
    {
        (string?, decimal?, string?) tariff = (one.Tariff, one.Price, Period(one.Period));
        if (!tariffs.TryGetValue(tariff, out int id))
        {
            tariffs[tariff] = id = tariffs.Count + 1;
        }

        string state =
            one.State == ContractState.BlockedForDebt ? "blocked"
            : one.State == ContractState.Frozen ? "frozen"
            : "active";
        return Row(
            $"('{one.Key}', {one.Balance.Amount}, {one.Credit}, {Day(one.CreditUntil)}, '{state}', {id}, {Day(one.NextCharge)}, {(one.AutoPay ? 1 : 0)})"
        );
    }

    private static IEnumerable<string> Services(ContractSnapshot one) =>
        one.Services.Select(service =>
            Row(
                $"('{one.Key}', '{service.Name}:{service.Price}{(Period(service.Period) is { } period ? ":" + period : "")}{(service.NextCharge is { } day ? $":{day:yyyy-MM-dd}" : "")}')"
            )
        );

    private static string? Period(ChargePeriod? period) =>
        period switch
        {
            ChargePeriod.Monthly => "monthly",
            ChargePeriod.Daily => "daily",
            ChargePeriod.Rolling(int days) => days.ToString(CultureInfo.InvariantCulture),
            ChargePeriod.SpreadOverMonth => "spread",
            _ => null,
        };

    private static string Word(string? word) => word is null ? "null" : $"'{word}'";

    private static string Sum(decimal? sum) => sum?.ToString(CultureInfo.InvariantCulture) ?? "null";

    private static string Day(DateOnly? day) => day is { } one ? Row($"'{one:yyyy-MM-dd}'") : "null";

    private static string Row(FormattableString row) => row.ToString(CultureInfo.InvariantCulture);

    private static async Task Insert(
        DbConnection connection,
        string table,
        IEnumerable<string> rows,
        CancellationToken stop
    )
    {
        string values = new StringBuilder().AppendJoin(',', rows).ToString();
        if (values.Length > 0)
        {
            await Do(connection, $"insert into {table} values {values}", stop);
        }
    }

    private static async Task Do(DbConnection connection, string sql, CancellationToken stop)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(stop);
    }
}
