using BalanceBot.Storage;
using BalanceBot.Storage.PostgreSql;
using BalanceBot.Subscribers;
using Npgsql;

namespace BalanceBot.Tests.Storage.PostgreSql;

/// <summary>What can be wrong with the database, each in one sentence for the operator; and how its tables come to be.</summary>
public sealed class StartTests
{
    private static Cluster Server => Cluster.Of();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_named() =>
        Assert.Contains(
            "127.0.0.1:1 cannot be reached",
            await Refusal("Host=127.0.0.1;Port=1;Username=x;Password=secret1")
        );

    [Fact]
    public async Task A_wrong_password_is_told_and_not_shown()
    {
        string said = await Refusal(Server.To("postgres", "wrong-secret"));
        Assert.Contains("refuses the user or the password", said);
        Assert.DoesNotContain("wrong-secret", said);
    }

    [Fact]
    public async Task A_missing_database_is_named() =>
        Assert.Contains("The database nowhere does not exist", await Refusal(Server.To("nowhere")));

    [Fact]
    public async Task Another_encoding_is_refused() =>
        Assert.Contains(
            "encoding is SQL_ASCII",
            await Refusal(Server.Database("encoding 'SQL_ASCII' template template0"))
        );

    [Fact]
    public async Task A_database_that_only_reads_is_refused()
    {
        string database = Server.Database();
        string name = new NpgsqlConnectionStringBuilder(database).Database!;
        Server.Run("postgres", $"alter database {name} set default_transaction_read_only = on");

        Assert.Contains("is read-only", await Refusal(database));
    }

    [Fact]
    public async Task Who_may_not_create_is_told_what_to_run()
    {
        string database = Server.Database();
        string user = "guest" + new NpgsqlConnectionStringBuilder(database).Database;
        Server.Run("postgres", $"create user {user} password 'guest'");
        NpgsqlConnectionStringBuilder guest = new(database) { Username = user, Password = "guest" };

        Assert.Contains("may not create the schema balancebot", await Refusal(guest.ConnectionString));
        Server.Run(guest.Database!, $"create schema balancebot authorization {user}");
        await (await PostgreSqlEngine.Open(guest.ConnectionString, "one")).DisposeAsync();
    }

