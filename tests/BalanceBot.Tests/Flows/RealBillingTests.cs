using System.Data.Common;
using System.Diagnostics;
using BalanceBot.Billing.Sql;
using BalanceBot.Hosting;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Tests.Billing;
using BalanceBot.Tests.Billing.Http;
using BalanceBot.Tests.Billing.Sql;

namespace BalanceBot.Tests.Flows;

/// <summary>The whole bot with a billing that is really there, by the machine's clock; so not beside other tests.</summary>
[Collection(nameof(Alone))]
public sealed class RealBillingTests
{
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PostgreSql", "begin; lock table subscribers in access exclusive mode", "rollback")]
    [InlineData("MySql", "lock tables subscribers write", "unlock tables")]
    [InlineData("Sqlite", "begin exclusive", "rollback")]
    public async Task While_its_tables_are_locked_people_are_told_what_it_said_last_within_2_s_and_its_time(
        string engine,
        string hold,
        string free
    )
    {
        await using Ground ground = Ground.Of(Enum.Parse<SqlEngineKind>(engine));
        ground.Add(1, new Sample("700 123", 149.99m) { Document = "4510 123456" });
        await using Scene scene = await Scene.Begin(settings: ground.Keys());
        long anna = scene.Person();
        await scene.Link(anna);
        await using DbConnection holder = ground.Connect();
        await holder.OpenAsync(Stop);
        await Do(holder, hold);

        for (int i = 0; i < 6; i++)
        {
            long asked = Stopwatch.GetTimestamp();
            string told = (await scene.Ask(anna, "/balance")).Text;
            Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.Zero, InTime);
            Assert.Contains("149.99", told);
            Assert.Contains("As of", told);
        }

        Assert.Single(scene.Log, line => line.Contains("it is left alone"));
        await Do(holder, free);
        ground.Run("update subscribers set deposit = 77.50");

        await Eventually(scene, anna, "77.50");
        Assert.Single(scene.Log, line => line.Contains("answers again, after"));
    }

    [Fact]
    public async Task A_person_links_and_asks_through_the_small_contract()
    {
        await using ReferenceServer server = await ReferenceServer.Start(
            HttpGround.Key,
            [new Held("1017", "700 123", 149.99m) { Document = "series 4510 No 123456" }],
            TimeProvider.System
        );
        await using Scene scene = await Scene.Begin(settings: Http(server.Url, HttpGround.Key));
        long anna = scene.Person();

        await scene.Link(anna);
        ChatMessage told = await scene.Ask(anna, "/balance");

        Assert.Contains("149.99", told.Text);
        Assert.DoesNotContain("As of", told.Text);
    }

    [Fact]
    public async Task With_a_wrong_key_the_bot_does_not_start_and_says_which_setting_is_wrong()
    {
        await using ReferenceServer server = await ReferenceServer.Start(HttpGround.Key, [], TimeProvider.System);

        UnusableException told = await Assert.ThrowsAsync<UnusableException>(() =>
            Scene.Begin(settings: Http(server.Url, new string('x', 40)))
        );

        Assert.Contains("our signature is refused: is Billing:Http:Key", told.Message);
    }

    private static Dictionary<string, string?> Http(string url, string key) =>
        new()
        {
            ["Billing:Kind"] = "Http",
            ["Billing:Http:Url"] = url,
            ["Billing:Http:Key"] = key,
        };

    /// <summary>It is asked again every ten seconds at most.</summary>
    private static async Task Eventually(Scene scene, long chat, string sum)
    {
        long begun = Stopwatch.GetTimestamp();
        string told;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, Stop);
            told = (await scene.Ask(chat, "/balance")).Text;
        } while (!told.Contains(sum) && Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(30));

        Assert.Contains(sum, told);
        Assert.DoesNotContain("As of", told);
    }

    private static async Task Do(DbConnection connection, string sql)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Stop);
    }
}
