using System.Net.Http.Headers;
using System.Threading.Channels;

namespace BalanceBot.Benchmarks.Turns.BotApi;

/// <summary>What the bot said in setWebhook.</summary>
internal sealed record Webhook(Uri Url, string? Secret, int MostConnections);

/// <summary>
/// It is posted to the bot: one update of a chat under way at a time, the next after a 2xx, again after anything else.
/// Several instances are given their share in turn, as a balancer would.
/// </summary>
internal sealed class ByWebhook : IDelivery, IAsyncDisposable
{
    private const int MostConnections = 100;
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    private readonly Channel<Post> posts = Channel.CreateUnbounded<Post>();
    private readonly ChatOrder order = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Webhook webhook;
    private readonly Uri[] addresses;
    private readonly HttpMessageInvoker http;
    private readonly Task[] workers;
    private int turn;
    private int refused;

    /// <param name="instances">Where the instances listen; empty: at the webhook's own address.</param>
    public ByWebhook(Webhook webhook, IReadOnlyCollection<Uri> instances)
        : this(webhook, instances, new SocketsHttpHandler()) { }

    internal ByWebhook(Webhook webhook, IReadOnlyCollection<Uri> instances, HttpMessageHandler handler)
    {
        this.webhook = webhook;
        addresses =
            instances.Count == 0
                ? [webhook.Url]
                : [.. instances.Select(instance => new Uri(instance, webhook.Url.PathAndQuery))];
        http = new HttpMessageInvoker(handler);
        int connections = Math.Clamp(webhook.MostConnections, 1, MostConnections);
        workers = [.. Enumerable.Range(0, connections).Select(_ => Task.Run(Work))];
    }

    /// <summary>Answers other than 2xx, and none at all.</summary>
    public int Refused => refused;

    public void Deliver(Person person, long updateId, byte[] update)
    {
        Post post = new(person.Chat, update);
        if (order.Enter(post))
        {
            posts.Writer.TryWrite(post);
        }
    }

    public async ValueTask DisposeAsync()
    {
        posts.Writer.TryComplete();
        await stop.CancelAsync();
        await Task.WhenAll(workers);
        http.Dispose();
        stop.Dispose();
    }

    private async Task Work()
    {
        try
        {
            await foreach (Post post in posts.Reader.ReadAllAsync(stop.Token))
            {
                while (await TryOnce(post) is { } wait)
                {
                    Interlocked.Increment(ref refused);
                    await Task.Delay(wait, TimeProvider.System, stop.Token);
                }

                if (order.Leave(post.Chat) is { } next)
                {
                    posts.Writer.TryWrite(next);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
    }

    /// <summary>Null: taken. Else how long to wait before it is tried again.</summary>
    private async Task<TimeSpan?> TryOnce(Post post)
    {
        Uri address = addresses[(uint)Interlocked.Increment(ref turn) % addresses.Length];
        using HttpRequestMessage request = new(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(post.Update),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (webhook.Secret is { } secret)
        {
            request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", secret);
        }

        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        late.CancelAfter(AtMost);
        try
        {
            using HttpResponseMessage answer = await http.SendAsync(request, late.Token);
            return answer.IsSuccessStatusCode ? null : answer.Headers.RetryAfter?.Delta ?? AgainAfter;
        }
        catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException)
        {
            stop.Token.ThrowIfCancellationRequested();
            return AgainAfter;
        }
    }

    /// <summary>One update on its way.</summary>
    internal sealed record Post(long Chat, byte[] Update);
}

/// <summary>Of each chat one update is under way; the others wait behind it.</summary>
internal sealed class ChatOrder
{
    private readonly Dictionary<long, Queue<ByWebhook.Post>> chats = [];
    private readonly Lock gate = new();

    /// <summary>True: it may go now.</summary>
    public bool Enter(ByWebhook.Post post)
    {
        lock (gate)
        {
            if (chats.TryGetValue(post.Chat, out Queue<ByWebhook.Post>? behind))
            {
                behind.Enqueue(post);
                return false;
            }

            chats[post.Chat] = new Queue<ByWebhook.Post>();
            return true;
        }
    }

    /// <summary>The first of the chat has been taken; what may go next.</summary>
    public ByWebhook.Post? Leave(long chat)
    {
        lock (gate)
        {
            if (chats[chat].TryDequeue(out ByWebhook.Post? next))
            {
                return next;
            }

            chats.Remove(chat);
            return null;
        }
    }
}
