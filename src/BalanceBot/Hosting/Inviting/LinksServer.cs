using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BalanceBot.Linking;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BalanceBot.Hosting.Inviting;

/// <summary>
/// The provider's cabinet asks here for one-time links (docs/operations/links-api.yaml). Whoever does not know the key is
/// told nothing and read nothing from; whoever does is told what they must do, and nothing of why.
/// </summary>
internal sealed partial class LinksServer(
    LinksApiSettings settings,
    Uri listen,
    string key,
    Inviter inviter,
    SharedWindow answered,
    TimeProvider time,
    ILogger<LinksServer> log
) : IHostedService, IAsyncDisposable
{
    public const string Path = "/api/links";
    public const int LargestBody = 1024;

    /// <summary>
    /// Kestrel breaks a connection on which more comes than this, and whoever sends may then never see the answer: a body that
    /// is only somewhat too large is read to its end and answered.
    /// </summary>
    private const int LargestRead = 64 * 1024;
    private const string KeyHeader = "X-Api-Key";
    private const string Bearer = "Bearer ";
    private const int MostConnections = 50;

    /// <summary>From the headers to the answer: whoever sends a body letter by letter is not waited for.</summary>
    public static readonly TimeSpan AtMost = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HeadersAtMost = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopAtMost = TimeSpan.FromSeconds(0.5);

    private readonly byte[] keyDigest = Digest(key);

    /// <summary>
    /// A window of their own, and of this process: strangers must neither use up what the cabinet may ask, nor write into the
    /// store.
    /// </summary>
    private readonly FixedWindow refused = new(settings.MostPerMinute, time);
    private WebApplication? server;

    /// <summary>Where it listens, once it does.</summary>
    public Uri Address => new(server!.Urls.Single());

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        server = Build();
        server.Run(Answer);
        try
        {
            await server.StartAsync(cancellationToken);
        }
        catch (IOException)
        {
            throw new UnusableException(
                $"LinksApi:Listen {listen} is taken by another program: choose another port, here and in the proxy."
            );
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource enough = new(StopAtMost, TimeProvider.System);
        await (server?.StopAsync(enough.Token) ?? Task.CompletedTask);
    }

    public async ValueTask DisposeAsync() => await (server?.DisposeAsync() ?? ValueTask.CompletedTask);

    private WebApplication Build()
    {
        // Empty: no settings or variables of the web platform can open another door.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = LargestRead;
                kestrel.Limits.MaxRequestLineSize = 1024;
                kestrel.Limits.MaxRequestBufferSize = 8 * 1024;
                kestrel.Limits.MaxRequestHeadersTotalSize = 8 * 1024;
                kestrel.Limits.MaxConcurrentConnections = MostConnections;
                kestrel.Limits.RequestHeadersTimeout = HeadersAtMost;
                kestrel.Listen(
                    HealthServer.Address(listen),
                    listen.Port,
                    options => options.Protocols = HttpProtocols.Http1
                );
            });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        return builder.Build();
    }

    private async Task Answer(HttpContext http)
    {
        using CancellationTokenSource late = new(AtMost, time);
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(
            late.Token,
            http.RequestAborted
        );
        try
        {
            await Tell(http.Response, await Judge(http.Request, enough.Token));
        }
        catch (OperationCanceledException)
            when (late.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            await Tell(http.Response, new LinksAnswer.Problem(StatusCodes.Status408RequestTimeout));
        }
        catch (OperationCanceledException)
        {
            // Whoever asked has gone: nobody is there to be told.
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException bad)
        {
            await Tell(http.Response, new LinksAnswer.Problem(bad.StatusCode));
        }
#pragma warning disable CA1031 // The edge of the server: told without its message, which may quote a secret.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.Failed(log, BotHost.Told(failure));
            await Tell(http.Response, new LinksAnswer.Problem(StatusCodes.Status503ServiceUnavailable, AtMost));
        }
    }

    private async Task<LinksAnswer> Judge(HttpRequest request, CancellationToken stop)
    {
        if (!request.Path.Equals(Path, StringComparison.Ordinal))
        {
            return new LinksAnswer.Problem(StatusCodes.Status404NotFound);
        }

        // Digests are of one length: the time of comparing tells nothing, not even the key's length.
        if (!CryptographicOperations.FixedTimeEquals(Digest(KeyOf(request)), keyDigest))
        {
            return refused.Take() is { } pause
                ? new LinksAnswer.Problem(StatusCodes.Status429TooManyRequests, pause)
                : new LinksAnswer.Problem(StatusCodes.Status401Unauthorized);
        }

        // What cannot be answered is cheap, and counts for nothing.
        return !HttpMethods.IsPost(request.Method) ? new LinksAnswer.Problem(StatusCodes.Status405MethodNotAllowed)
            : !request.HasJsonContentType() ? new LinksAnswer.Problem(StatusCodes.Status415UnsupportedMediaType)
            : await BodyOf(request, stop) is not { } body
                ? new LinksAnswer.Problem(StatusCodes.Status413PayloadTooLarge)
            : LinksBody.ContractIn(body.Span) is not { } contract
                ? new LinksAnswer.Problem(StatusCodes.Status400BadRequest)
            : await answered.Take() is { } wait ? new LinksAnswer.Problem(StatusCodes.Status429TooManyRequests, wait)
            : await Invite(contract, stop);
    }

    /// <summary>Null: it is too large.</summary>
    private static async Task<ReadOnlyMemory<byte>?> BodyOf(HttpRequest request, CancellationToken stop)
    {
        byte[] body = new byte[LargestBody + 1];
        int length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, stop);
        return length > LargestBody ? (ReadOnlyMemory<byte>?)null : body.AsMemory(0, length);
    }

    private async Task<LinksAnswer> Invite(string contract, CancellationToken stop) =>
        await inviter.Invite(contract, "by the cabinet", stop) switch
        {
            InviteOutcome.Invited(_, var url, var until) => new LinksAnswer.Made(url, until),
            // Two of one number are as none: neither can be linked.
            InviteOutcome.NotFound or InviteOutcome.Ambiguous => new LinksAnswer.Problem(StatusCodes.Status404NotFound),
            _ => new LinksAnswer.Problem(StatusCodes.Status503ServiceUnavailable, AtMost),
        };

    private static string KeyOf(HttpRequest request)
    {
        string authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[Bearer.Length..].Trim()
            : request.Headers[KeyHeader].ToString();
    }

    private static async Task Tell(HttpResponse response, LinksAnswer answer)
    {
        if (response.HasStarted)
        {
            return;
        }

        response.StatusCode = answer.Status;
        response.Headers.CacheControl = "no-store";
        response.ContentType = answer.ContentType;
        if (answer is LinksAnswer.Problem { RetryAfter: { } wait })
        {
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
        }

        if (answer.Status == StatusCodes.Status405MethodNotAllowed)
        {
            response.Headers.Allow = HttpMethods.Post;
        }

        if (answer.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        await response.Body.WriteAsync(answer.Body());
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static partial class Log
    {
        [LoggerMessage(
            9050,
            LogLevel.Error,
            "A request for a one-time link failed: {Why}",
            EventName = "LinksApiFailed"
        )]
        public static partial void Failed(ILogger log, string why);
    }
}
