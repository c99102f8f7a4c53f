using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BalanceBot.Inbox;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BalanceBot.Hosting;

/// <summary>
/// Where Telegram delivers. Whoever does not know the secret is told nothing and read nothing from; 200 only when the
/// update is kept; what cannot be kept now is asked for again.
/// </summary>
internal sealed class WebhookServer(WebhookDoor door, Func<Task<WebhookPlace>> placeOf, Uri listen, int largest)
    : BackgroundService
{
    private const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";

    // Beyond what Telegram sends (https://core.telegram.org/bots/api#setwebhook); larger than the largest update, which
    // must be taken to be put away, or it would come again for a day.
    private const int Slack = 1024 * 1024;
    private const int MostConnections = 500;
    private static readonly TimeSpan HeadersAtMost = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopAtMost = TimeSpan.FromSeconds(3);

    private readonly TaskCompletionSource listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the door is open: nobody should be told of it before.</summary>
    public Task Listening => listening.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        WebhookPlace place = await placeOf();
        byte[] secret = Digest(place.Secret);
        await using WebApplication server = Build();
        server.Run(context => Answer(context, place.Address.AbsolutePath, secret));
        try
        {
            await server.StartAsync(stoppingToken);
        }
        catch (IOException)
        {
            throw new UnusableException(
                $"Telegram:Webhook:Listen {listen} is taken by another program: choose another port, here and in the proxy."
            );
        }

        listening.TrySetResult();
        await server.WaitForShutdownAsync(stoppingToken);
    }

    private WebApplication Build()
    {
        // Empty: no settings or variables of the web platform can open another door.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = largest + Slack;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.RequestHeadersTimeout = HeadersAtMost;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Listen(
                HealthServer.Address(listen),
                listen.Port,
                options => options.Protocols = HttpProtocols.Http1
            );
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopAtMost);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        return builder.Build();
    }

    private async Task Answer(HttpContext context, string path, byte[] secret)
    {
        if (!context.Request.Path.Equals(path, StringComparison.Ordinal) || !HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        // Digests are of one length: the time of comparing tells nothing, not even the secret's length.
        string given = context.Request.Headers[SecretHeader].ToString();
        if (!CryptographicOperations.FixedTimeEquals(Digest(given), secret))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            using StreamReader body = new(context.Request.Body, Encoding.UTF8);
            Tell(context.Response, await door.Admit(await body.ReadToEndAsync(context.RequestAborted)));
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException bad)
        {
            context.Response.StatusCode = bad.StatusCode;
        }
        catch (OperationCanceledException) { }
    }

    private static void Tell(HttpResponse response, Admission admission)
    {
        switch (admission)
        {
            case Admission.Kept:
                response.StatusCode = StatusCodes.Status200OK;
                break;
            case Admission.Later(var wait):
                response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(
                    CultureInfo.InvariantCulture
                );
                break;
            default:
                response.StatusCode = StatusCodes.Status400BadRequest;
                break;
        }

        response.ContentLength = 0;
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
