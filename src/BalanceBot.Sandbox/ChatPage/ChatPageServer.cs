using System.Net;
using BalanceBot.Sandbox.Clock;
using BalanceBot.Sandbox.SampleBilling;

namespace BalanceBot.Sandbox.ChatPage;

/// <summary>The chat page on loopback.</summary>
internal sealed class ChatPageServer : IAsyncDisposable
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly WebApplication _web;

    private ChatPageServer(WebApplication web) => _web = web;

    public Uri Address => new(_web.Urls.Single());

    /// <param name="port">0: any free one.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<ChatPageServer> Start(
        IChatWorld world,
        BillingFile billing,
        SandboxClock clock,
        int port,
        CancellationToken stop = default
    )
    {
        // Empty: no settings, logs or addresses from the surroundings may change what this page does.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddRouting();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var web = builder.Build();
        web.Use(Guard);
        web.UseRouting();
        MapAssets(web, PageAssets.Load());
        PageApi.Map(web, world, billing, clock);
        MapStream(web, new PageStream(world, billing, clock));
        try
        {
            await web.StartAsync(stop);
        }
        catch
        {
            await web.DisposeAsync();
            throw;
        }
        return new(web);
    }

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync();
        await _web.DisposeAsync();
    }

    private static Task Guard(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (SameOriginOnly.Refusal(context.Request) is not { } refusal)
        {
            return next(context);
        }
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(refusal, context.RequestAborted);
    }

    private static void MapAssets(WebApplication web, PageAssets assets)
    {
        foreach (var (path, asset) in assets.Files)
        {
            web.MapGet(
                path,
                (HttpContext context) =>
                {
                    // Asked again every time and answered by 304: a newer sandbox never meets an older page.
                    context.Response.Headers.CacheControl = "no-cache";
                    return Results.Bytes(asset.Bytes, asset.ContentType, entityTag: new(asset.Tag));
                }
            );
        }
    }

    private static void MapStream(WebApplication web, PageStream stream) =>
        web.MapGet(
            "/api/stream",
            (HttpContext context) =>
            {
                // An open stream would hold the shutdown until its time-out.
                var stopping = CancellationTokenSource.CreateLinkedTokenSource(
                    context.RequestAborted,
                    web.Lifetime.ApplicationStopping
                );
                context.Response.RegisterForDispose(stopping);
                return Results.ServerSentEvents(stream.Open(stopping.Token));
            }
        );
}
