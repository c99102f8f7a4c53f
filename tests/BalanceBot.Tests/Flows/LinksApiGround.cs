using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BalanceBot.Billing;
using BalanceBot.Hosting.Inviting;
using BalanceBot.Linking;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Tests.Billing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Seal = BalanceBot.Storage.Seal;

namespace BalanceBot.Tests.Flows;

/// <summary>The links API over real HTTP, over a store and a billing of its own, in virtual time.</summary>
public abstract class LinksApiGround : IAsyncLifetime
{
    private protected const string Key = "0123456789abcdef0123456789abcdef";
    private protected readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-links-").FullName;
    private protected readonly PlainBilling billing = new([new("700 123", 1m), new("555", 1m), new("555", 2m)]);
    private protected readonly List<AuditEntry> audit = [];
    private protected readonly List<string> log = [];
    private protected readonly LiteDbStore store;
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private protected string bot = "OurBalanceBot";
    private protected LinksServer server = null!;

    private protected LinksApiGround() =>
        store = LiteDbStore.Open(Path.Combine(folder, "bot.db"), Seal.From("7:token", "store"));

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

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
        GC.SuppressFinalize(this);
    }

    private protected Task<(HttpStatusCode Status, JsonNode? Body, HttpResponseHeaders Headers)> Ask(string contract) =>
        Send(Request(JsonSerializer.Serialize(new { contract })));

    private protected HttpRequestMessage Request(
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

    private protected async Task<(HttpStatusCode Status, JsonNode? Body, HttpResponseHeaders Headers)> Send(
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

    private protected LinksServer Over(IBilling asked, int mostPerMinute) =>
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
}
