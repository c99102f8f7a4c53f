using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using BalanceBot.TelegramApi;
using Telegram.Bot;

namespace BalanceBot.Tests.TelegramApi;

/// <summary>The HTTP below the library: records what goes out, answers by script.</summary>
internal sealed class Wire : HttpMessageHandler
{
    public const string Token = "7000000001:a-made-up-token-for-the-tests";
    private Func<HttpResponseMessage> answer = () => Json(HttpStatusCode.OK, """{"ok":true,"result":true}""");

    public List<(string Method, JsonNode? Body)> Requests { get; } = [];

    /// <summary>As the product makes it, but for the handler.</summary>
    public ITelegramBotClient Client() =>
        new TelegramBotClient(
            new TelegramBotClientOptions(Token, "http://127.0.0.1:1") { RetryThreshold = 0, RetryCount = 0 },
            new HttpClient(this)
        );

    /// <summary>The same for messages.</summary>
    public ApiCaller Caller() =>
        new(
            new HttpMessageInvoker(this, disposeHandler: false),
            ApiCaller.RootOf(new Uri("http://127.0.0.1:1"), Token),
            TimeSpan.FromSeconds(15),
            TimeProvider.System
        );

    public Wire Answers(int status, string body, string type = "application/json")
    {
        answer = () =>
            new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, type) };
        return this;
    }

    public Wire Breaks(Exception failure)
    {
        answer = () => throw failure;
        return this;
    }

    /// <summary>The body ends before its promised length.</summary>
    public Wire Cuts(int status, string start)
    {
        answer = () =>
            new HttpResponseMessage((HttpStatusCode)status)
            {
                Content = new StreamContent(new Cut(Encoding.UTF8.GetBytes(start))),
            };
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        string? body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add((request.RequestUri!.Segments[^1], string.IsNullOrEmpty(body) ? null : JsonNode.Parse(body)));
        cancellationToken.ThrowIfCancellationRequested();
        return answer();
    }

    private static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private sealed class Cut(byte[] start) : MemoryStream(start)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, count) is > 0 and var read ? read : throw Ended();

        public override int Read(Span<byte> buffer) => base.Read(buffer) is > 0 and var read ? read : throw Ended();

        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken stop) =>
            await base.ReadAsync(buffer.AsMemory(offset, count), stop) is > 0 and var read ? read : throw Ended();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken stop = default) =>
            await base.ReadAsync(buffer, stop) is > 0 and var read ? read : throw Ended();

        private static HttpIOException Ended() => new(HttpRequestError.ResponseEnded);
    }
}
