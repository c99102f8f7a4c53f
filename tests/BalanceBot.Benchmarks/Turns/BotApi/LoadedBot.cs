using System.Buffers;

namespace BalanceBot.Benchmarks.Turns.BotApi;

/// <summary>One bot as the Bot API knows it: what waits for it, and who hears what it says.</summary>
internal sealed class LoadedBot(string token, UpdateLine line, IReadOnlyList<Uri> instances, TimeProvider time)
    : IAsyncDisposable
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int lastMessage;
    private ByWebhook? webhook;

    public string Token { get; } = token;
    public required Load Load { get; init; }

    /// <summary>Ends when the bot has asked for updates, or has said where to bring them.</summary>
    public Task Ready => ready.Task;

    public int Polls { get; private set; }
    public Uri? WebhookUrl { get; private set; }

    public ValueTask DisposeAsync() => webhook?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The request of getUpdates; what is in the answer, and its status.</summary>
    public async Task<(int Status, ReadOnlyMemory<byte> Body)> Updates(
        long offset,
        int limit,
        int seconds,
        CancellationToken gone
    )
    {
        if (WebhookUrl is not null)
        {
            return (409, ApiAnswer.WebhookIsSet.ToArray());
        }

        Polls++;
        ready.TrySetResult();
        return
            await line.Take(offset, Math.Clamp(limit, 1, 100), TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 50)), gone)
                is { } updates
            ? (200, ApiAnswer.Updates(updates))
            : (409, ApiAnswer.Conflict.ToArray());
    }

    /// <summary>Any other method; its status.</summary>
    public int Answer(string method, ReadOnlySpan<byte> body, IBufferWriter<byte> to)
    {
        ApiCall call = ApiCall.Read(body);
        switch (method)
        {
            case "sendMessage":
                return Sent(in call, to);
            case "getMe":
                to.Write(ApiAnswer.Me);
                return 200;
            case "getWebhookInfo":
                to.Write(ApiAnswer.WebhookInfo(WebhookUrl, line.Count));
                return 200;
            case "setWebhook" when !string.IsNullOrEmpty(call.Url):
                Set(new Webhook(new Uri(call.Url), call.Secret, call.Connections));
                break;
            case "deleteWebhook" or "setWebhook":
                WebhookUrl = null;
                Load.Delivery = new ByPolling(line);
                break;
        }

        to.Write(ApiAnswer.True);
        return 200;
    }

    private int Sent(in ApiCall call, IBufferWriter<byte> to)
    {
        if (!Load.Hear(call.Chat, call.Text))
        {
            to.Write(ApiAnswer.NoChat);
            return 400;
        }

        ApiAnswer.Sent(to, Interlocked.Increment(ref lastMessage), time.GetUtcNow().ToUnixTimeSeconds(), in call);
        return 200;
    }

    /// <summary>Each instance of a bot sets the same one; the deliveries go on.</summary>
    private void Set(Webhook wanted)
    {
        if (WebhookUrl != wanted.Url)
        {
            WebhookUrl = wanted.Url;
            webhook = new ByWebhook(wanted, instances);
            Load.Delivery = webhook;
        }

        ready.TrySetResult();
    }
}
