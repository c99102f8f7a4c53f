using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using BalanceBot.Hosting.Inviting;
using BalanceBot.Linking;

namespace BalanceBot.Tests.Flows;

/// <summary>POST /api/links makes a link, or says that it cannot now.</summary>
public sealed class LinksApiTests : LinksApiGround
{
    [Fact]
    public async Task A_link_is_made_for_a_contract_that_the_billing_has_and_audited()
    {
        (HttpStatusCode status, JsonNode? body, HttpResponseHeaders headers) = await Ask("№ 700-123");

        Assert.Equal(HttpStatusCode.Created, status);
        string url = (string)body!["url"]!;
        Assert.StartsWith("https://t.me/OurBalanceBot?start=", url);
        Assert.Equal(
            time.GetUtcNow().AddMinutes(15),
            DateTimeOffset.Parse((string)body["expiresAt"]!, CultureInfo.InvariantCulture)
        );
        Assert.Equal("no-store", headers.CacheControl!.ToString());
        Assert.NotNull(await store.Invitations.Find($"hash of {url.Split("start=")[1]}"));
        AuditEntry entry = Assert.Single(audit);
        Assert.Equal((AuditKind.Invited, "by the cabinet"), (entry.Kind, entry.Detail));
        Assert.Null(entry.Chat);
    }

    [Fact]
    public async Task While_the_billing_or_telegram_is_away_the_cabinet_is_asked_to_come_again()
    {
        bot = "";
        (HttpStatusCode status, _, HttpResponseHeaders headers) = await Ask("700 123");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.NotNull(headers.RetryAfter);
        bot = "OurBalanceBot";

        await using LinksServer broken = Over(null!, 20);
        await broken.StartAsync(Stop);
        using HttpRequestMessage request = Request("""{"contract":"700 123"}""");
        request.RequestUri = new Uri(broken.Address, LinksServer.Path);
        (HttpStatusCode failed, JsonNode? said, _) = await Send(request);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, failed);
        Assert.Equal("""{"title":"Service Unavailable","status":503}""", said!.ToJsonString());
        Assert.Contains(log, line => line.Contains("A request for a one-time link failed"));
    }

    [Fact]
    public async Task In_the_real_bot_it_is_off_without_a_key_and_with_one_its_link_is_redeemed()
    {
        await using (Scene off = await Scene.Begin())
        {
            Assert.ThrowsAny<InvalidOperationException>(off.Bot.Part<LinksServer>);
        }

        await using Scene scene = await Scene.Begin(
            settings: new Dictionary<string, string?>
            {
                ["LinksApi:Key"] = Key,
                ["LinksApi:Listen"] = $"http://127.0.0.1:{Ports.Free()}",
            }
        );
        // Until the bot has heard from Telegram who it is, over a real socket.
        await InvitationStories.Mint(scene);
        using HttpRequestMessage request = Request("""{"contract":"700 123"}""");
        request.RequestUri = new Uri(scene.Bot.Part<LinksServer>().Address, LinksServer.Path);
        (HttpStatusCode status, JsonNode? made, _) = await Send(request);
        long anna = scene.Person();

        Assert.Equal(HttpStatusCode.Created, status);
        await scene.Ask(anna, $"/start {((string)made!["url"]!).Split("start=")[1]}");
        Assert.Contains("is linked", (await scene.Press(anna, "Yes, link")).Text);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_a_sentence()
    {
        await using LinksServer second = new(
            new LinksApiSettings(),
            server.Address,
            Key,
            null!,
            null!,
            time,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<LinksServer>.Instance
        );

        BalanceBot.Hosting.UnusableException told = await Assert.ThrowsAsync<BalanceBot.Hosting.UnusableException>(() =>
            second.StartAsync(Stop)
        );
        Assert.Contains("LinksApi:Listen", told.Message);
    }
}
