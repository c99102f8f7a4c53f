using System.Net;
using System.Net.Sockets;
using System.Text;
using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Tests.Flows;

/// <summary>The real bot by webhook: Telegram's imitation delivers, others knock at the same door.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private const string Secret = "a-secret-for-the-tests-01";
    private readonly int port = FreePort();
    private readonly HttpClient outside = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
    private Scene scene = null!;

    private Uri Address => new($"http://127.0.0.1:{port}/telegram");

    private Dictionary<string, string?> Settings =>
        new()
        {
            ["Telegram:Mode"] = "Webhook",
            ["Telegram:Webhook:Url"] = Address.ToString(),
            ["Telegram:Webhook:Listen"] = $"http://127.0.0.1:{port}",
        };

    public async ValueTask InitializeAsync()
    {
        scene = await Scene.Begin(settings: Settings);
        await scene.When(world => world.Calls("setWebhook").Any(call => call.Code == 200));
    }

    public async ValueTask DisposeAsync()
    {
        outside.Dispose();
        await scene.DisposeAsync();
    }

    [Fact]
    public async Task A_person_links_a_contract_and_gets_the_balance_by_webhook()
    {
        long anna = scene.Person();
        await scene.Link(anna);

        ChatMessage answer = await scene.Ask(anna, "/balance");

        Assert.Contains("149.99", answer.Text);
        Assert.Empty(scene.World.Calls("getUpdates"));
    }

    [Fact]
    public async Task What_came_while_the_bot_was_away_is_answered_after_its_start()
    {
        long anna = scene.Person();
        await scene.Link(anna);
        await scene.StopBot();
        scene.World.PersonSays(anna, "/balance");

        await scene.Next(anna, () => { }, scene.StartBot);

        Assert.Contains("149.99", scene.World.BotMessages(anna)[^1].Text);
    }

    [Fact]
    public async Task The_secret_is_random_kept_and_the_same_after_a_restart()
    {
        string first = scene.World.Webhook!.Secret!;
        await scene.StopBot();
        await scene.StartBot();
        await scene.When(world => world.Calls("setWebhook").Count(call => call.Code == 200) == 2);

        Assert.Matches("^[0-9a-f]{64}$", first);
        Assert.Equal(first, scene.World.Webhook!.Secret);
    }

    [Fact]
    public async Task Going_back_to_polling_deletes_the_webhook_and_loses_nothing()
    {
        long anna = scene.Person();
        await scene.Link(anna);
        await scene.StopBot();
        scene.World.PersonSays(anna, "/balance");
        scene.Set("Telegram:Mode", "Polling");

        await scene.Next(anna, () => { }, scene.StartBot);

        Assert.Contains("149.99", scene.World.BotMessages(anna)[^1].Text);
        Assert.Null(scene.World.Webhook);
        Assert.Contains(scene.World.Calls("deleteWebhook"), call => call.Code == 200);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a-secret-for-the-tests-02")]
    public async Task Whoever_does_not_know_the_secret_is_turned_away(string? secret) =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await Knock(Address, secret)).StatusCode);

    [Fact]
    public async Task Elsewhere_there_is_nothing_and_nothing_tells_who_we_are()
    {
        HttpResponseMessage answer = await Knock(new Uri($"http://127.0.0.1:{port}/"), Secret);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Server"));
        Assert.Equal(HttpStatusCode.NotFound, (await outside.GetAsync(Address, Stop)).StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task With_the_secret_what_is_no_update_is_refused_and_what_is_too_large_is_not_read()
    {
        string secret = scene.World.Webhook!.Secret!;

        Assert.Equal(HttpStatusCode.BadRequest, (await Knock(Address, secret)).StatusCode);
        HttpResponseMessage large = await Knock(Address, secret, new string('x', 3 * 1024 * 1024));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        string unreadable = $$"""{"update_id":77,"message":"{{new string('x', 300 * 1024)}}"}""";
        Assert.Equal(HttpStatusCode.OK, (await Knock(Address, secret, unreadable)).StatusCode);
    }

    private Task<HttpResponseMessage> Knock(Uri address, string? secret, string body = "{}")
    {
        // Asked first: who sends a large body is else cut off in the middle and may not hear the answer.
        HttpRequestMessage request = new(HttpMethod.Post, address)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.ExpectContinue = true;
        if (secret is not null)
        {
            request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", secret);
        }

        return outside.SendAsync(request, Stop);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
