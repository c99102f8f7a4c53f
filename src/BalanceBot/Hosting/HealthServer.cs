using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BalanceBot.Hosting;

/// <summary>What a health request is told.</summary>
internal sealed record HealthAnswer(string Status, IReadOnlyList<string> Reasons)
{
    public const string IsLive = "live";
    public const string IsReady = "ready";

    /// <summary>Ready, but a person should see to something.</summary>
    public const string Degraded = "degraded";
    public const string NotReady = "not ready";
}

[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class HealthJson : JsonSerializerContext
{
    /// <summary>Read by people and scripts, never as HTML: an apostrophe stays one.</summary>
    public static HealthJson Plain { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
}

/// <summary>
/// /health/live: the process answers. /health/ready: the bot does its work; 503 with reasons if not, and from the signal
/// to stop on. A server of its own: health must answer while the rest starts, is stuck or drains.
/// </summary>
/// <param name="more">Further endpoints, if any.</param>
internal sealed class HealthServer(Uri listen, Checkup checkup, Action<IEndpointRouteBuilder>? more = null)
    : IHostedService,
        IAsyncDisposable
{
    private static readonly TimeSpan StopAtMost = TimeSpan.FromSeconds(0.5);
    private WebApplication? server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        server = Build();
        server.MapGet("/health/live", context => Write(context, new HealthAnswer(HealthAnswer.IsLive, [])));
        server.MapGet("/health/ready", async context => await Write(context, await checkup.Ready()));
        more?.Invoke(server);
        try
        {
            await server.StartAsync(cancellationToken);
        }
        catch (IOException)
        {
            throw new UnusableException(
                $"Health:Listen {listen} is taken by another program: choose another port, or leave it empty to switch health off."
            );
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource enough = new(StopAtMost, TimeProvider.System);
        await (server?.StopAsync(enough.Token) ?? Task.CompletedTask);
    }

    public async ValueTask DisposeAsync() => await (server?.DisposeAsync() ?? ValueTask.CompletedTask);

    /// <summary>Empty: it reads no settings file that lies about, writes no log and hears no signals.</summary>
    private WebApplication Build()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Limit);
        builder.Services.AddRoutingCore();
        // The usual lifetime would hear SIGTERM by itself; this server stops when its turn comes.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        return builder.Build();
    }

    private void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Limits.MaxRequestLineSize = 1024;
        kestrel.Limits.MaxRequestBufferSize = 8 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 8 * 1024;
        kestrel.Limits.MaxConcurrentConnections = 100;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        kestrel.Listen(Address(listen), listen.Port);
    }

    private static Task Write(HttpContext context, HealthAnswer answer)
    {
        context.Response.StatusCode = answer.Status == HealthAnswer.NotReady ? 503 : 200;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(JsonSerializer.Serialize(answer, HealthJson.Plain.HealthAnswer));
    }

    /// <summary>The settings' check has seen that it is one.</summary>
    public static IPAddress Address(Uri listen) =>
        listen.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
            ? IPAddress.Parse(listen.Host)
            : IPAddress.Loopback;
}
