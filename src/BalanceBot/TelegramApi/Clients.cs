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
    private readonly HttpClient sendHttp;

    public Clients(string token, Uri baseUrl, TimeSpan pollWait)
    {
        TelegramBotClientOptions options = new(token, baseUrl.ToString().TrimEnd('/'))
        {
            RetryThreshold = 0,
            RetryCount = 0,
        };
        pollHttp = Http(pollWait + PollMargin);
        sendHttp = Http(SendAtMost);
        Poll = new TelegramBotClient(options, pollHttp);
        Send = new TelegramBotClient(options, sendHttp);
    }

    public ITelegramBotClient Poll { get; }
    public ITelegramBotClient Send { get; }

    public void Dispose()
    {
        pollHttp.Dispose();
        sendHttp.Dispose();
    }

    private static HttpClient Http(TimeSpan atMost) =>
        new(
            new SocketsHttpHandler
            {
                ConnectTimeout = ConnectAtMost,
                PooledConnectionLifetime = ConnectionLife,
                AutomaticDecompression = DecompressionMethods.All,
                // No span of its own: its address is the one with the token. And no trace header to a stranger.
                ActivityHeadersPropagator = null,
            }
        )
        {
            Timeout = atMost,
        };
}
