using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BalanceBot.Hosting;
using BalanceBot.Hosting.Settings;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Tests.Storage.PostgreSql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace BalanceBot.Tests.Flows.Instances;

/// <summary>Two bots of one token over one database: whoever is asked, the answer is the same one.</summary>
public sealed class SeveralInstancesTests : IAsyncLifetime
{
    private readonly string database = Cluster.Of().Database();
    private readonly HttpClient telegram = new();
    private readonly int[] ports = [FreePort(), FreePort()];
    private Scene? scene;
    private BotHost? second;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        telegram.Dispose();
        await (second?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (scene?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task A_person_links_a_contract_and_gets_the_balance_over_a_database()
    {
        scene = await Scene.Begin(settings: Polled());
        long anna = scene.Person();
        await scene.Link(anna);
        Assert.Contains("149.99", (await scene.Ask(anna, "/balance")).Text);

        await scene.StopBot();
        await scene.StartBot();

        Assert.Contains("149.99", (await scene.Ask(anna, "/balance")).Text);
    }

    [Fact]
    public async Task One_of_two_polls_and_the_other_goes_on_when_it_stops()
    {
        scene = await Scene.Begin(settings: Polled());
        long anna = scene.Person();
        await scene.Link(anna);
        second = await Another(Polled());
        await scene.Ask(anna, "/balance");
        Assert.DoesNotContain(scene.World.Calls("getUpdates"), call => call.Code == 409);

        await scene.StopBot();
        long stopped = Stopwatch.GetTimestamp();
        Assert.Contains("149.99", (await scene.Ask(anna, "/balance")).Text);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"answered {Stopwatch.GetElapsedTime(stopped).TotalSeconds:0.0} s after the poller had stopped"
        );
    }

    [Fact]
    public async Task A_dialogue_that_comes_to_two_bots_by_turns_is_one_dialogue()
    {
        (long anna, string secret) = await Delivered();
        await Deliver(0, secret, 101, anna, "/link");
        await Press(1, secret, 102, anna, "Contract number and document");
        await scene!.When(world => world.BotMessages(anna).Count == 2);
        await Deliver(0, secret, 103, anna, "700 123");
        await Deliver(1, secret, 104, anna, "4510 123456");
        await scene.When(world => world.BotMessages(anna).Count == 4);

        ChatMessage answer = await scene.Next(anna, () => { }, () => Deliver(0, secret, 105, anna, "/balance"));

        Assert.Contains("149.99", answer.Text);
    }

    [Fact]
    public async Task A_delivery_that_comes_to_both_is_answered_once()
    {
        (long anna, string secret) = await Delivered();

        await scene!.Next(
            anna,
            () => { },
            () => Task.WhenAll(Deliver(0, secret, 101, anna, "/help"), Deliver(1, secret, 101, anna, "/help"))
        );
        await scene.Next(anna, () => { }, () => Deliver(1, secret, 102, anna, "/balance"));

        Assert.Equal(2, scene.World.BotMessages(anna).Count);
    }

    [Fact]
    public async Task Messages_of_a_chat_that_come_to_two_bots_by_turns_are_answered_in_their_order()
    {
        (long anna, string secret) = await Delivered();
        string[] words = ["/link", "/cancel", "/help", "/link", "/cancel", "/balance"];
        for (int i = 0; i < words.Length; i++)
        {
            await Deliver(i % 2, secret, 101 + i, anna, words[i]);
        }

        await scene!.When(world => world.BotMessages(anna).Count == words.Length);
        string[] heads = [.. scene.World.BotMessages(anna).Select(message => message.Text.Split('\n')[0])];
        Assert.Equal(heads[0], heads[3]);
        Assert.Equal(heads[1], heads[4]);
        Assert.NotEqual(heads[0], heads[1]);
        Assert.NotEqual(heads[2], heads[5]);
    }

    /// <summary>Two bots by webhook; deliveries are ours to make.</summary>
    private async Task<(long Person, string Secret)> Delivered()
    {
        scene = await Scene.Begin(rules: new Rules { NeedsContact = false }, settings: ByWebhook(0));
        await scene.When(world => world.Webhook is not null);
        second = await Another(ByWebhook(1));
        await scene.When(world => world.Webhook!.Url.Port == ports[1]);
        return (scene.Person(), scene.World.Webhook!.Secret!);
    }

    private async Task Press(int bot, string secret, long update, long person, string label)
    {
        ChatMessage? message = null;
        await scene!.When(world =>
            (
                message = world
                    .BotMessages(person)
                    .FirstOrDefault(m => m.Buttons.Any(row => row.Any(b => b.Text == label)))
            )
                is not null
        );
        InlineButton button = message!.Buttons.SelectMany(row => row).First(b => b.Text == label);
        await Post(
            bot,
            secret,
            $$"""
            {"update_id":{{update}},"callback_query":{"id":"{{update}}","from":{{From(person)}},"chat_instance":"1",
             "message":{"message_id":{{message.Id}},"date":1,"chat":{{Chat(
                person
            )}},"text":"x"},"data":"{{button.Data}}"} }
            """
        );
    }

    private Task Deliver(int bot, string secret, long update, long person, string words) =>
        Post(
            bot,
            secret,
            $$"""
            {"update_id":{{update}},"message":{"message_id":{{update}},"date":1,"text":"{{words}}",
             "chat":{{Chat(person)}},"from":{{From(person)}} } }
            """
        );

    private static string Chat(long person) => $$"""{"id":{{person}},"type":"private","first_name":"Anna"}""";

    private static string From(long person) =>
        $$"""{"id":{{person}},"is_bot":false,"first_name":"Anna","language_code":"en"}""";

    private async Task Post(int bot, string secret, string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Address(bot))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", secret);
        HttpResponseMessage answer = await telegram.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<BotHost> Another(Dictionary<string, string?> settings)
    {
        settings["Telegram:Token"] = Scene.Token;
        settings["Telegram:BaseUrl"] = scene!.BotApi.ToString();
        settings["Billing:Csv:File"] = Path.Combine(scene.Folder, "billing.csv");
        settings["Health:Listen"] = "";
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        SettingsReading reading = SettingsReader.Read(configuration);
        Assert.Empty(reading.Mistakes);
        return await BotHost.Start(
            reading.Settings,
            TimeProvider.System,
            logging => logging.SetMinimumLevel(LogLevel.Trace),
            Stop
        );
    }

    private Uri Address(int bot) => new($"http://127.0.0.1:{ports[bot]}/telegram");

    private Dictionary<string, string?> Polled() =>
        new() { ["Storage:Engine"] = "PostgreSql", ["Storage:PostgreSql:ConnectionString"] = database };

    private Dictionary<string, string?> ByWebhook(int bot) =>
        new(Polled())
        {
            ["Telegram:Mode"] = "Webhook",
            ["Telegram:Webhook:Url"] = Address(bot).ToString(),
            ["Telegram:Webhook:Listen"] = $"http://127.0.0.1:{ports[bot]}",
        };

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