    [Theory]
    [InlineData(null, null, "balancebot", 10, "either ConnectionString or ConnectionStringFile")]
    [InlineData("Host=x", "/x", "balancebot", 10, "and not both")]
    [InlineData(null, "/no/such/file", "balancebot", 10, "/no/such/file")]
    [InlineData("Hast=hidden", null, "balancebot", 10, "cannot be read")]
    [InlineData("Database=hidden", null, "balancebot", 10, "cannot be read")]
    [InlineData("Host=hidden", null, "a;drop", 10, "Schema")]
    [InlineData("Host=hidden", null, "balancebot", 5, "MostConnections")]
    public async Task A_mistake_in_the_settings_is_one_sentence_without_their_secret(
        string? text,
        string? file,
        string schema,
        int most,
        string said
    )
    {
        PostgreSqlSettings settings = new()
        {
            ConnectionString = text ?? "",
            ConnectionStringFile = file ?? "",
            Schema = schema,
            MostConnections = most,
        };

        string mistake = Assert.Single(settings.Mistakes());

        Assert.Contains(said, mistake);
        Assert.DoesNotContain("hidden", mistake);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Eight_that_start_at_once_make_the_tables_once()
    {
        string database = Server.Database();
        PostgreSqlStore[] stores = await Task.WhenAll(
            Enumerable.Range(1, 8).Select(n => Task.Run(() => PostgreSqlEngine.Open(database, $"instance {n}")))
        );

        Assert.Equal(Schema.Current, Server.Ask<long>(database, "select count(*) from balancebot.schema_version"));
        Assert.Equal(8L, Server.Ask<long>(database, "select count(*) from balancebot.instances"));
        await Task.WhenAll(stores.Select(store => store.DisposeAsync().AsTask()));
        Assert.Equal(0L, Server.Ask<long>(database, "select count(*) from balancebot.instances"));
    }

    [Fact]
    public async Task Steps_go_forward_each_once_whoever_takes_them()
    {
        string database = Server.Database();
        SchemaStep[] steps =
        [
            new(1, "create table balancebot.one (n int)"),
            new(1, "alter table balancebot.one add m int"),
            new(2, "insert into balancebot.one values (1, 2)"),
        ];
        await Migrate(database, steps[..1]);
        await Task.WhenAll(Enumerable.Range(1, 8).Select(_ => Task.Run(() => Migrate(database, steps))));

        Assert.Equal(1L, Server.Ask<long>(database, "select count(*) from balancebot.one where m = 2"));
        // The second version still works with what the third has made; the first does not.
        await Migrate(database, steps[..2]);
        await Assert.ThrowsAsync<StoreUnusableException>(() => Migrate(database, steps[..1]));
    }

    [Fact]
    public async Task A_step_that_fails_leaves_nothing_behind()
    {
        string database = Server.Database();
        SchemaStep[] steps = [new(1, "create table balancebot.one (n int); select 1 / 0")];

        await Assert.ThrowsAsync<PostgresException>(() => Migrate(database, steps));

        Assert.True(Server.Ask<bool>(database, "select to_regclass('balancebot.one') is null"));
    }

    [Fact]
    public async Task A_newer_database_is_refused_at_the_start_and_ends_who_runs()
    {
        string database = Server.Copy();
        string name = new NpgsqlConnectionStringBuilder(database).Database!;
        await using PostgreSqlStore running = await PostgreSqlEngine.Open(database, "one");
        Server.Run(name, "insert into balancebot.schema_version (version, oldest_reader) values (998, 1)");
        await (await PostgreSqlEngine.Open(database, "two")).DisposeAsync();
        Assert.False(running.Failed.IsCompleted);

        Server.Run(name, "insert into balancebot.schema_version (version, oldest_reader) values (999, 999)");

        Assert.Contains("newer version of BalanceBot (schema 999", await Refusal(database));
        StoreUnusableException why = await running.Failed.WaitAsync(TimeSpan.FromSeconds(20), Stop);
        Assert.Contains("newer version of BalanceBot (schema 999", why.Message);
    }

    [Fact]
    public async Task Who_waits_for_another_that_changes_the_tables_waits_as_long_as_it_takes()
    {
        string database = Server.Database();
        await Migrate(database, []);
        SchemaStep slow = new(1, "select pg_sleep(6); create table balancebot.one (n int)");

        await Task.WhenAll(Enumerable.Range(1, 3).Select(_ => Task.Run(() => Migrate(database, [slow]), Stop)));

        Assert.Equal(1L, Server.Ask<long>(database, "select count(*) from balancebot.schema_version"));
    }

    [Fact]
    public async Task Tables_that_are_taken_away_end_who_runs_with_a_sentence()
    {
        string database = Server.Copy();
        await using PostgreSqlStore running = await PostgreSqlEngine.Open(database, "one");
        Server.Run(new NpgsqlConnectionStringBuilder(database).Database!, "drop schema balancebot cascade");

        StoreUnusableException why = await running.Failed.WaitAsync(TimeSpan.FromSeconds(20), Stop);

        Assert.Contains($"127.0.0.1:{Server.Port} refuses to work (SQLSTATE 42P01)", why.Message);
    }

    [Fact]
    public async Task Two_schemas_in_one_database_are_two_bots()
    {
        string database = Server.Copy();
        await using PostgreSqlStore first = await PostgreSqlEngine.Open(database, "one");
        await using PostgreSqlStore second = await PostgreSqlEngine.Open(database, "one", schema: "other");
        await first.Inbox.Keep([Instances.Update(1, 1)], "one", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

        Assert.NotNull(await first.Inbox.OldestKept());
        Assert.Null(await second.Inbox.OldestKept());
        await using DutyHold one = await first.Duty("polling").Take(Stop);
        await using DutyHold other = await second.Duty("polling").Take(Stop).WaitAsync(TimeSpan.FromSeconds(10), Stop);
        Assert.True(one.IsSure && other.IsSure);
        Assert.Equal(0, (await second.Turns.Load(new ChatId(1))).Session.RowVersion);
    }

    private async Task Migrate(string database, IReadOnlyList<SchemaStep> steps)
    {
        await using NpgsqlConnection connection = new(
            database + ";Search Path=balancebot;Pooling=false;Options=-c lock_timeout=2000 -c statement_timeout=4000"
        );
        await connection.OpenAsync(Stop);
        await Schema.Migrate(connection, "balancebot", steps);
    }

    private static async Task<string> Refusal(string connectionString) =>
        (
            await Assert.ThrowsAsync<StoreUnusableException>(() => PostgreSqlEngine.Open(connectionString, "one"))
        ).Message;
}
