using System.Data.Common;
using System.Diagnostics;
using BalanceBot.Benchmarks.Bulk;
using BalanceBot.Billing;
using BalanceBot.Billing.Sql;
using BalanceBot.Tests.Storage.PostgreSql;
using MySqlConnector;
using Npgsql;

namespace BalanceBot.Tests.Billing.Sql;

/// <summary>A database that hangs, dies, is locked or comes back: an answer in time, and never a wrong one.</summary>
public sealed class SqlAwayTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(4);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static ContractKey Key { get; } = new($"{1:D19}");

    [Theory]
    [InlineData("PostgreSql", "begin; lock table subscribers in access exclusive mode", "rollback")]
    [InlineData("MySql", "lock tables subscribers write", "unlock tables")]
    [InlineData("Sqlite", "begin exclusive", "rollback")]
    public async Task A_locked_table_is_answered_in_time_and_asked_again_when_it_is_free(
        string engine,
        string hold,
        string free
    )
    {
        await using Ground ground = Of(engine);
        SqlBilling billing = ground.Billing();
        Assert.Empty(await billing.Begin(Stop));
        await using DbConnection holder = ground.Connect();
        await holder.OpenAsync(Stop);
        await Do(holder, hold);

        await IsAwayInTime(billing);
        await Do(holder, free);

        await Answers(billing);
        Assert.Single(ground.Log, line => line.Contains("waiting for it"));
        Assert.Single(ground.Log, line => line.Contains("answers again"));
    }

    [Theory]
    [InlineData(
        "PostgreSql",
        "select 1 as contract_key, '1' as number, 1.0 as balance from pg_sleep(case when @key < 0 then 0 else 30 end)"
    )]
    [InlineData("MySql", "select 1 as contract_key, '1' as number, 1.0 + sleep(if(@key < 0, 0, 30)) as balance")]
    [InlineData(
        "Sqlite",
        "with recursive n(i) as (select 1 union all select i + 1 from n where @key >= 0 and i < 1000000000) select count(*) as contract_key, '1' as number, 1 as balance from n"
    )]
    public async Task A_query_that_does_not_end_is_ended_and_its_place_is_free_again(string engine, string query)
    {
        await using Ground ground = Of(engine);
        ground.Settings.MostConnections = 1;
        ground.Settings.SnapshotsOf = [];
        IReadOnlyList<string> example = ground.Settings.Snapshot;
        ground.Settings.Snapshot = [query];
        SqlBilling billing = ground.Billing();
        Assert.Empty(await billing.Begin(Stop));

        await IsAwayInTime(billing);

        // The only connection: it would still be busy.
        SnapshotPage page = await Eventually(() => billing.Snapshots(null, 10, Stop));
        Assert.Single(page.Contracts);
        Assert.NotEmpty(example);
    }

    [Fact]
    public async Task A_MariaDB_that_is_frozen_is_answered_for_in_time_and_is_believed_again_when_it_goes_on()
    {
        using PrivateMariaDb server = MariaDb.Another();
        await using Ground ground = Of("MySql", server);
        SqlBilling billing = ground.Billing();
        Assert.Empty(await billing.Begin(Stop));
        await Answers(billing);
        server.Freeze(frozen: true);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => IsAwayInTime(billing)));
        server.Freeze(frozen: false);

        await Eventually(() => billing.Snapshot(Key, Stop));
    }

    [Fact]
    public async Task A_MariaDB_that_was_killed_is_asked_again_when_it_is_back()
    {
        using PrivateMariaDb server = MariaDb.Another();
        await using Ground ground = Of("MySql", server);
        SqlBilling billing = ground.Billing();
        Assert.Empty(await billing.Begin(Stop));
        await Answers(billing);

        server.Down();
        await IsAwayInTime(billing);
        server.Up();

        await Answers(billing);
    }

    /// <summary>The connections of the pool died with it, and nobody notices before one is used.</summary>
    [Fact]
    public async Task A_restart_between_two_questions_is_noticed_by_nobody()
    {
        Cluster.Of();
        using Cluster postgres = Cluster.Start();
        string database = postgres.Database();
        SqlSettings settings = Ground.Example(SqlEngineKind.PostgreSql);
        settings.ConnectionString = database;
        settings.Snapshot = ["select 1::bigint as contract_key, '1' as number, 1.0 as balance where @key = 1"];
        settings.Snapshots =
        [
            "select 1::bigint as contract_key, '1' as number, 1.0 as balance where @after < 1 limit @size",
        ];
        settings.VerifyDocument =
        [
            "select 1::bigint as contract_key, '1' as number, '' as document where @number = '1'",
        ];
        settings.VerifyPassword = settings.SnapshotsOf = settings.Payments = settings.Charges = [];
        await using SqlBilling billing = new(
            settings,
            TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance
        );
        Assert.Empty(await billing.Begin(Stop));
        await Answers(billing);
        postgres.Down();
        postgres.Up();
        await Answers(billing);

        using PrivateMariaDb server = MariaDb.Another();
        await using Ground ground = Of("MySql", server);
        SqlBilling other = ground.Billing();
        await Answers(other);
        server.Down();
        server.Up();
        await Answers(other);
    }

    [Theory]
    [InlineData("PostgreSql")]
    [InlineData("MySql")]
    public async Task A_database_that_is_away_at_start_keeps_nobody_from_starting_and_is_checked_when_it_is_back(
        string engine
    )
    {
        await using Ground ground = Of(engine);
        string right = ground.Settings.ConnectionString;
        ground.Settings.ConnectionString = At(engine, right, port: 1);
        SqlBilling away = ground.Billing();

        Assert.Empty(await away.Begin(Stop));
        await IsAwayInTime(away);
        Assert.Contains(ground.Log, line => line.Contains("127.0.0.1:1 cannot be reached"));
        Assert.True(away.Abilities.HasFlag(BillingAbilities.VerifyDocument));
    }

    [Fact]
    public async Task A_file_that_comes_late_is_looked_at_then_and_one_that_was_replaced_at_once()
    {
        await using Ground ground = Of("Sqlite");
        string path = ground.ConnectionString["Data Source=".Length..];
        File.Move(path, path + ".later");
        SqlBilling billing = ground.Billing();
        Assert.Empty(await billing.Begin(Stop));
        await IsAwayInTime(billing);

        File.Copy(path + ".later", path);
        await Answers(billing);
        File.Copy(path, path + ".new");
        await using (Microsoft.Data.Sqlite.SqliteConnection fresh = new($"Data Source={path}.new;Pooling=false"))
        {
            await fresh.OpenAsync(Stop);
            await Do(fresh, "update subscribers set deposit = 2");
        }

        File.Move(path + ".new", path, overwrite: true);

        Assert.Equal(
            2m,
            Assert.IsType<BillingAnswer<ContractSnapshot>.Found>(await billing.Snapshot(Key, Stop)).Value.Balance.Amount
        );
    }

    [Fact]
    public async Task Who_stops_waiting_is_not_told_that_the_billing_is_away()
    {
        await using Ground ground = Of("MySql");
        SqlBilling billing = ground.Billing();
        await Answers(billing);
        using CancellationTokenSource enough = new();
        await enough.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => billing.Snapshot(Key, enough.Token));
    }

    private static Ground Of(string engine, PrivateMariaDb? server = null)
    {
        Ground ground = Ground.Of(Enum.Parse<SqlEngineKind>(engine), server);
        ground.Settings.QueryTimeout = Limit;
        ground.Add(1, "1", 1m);
        return ground;
    }

    private static async Task IsAwayInTime(SqlBilling billing)
    {
        long begun = Stopwatch.GetTimestamp();
        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await billing.Snapshot(Key, Stop));
        Assert.True(Stopwatch.GetElapsedTime(begun) < InTime, $"it took {Stopwatch.GetElapsedTime(begun)}");
    }

    private static async Task Answers(SqlBilling billing)
    {
        BillingAnswer<ContractSnapshot> answer = await billing.Snapshot(Key, Stop);
        Assert.True(answer is BillingAnswer<ContractSnapshot>.Found { Value.Balance.Amount: 1m }, $"{answer}");
    }

    /// <summary>What was ended may take a moment to have ended.</summary>
    private static async Task<T> Eventually<T>(Func<Task<BillingAnswer<T>>> ask)
    {
        for (int i = 0; i < 20; i++)
        {
            if (await ask() is BillingAnswer<T>.Found(var value))
            {
                return value;
            }
        }

        throw new Xunit.Sdk.XunitException("It never answered again.");
    }

    private static string At(string engine, string right, int port) =>
        engine == "MySql"
            ? new MySqlConnectionStringBuilder(right) { Port = (uint)port }.ConnectionString
            : new NpgsqlConnectionStringBuilder(right) { Port = port }.ConnectionString;

    private static async Task Do(DbConnection connection, string sql)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Stop);
    }
}
