using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace BalanceBot.Billing.Web;

/// <summary>
/// The way to one billing's API: own time-outs for the whole of an answer, repetition of what is safe to repeat, a circuit
/// breaker, bounded connections and bodies. No client factory: its loggers write the address, which may hold a secret.
/// </summary>
internal sealed class WebLine : IDisposable
{
    private static readonly TimeSpan ConnectAtMost = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan IdleLife = TimeSpan.FromSeconds(50);

    private readonly Uri root;
    private readonly HttpMessageInvoker http;

    /// <param name="system">The billing's name, for the log.</param>
    /// <param name="root">Where the API's paths begin.</param>
    public WebLine(string system, Uri root, WebLimits limits, TimeProvider time, ILogger<WebLine> log)
    {
        this.root = root;
        http = new HttpMessageInvoker(
            new ResilienceHandler(WebPipeline.Of(system, limits, time, log))
            {
                InnerHandler = new WholeBody { InnerHandler = Sockets(limits) },
            }
        );
    }

    public async Task<WebAnswer> Ask(WebCall call, CancellationToken stop)
    {
        using HttpRequestMessage request = call.Under(root);
        request.Options.Set(WebPipeline.Call, call);
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, stop);
            return ReplyReader.Read((int)response.StatusCode, WholeBody.Of(request));
        }
        catch (BrokenCircuitException)
        {
            return new WebAnswer.Unavailable("not asked: it has failed too often in the last seconds");
        }
        catch (TimeoutRejectedException)
        {
            return new WebAnswer.Unavailable("no answer in time");
        }
        catch (ReplyRefusedException refused)
        {
            return new WebAnswer.Unavailable(refused.Message, WebTrouble.Nonsense);
        }
        catch (HttpRequestException broken)
        {
            return new WebAnswer.Unavailable(
                Words(broken),
                broken.HttpRequestError is HttpRequestError.SecureConnectionError or HttpRequestError.InvalidResponse
                    ? WebTrouble.Nonsense
                    : WebTrouble.Away
            );
        }
    }

    public void Dispose() => http.Dispose();

    private static SocketsHttpHandler Sockets(WebLimits limits) =>
        new()
        {
            ConnectTimeout = ConnectAtMost,
            PooledConnectionLifetime = ConnectionLife,
            PooledConnectionIdleTimeout = IdleLife,
            MaxConnectionsPerServer = limits.MostConnections,
            // An answer that is not wanted any more is not read to its end.
            MaxResponseDrainSize = 0,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = limits.Proxy is not null,
            Proxy = limits.Proxy is { } proxy ? new WebProxy(proxy) : null,
            // A small answer that unpacks to a large one is not asked for.
            AutomaticDecompression = DecompressionMethods.None,
            // No span of its own, whose address may hold a secret.
            ActivityHeadersPropagator = null,
        };

    /// <summary>Its message may hold an address: told by its kind.</summary>
    private static string Words(HttpRequestException broken) =>
        broken.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "its host name is not known",
            HttpRequestError.ConnectionError => "no connection",
            HttpRequestError.SecureConnectionError => "no secure connection: is its certificate good?",
            HttpRequestError.ResponseEnded => "the answer was cut off",
            HttpRequestError.InvalidResponse => "the answer is no HTTP",
            _ => "the connection broke",
        };
}
