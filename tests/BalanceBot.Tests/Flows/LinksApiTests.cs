using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BalanceBot.Billing;
using BalanceBot.Hosting.Inviting;
using BalanceBot.Linking;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Tests.Billing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using YamlDotNet.RepresentationModel;
using Seal = BalanceBot.Storage.Seal;

namespace BalanceBot.Tests.Flows;

/// <summary>POST /api/links over real HTTP, in virtual time.</summary>
public sealed class LinksApiTests : IAsyncLifetime
{
    private const string Key = "0123456789abcdef0123456789abcdef";
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-links-").FullName;
    private readonly PlainBilling billing = new([new("700 123", 1m), new("555", 1m), new("555", 2m)]);
    private readonly List<AuditEntry> audit = [];
    private readonly List<string> log = [];
    private readonly LiteDbStore store;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private string bot = "OurBalanceBot";
    private LinksServer server = null!;

    public LinksApiTests() => store = LiteDbStore.Open(Path.Combine(folder, "bot.db"), Seal.From("7:token", "store"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = Over(billing, 20);
        await server.StartAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

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

    [Theory]
    [InlineData("Authorization", "Bearer " + Key, 201)]
    [InlineData("Authorization", "bearer " + Key, 201)]
    [InlineData("X-Api-Key", Key, 201)]
    [InlineData("Authorization", Key, 401)]
    [InlineData("Authorization", "Bearer", 401)]
    [InlineData("Authorization", "Bearer " + Key + "0", 401)]
    [InlineData("X-Api-Key", "0123456789ABCDEF0123456789ABCDEF", 401)]
    [InlineData("X-Api-Key", "", 401)]
    [InlineData("X-Other", Key, 401)]
    public async Task Only_the_key_opens(string header, string value, int expected)
    {
        using HttpRequestMessage request = Request("""{"contract":"700 123"}""", key: null);
        request.Headers.TryAddWithoutValidation(header, value);

        Assert.Equal(expected, (int)(await Send(request)).Status);
    }

    [Fact]
    public async Task Whoever_does_not_know_the_key_is_told_nothing_and_nobody_is_asked_on_their_behalf()
    {
        string[] bodies = ["""{"contract":"700 123"}""", """{"contract":"999"}""", "nonsense", new string('x', 5000)];
        HashSet<string> answers = new(StringComparer.Ordinal);
        foreach (string body in bodies)
        {
            using HttpRequestMessage request = Request(body, key: null);
            (HttpStatusCode status, JsonNode? said, _) = await Send(request);
            answers.Add($"{(int)status} {said!.ToJsonString()}");
        }

        Assert.Equal("""401 {"title":"Unauthorized","status":401}""", Assert.Single(answers));
        Assert.Equal(0, billing.Questions);
        Assert.Empty(audit);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("null", 400)]
    [InlineData("{}", 400)]
    [InlineData("""{"contract":null}""", 400)]
    [InlineData("""{"contract":" "}""", 400)]
    [InlineData("""{"contract":700123}""", 400)]
    [InlineData("""{"contract":"700 123","chat":1}""", 400)]
    [InlineData("""{"contract":"999","contract":"700 123"}""", 400)]
    [InlineData("""{"contract":"999"}""", 404)]
    [InlineData("""{"contract":"555"}""", 404)]
    [InlineData("""{"contract":"\u0000"}""", 404)]
    public async Task What_is_no_contract_is_refused_with_a_problem_that_names_only_its_status(
        string body,
        int expected
    )
    {
        using HttpRequestMessage request = Request(body);
        (HttpStatusCode status, JsonNode? said, _) = await Send(request);

        Assert.Equal(expected, (int)status);
        Assert.Equal(["title", "status"], said!.AsObject().Select(field => field.Key));
        Assert.Empty(audit);
    }

    [Fact]
    public async Task Too_large_is_refused_whether_or_not_the_length_is_said_before()
    {
        using HttpRequestMessage said = Request($$"""{"contract":"{{new string('7', 2000)}}"}""");
        using HttpRequestMessage unsaid = Request("x");
        unsaid.Content = new StreamContent(new Unmeasured(new byte[3000]));
        unsaid.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        Assert.Equal(413, (int)(await Send(said)).Status);
        Assert.Equal(413, (int)(await Send(unsaid)).Status);
    }

    [Fact]
    public async Task Another_type_another_method_and_another_path_are_refused()
    {
        using HttpRequestMessage form = Request("contract=700", type: "application/x-www-form-urlencoded");
        using HttpRequestMessage get = Request("");
        get.Method = HttpMethod.Get;
        get.Content = null;
        using HttpRequestMessage elsewhere = Request("{}");
        elsewhere.RequestUri = new Uri(server.Address, "/api/links/");

        Assert.Equal(415, (int)(await Send(form)).Status);
        Assert.Equal(405, (int)(await Send(get)).Status);
        Assert.Equal(404, (int)(await Send(elsewhere)).Status);
    }

    [Fact]
    public async Task A_body_that_comes_letter_by_letter_is_not_waited_for()
    {
        using TcpClient slow = new();
        await slow.ConnectAsync(IPAddress.Loopback, server.Address.Port, Stop);
        await using NetworkStream stream = slow.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /api/links HTTP/1.1\r\nHost: x\r\nX-Api-Key: {Key}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{{"
            ),
            Stop
        );
        byte[] answer = new byte[1024];
        Task<int> read = stream.ReadAsync(answer, Stop).AsTask();
        while (!read.IsCompleted)
        {
            await Task.WhenAny(read, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.StartsWith("HTTP/1.1 408", Encoding.ASCII.GetString(answer, 0, await read));
        Assert.Equal(0, billing.Questions);
    }

    [Fact]
    public async Task More_than_a_minutes_share_has_to_wait_and_is_told_how_long()
    {
        for (int request = 1; request <= 20; request++)
        {
            Assert.Equal(HttpStatusCode.Created, (await Ask("700 123")).Status);
        }

        (HttpStatusCode status, _, HttpResponseHeaders headers) = await Ask("700 123");
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Equal(TimeSpan.FromMinutes(1), headers.RetryAfter!.Delta);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Created, (await Ask("700 123")).Status);
    }

    [Fact]
    public async Task Instances_over_one_store_answer_a_minutes_share_together()
    {
        await using LinksServer other = Over(billing, 20);
        await other.StartAsync(Stop);
        List<HttpStatusCode> told = [];
        for (int request = 1; request <= 15; request++)
        {
            told.Add((await Ask("700 123")).Status);
            using HttpRequestMessage there = Request("""{"contract":"700 123"}""", to: other);
            told.Add((await Send(there)).Status);
        }

        Assert.All(told[..20], status => Assert.Equal(HttpStatusCode.Created, status));
        Assert.All(told[20..], status => Assert.Equal(HttpStatusCode.TooManyRequests, status));
    }

    [Fact]
    public async Task Strangers_are_limited_too_and_use_up_nothing_of_the_cabinets()
    {
        List<int> told = [];
        for (int guess = 1; guess <= 25; guess++)
        {
            using HttpRequestMessage request = Request("{}", key: $"a-wrong-key-{guess}");
            told.Add((int)(await Send(request)).Status);
        }

        Assert.Equal([.. Enumerable.Repeat(401, 20), .. Enumerable.Repeat(429, 5)], told);
        Assert.Equal(HttpStatusCode.Created, (await Ask("700 123")).Status);
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

    [Fact]
    public async Task No_key_contract_or_token_is_logged()
    {
        (_, JsonNode? made, _) = await Ask("700 123");
        using HttpRequestMessage wrong = Request("{}", key: "a-key-that-is-wrong");
        await Send(wrong);

        string token = ((string)made!["url"]!).Split("start=")[1];
        Assert.DoesNotContain(
            log,
            line => new[] { Key, "700", token, "a-key-that-is-wrong" }.Any(secret => line.Contains(secret))
        );
    }

    /// <summary>Every answer that these tests can provoke stands in the description, with this body, and no other does.</summary>
    [Fact]
    public async Task The_description_is_what_is_served()
    {
        string page = Path.Combine(Repository.Root, "docs", "operations", "links-api.yaml");
        YamlStream yaml = [];
        using (StreamReader text = File.OpenText(page))
        {
            yaml.Load(text);
        }

        YamlMappingNode root = (YamlMappingNode)yaml.Documents[0].RootNode;
        YamlMappingNode post = (YamlMappingNode)root["paths"][LinksServer.Path]["post"];
        YamlMappingNode responses = (YamlMappingNode)post["responses"];
        YamlNode schemas = root["components"]["schemas"];

        Assert.StartsWith("3.1.", ((YamlScalarNode)root["openapi"]).Value);
        Assert.Equal(
            [201, 400, 401, 404, 405, 408, 413, 415, 429, 503],
            responses.Children.Keys.Select(key => int.Parse(((YamlScalarNode)key).Value!, CultureInfo.InvariantCulture))
        );
        (_, JsonNode? made, _) = await Ask("700 123");
        Assert.Equal(Names(schemas["Made"]), made!.AsObject().Select(field => field.Key));
        Assert.Matches(
            new Regex(
                ((YamlScalarNode)schemas["Made"]["properties"]["url"]["pattern"]).Value!,
                RegexOptions.None,
                TimeSpan.FromSeconds(1)
            ),
            (string)made["url"]!
        );
        (_, JsonNode? problem, _) = await Ask("999");
        Assert.Equal(Names(schemas["Problem"]), problem!.AsObject().Select(field => field.Key));
        Assert.Equal(["contract"], Names(schemas["Wanted"]));
        Assert.Contains($"{LinksServer.LargestBody} bytes", ((YamlScalarNode)post["requestBody"]["description"]).Value);
        Assert.Contains(
            $"{LinksServer.AtMost.TotalSeconds:0} seconds",
            ((YamlScalarNode)post["requestBody"]["description"]).Value
        );
    }

    private static IEnumerable<string> Names(YamlNode schema) =>
        ((YamlSequenceNode)schema["required"]).Children.Select(name => ((YamlScalarNode)name).Value!);

    private Task<(HttpStatusCode Status, JsonNode? Body, HttpResponseHeaders Headers)> Ask(string contract) =>
        Send(Request(JsonSerializer.Serialize(new { contract })));

    private HttpRequestMessage Request(
        string body,
        string? key = Key,
        string type = "application/json",
        LinksServer? to = null
    )
    {
        HttpRequestMessage request = new(HttpMethod.Post, new Uri((to ?? server).Address, LinksServer.Path))
        {
            Content = new StringContent(body, Encoding.UTF8, type),
        };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return request;
    }

    private async Task<(HttpStatusCode Status, JsonNode? Body, HttpResponseHeaders Headers)> Send(
        HttpRequestMessage request
    )
    {
        using HttpResponseMessage answer = await http.SendAsync(request, Stop);
        Assert.DoesNotContain("Server", answer.Headers.Select(header => header.Key));
        Assert.Equal(
            answer.IsSuccessStatusCode ? "application/json" : "application/problem+json",
            answer.Content.Headers.ContentType?.ToString()
        );
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop)), answer.Headers);
    }

    private LinksServer Over(IBilling asked, int mostPerMinute) =>
        new(
            new LinksApiSettings { MostPerMinute = mostPerMinute },
            new Uri($"http://127.0.0.1:{Ports.Free()}"),
            Key,
            new Inviter(
                asked,
                store.Invitations,
                token => $"hash of {token}",
                TimeSpan.FromMinutes(15),
                entry =>
                {
                    audit.Add(entry);
                    return Task.CompletedTask;
                },
                () => bot,
                time
            ),
            new SharedWindow(store.Attempts, key => $"hash of {key}", mostPerMinute, time),
            time,
            LoggerFactory
                .Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(log)))
                .CreateLogger<LinksServer>()
        );

    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
