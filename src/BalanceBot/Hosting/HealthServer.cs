using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using BalanceBot.Inbox;
using Microsoft.AspNetCore.Http.Json;

namespace BalanceBot.Hosting;

/// <summary>What a health request is told.</summary>
internal sealed record HealthAnswer(string Status, IReadOnlyList<string> Reasons);

[JsonSerializable(typeof(HealthAnswer))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class HealthJson : JsonSerializerContext;

/// <summary>
/// /health/live: the process answers. /health/ready: Telegram answers us and the inbox moves; 503 with reasons if not.
/// A server of its own: health must answer while the rest starts or is stuck.
/// </summary>
internal sealed class HealthServer(
    Uri listen,
    ReceiverStatus receiver,
    IInboxStore inbox,
    TimeSpan pollAllowed,
    TimeProvider time
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(Address(listen), listen.Port);
        });
        builder.Services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, HealthJson.Default);
            // Read by people and scripts, never as HTML: an apostrophe stays one.
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        await using WebApplication server = builder.Build();
        server.MapGet("/health/live", () => Results.Ok(new HealthAnswer("live", [])));
        server.MapGet("/health/ready", Ready);
        try
        {
            await server.StartAsync(stoppingToken);
        }
        catch (IOException)
        {
            throw new UnusableException(
                $"Health:Listen {listen} is taken by another program: choose another port, or leave it empty to switch health off."
            );
        }

        await server.WaitForShutdownAsync(stoppingToken);
    }

    private async Task<IResult> Ready()
    {
        Vitals vitals = new(receiver.LastGoodPoll, receiver.Trouble, await inbox.OldestKept());
        IReadOnlyList<string> reasons = Readiness.Reasons(vitals, pollAllowed, time.GetUtcNow());
        return reasons.Count == 0
            ? Results.Ok(new HealthAnswer("ready", reasons))
            : Results.Json(new HealthAnswer("not ready", reasons), statusCode: 503);
    }

    /// <summary>The settings' check has seen that it is one.</summary>
    public static IPAddress Address(Uri listen) =>
        listen.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
            ? IPAddress.Parse(listen.Host)
            : IPAddress.Loopback;
}
