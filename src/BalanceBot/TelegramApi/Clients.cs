using System.Net;
using Telegram.Bot;

namespace BalanceBot.TelegramApi;

/// <summary>
/// Two clients: a poll waits up to a minute, a message must not. The library's own retries are off: it sleeps inside the
/// call, and knows of no pause that all share. No client factory: its loggers write the address, and so the token.
/// </summary>
internal sealed class Clients : IDisposable
{
    private static readonly TimeSpan SendAtMost = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConnectAtMost = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollMargin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(10);
    private readonly HttpClient pollHttp;
    private readonly HttpClient askHttp;
    private readonly HttpMessageInvoker sendHttp;

    public Clients(string token, Uri baseUrl, TimeSpan pollWait, TimeProvider time)
    {
        TelegramBotClientOptions options = new(token, baseUrl.ToString().TrimEnd('/'))
        {
            RetryThreshold = 0,
            RetryCount = 0,
        };
        pollHttp = Http(pollWait + PollMargin);
        askHttp = Http(SendAtMost);
        sendHttp = new HttpMessageInvoker(Bare());
        Poll = new TelegramBotClient(options, pollHttp);
        Ask = new TelegramBotClient(options, askHttp);
        Send = new ApiCaller(sendHttp, ApiCaller.RootOf(baseUrl, token), SendAtMost, time);
    }

    public ITelegramBotClient Poll { get; }

    /// <summary>For what is asked once: the library knows the answers' shapes.</summary>
    public ITelegramBotClient Ask { get; }

    /// <summary>For messages: thousands a second, and of the answer only an id matters.</summary>
    public ApiCaller Send { get; }

    public void Dispose()
    {
        pollHttp.Dispose();
        askHttp.Dispose();
        sendHttp.Dispose();
    }

    private static HttpClient Http(TimeSpan atMost)
    {
        SocketsHttpHandler handler = Bare();
        handler.AutomaticDecompression = DecompressionMethods.All;
        return new HttpClient(handler) { Timeout = atMost };
    }

    /// <summary>The Bot API sets no cookies and sends nobody elsewhere; with a token in the address, nobody may.</summary>
    private static SocketsHttpHandler Bare() =>
        new()
        {
            ConnectTimeout = ConnectAtMost,
            PooledConnectionLifetime = ConnectionLife,
            AllowAutoRedirect = false,
            UseCookies = false,
            // No span of its own: its address is the one with the token. And no trace header to a stranger.
            ActivityHeadersPropagator = null,
        };
}
