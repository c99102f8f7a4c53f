using System.Text.Json;
using BalanceBot.Tests.Storage.PostgreSql;

namespace BalanceBot.Tests.Flows;

/// <summary>Changing the engine, as an operator does it.</summary>
public sealed class MoveProcessTests
{
    private static readonly string[] There = ["move-store", "--from", "LiteDb", "--to", "PostgreSql"];

    private static CancellationToken Enough => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_data_of_a_stopped_bot_are_moved_and_the_next_bot_goes_on_with_them()
    {
        string database = Cluster.Of().Database();
        await using BotProcess process = await BotProcess.Prepare();
        process.Set("BALANCEBOT__STORAGE__POSTGRESQL__CONNECTIONSTRING", database);
        long anna = process.World.AddPerson("Anna", "en").Id;
        process.Start();
        process.World.PersonSays(anna, "/link C0007 D000799");
        await process.When(w => w.BotMessages(anna).Count > 0 && w.Unconfirmed == 0);

        Assert.Equal(1, await process.RunBeside(There));
        Assert.Contains(process.Output, line => line.Contains("is in use by another process"));
        Assert.Equal(0, await process.Stop());
        Assert.Equal(0, await process.RunBeside([.. There, "--json"]));
        JsonElement answer = JsonDocument.Parse(process.Output.Single(line => line.StartsWith('{'))).RootElement;
        Assert.True(answer.GetProperty("complete").GetBoolean());
        Assert.Equal("PostgreSql", answer.GetProperty("to").GetString());
        Assert.Contains(
            answer.GetProperty("tables").EnumerateArray(),
            table => table.GetProperty("table").GetString() == "Sessions" && table.GetProperty("target").GetInt64() == 1
        );

        Assert.Equal(1, await process.RunBeside(There));
        Assert.Contains(process.Output, line => line.Contains("is not empty"));
        process.Set("BALANCEBOT__STORAGE__LITEDB__FILE", Path.Combine(process.Folder, "back.db"));
        Assert.Equal(0, await process.RunBeside("move-store", "--from", "PostgreSql", "--to", "LiteDb"));
        Assert.Contains(process.Output, line => line.Contains("Set Storage:Engine to LiteDb, and start the bot."));
        Assert.DoesNotContain(process.Output, line => line.Contains(PasswordOf(database)));

        process.Set("BALANCEBOT__STORAGE__ENGINE", "PostgreSql");
        int before = process.World.BotMessages(anna).Count;
        process.Start();
        await process.FirstPoll(Enough);
        process.World.PersonSays(anna, "/start");
        await process.When(w => w.BotMessages(anna).Count > before);
        Assert.Equal(0, await process.Stop());
    }

    [Theory]
    [InlineData("--from", "LiteDb")]
    [InlineData("--from", "LiteDb", "--to", "LiteDb")]
    [InlineData("--from", "LiteDb", "--to", "Oracle")]
    public async Task Engines_that_are_typed_wrong_end_with_2(params string[] engines)
    {
        await using BotProcess process = await BotProcess.Prepare();

        Assert.Equal(2, await process.RunBeside(["move-store", .. engines]));
        Assert.Contains(process.Output, line => line.Contains("--to"));
        Assert.False(File.Exists(Path.Combine(process.Folder, "data", "bot.db")));
    }

    private static string PasswordOf(string database) => new Npgsql.NpgsqlConnectionStringBuilder(database).Password!;
}
