using System.Net;
using Telegram.Bot;

namespace BalanceBot.TelegramApi;

/// <summary>
/// A client each for polls, which wait up to a minute, for messages, which must not, and for what is asked once. The library's own retries are off: it sleeps inside the
/// call, and knows of no pause that all share. No client factory: its loggers write the address, and so the token.
/// </summary>
internal sealed class Clients : IDisposable
{
    private static readonly TimeSpan SendAtMost = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConnectAtMost = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollMargin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(10);
    private readonly HttpMessageInvoker pollHttp;
    private readonly HttpClient askHttp;
    private readonly HttpMessageInvoker sendHttp;

    public Clients(string token, Uri baseUrl, TimeSpan pollWait, TimeProvider time)
    {
        TelegramBotClientOptions options = new(token, baseUrl.ToString().TrimEnd('/'))
        {
            RetryThreshold = 0,
            RetryCount = 0,
        };
        pollHttp = new HttpMessageInvoker(Packed());
        askHttp = Http(SendAtMost);
        sendHttp = new HttpMessageInvoker(Bare());
        Uri root = ApiCaller.RootOf(baseUrl, token);
        Poll = new ApiCaller(pollHttp, root, pollWait + PollMargin, time);
        Ask = new TelegramBotClient(options, askHttp);
        Send = new ApiCaller(sendHttp, root, SendAtMost, time);
    }

    public ApiCaller Poll { get; }

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

    private static HttpClient Http(TimeSpan atMost) => new(Packed()) { Timeout = atMost };

    /// <summary>Many updates at once are packed small; for the answer to one message it is not worth the work.</summary>
    private static SocketsHttpHandler Packed()
    {
        SocketsHttpHandler handler = Bare();
        handler.AutomaticDecompression = DecompressionMethods.All;
        return handler;
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
