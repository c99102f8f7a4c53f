using System.Net.Http.Headers;
using System.Text;

namespace BalanceBot.Sandbox.BotApi;

/// <summary>
/// Brings updates to the webhook: in each queue one at a time, the next after a 2xx; the messages, presses and
/// memberships of one person are queues of their own and may overtake each other.
/// </summary>
internal sealed class WebhookDelivery : IAsyncDisposable
{
    private static readonly TimeSpan AnswerAtMost = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestOwnRest = TimeSpan.FromSeconds(64);
    private readonly HttpClient http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly TelegramWorld world;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly HashSet<string> busy = [];
    private readonly Dictionary<string, (int Failures, DateTimeOffset Until)> resting = [];
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationToken stopped;
    private readonly ITimer timer;

    public WebhookDelivery(TelegramWorld world, TimeProvider time)
    {
        this.world = world;
        this.time = time;
        stopped = stop.Token;
        timer = time.CreateTimer(_ => Pump(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        world.WebhookHasWork = Pump;
    }

    public async ValueTask DisposeAsync()
    {
        if (stopped.IsCancellationRequested)
        {
            return;
        }

        world.WebhookHasWork = null;
        await timer.DisposeAsync();
        await stop.CancelAsync();
        stop.Dispose();
        http.Dispose();
    }

    private void Pump()
    {
        if (world.Webhook is not { } webhook || stopped.IsCancellationRequested)
        {
            return;
        }

        IReadOnlyList<PendingUpdate> waiting = world.Pending();
        lock (gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            foreach (PendingUpdate update in waiting)
            {
                if (busy.Count < webhook.MostAtOnce && !Rests(update.Queue, now) && busy.Add(update.Queue))
                {
                    _ = Task.Run(() => Deliver(webhook, update));
                }
            }

            SetTimer(now);
        }
    }

    private bool Rests(string queue, DateTimeOffset now) =>
        resting.TryGetValue(queue, out (int Failures, DateTimeOffset Until) rest) && rest.Until > now;

    private async Task Deliver(Webhook webhook, PendingUpdate update)
    {
        (bool taken, TimeSpan? retryAfter, string words) = await Post(webhook, update);
        if (taken)
        {
            world.Delivered(update.Id);
        }
        else
        {
            world.NotDelivered(words);
        }

        lock (gate)
        {
            busy.Remove(update.Queue);
            if (taken)
            {
                resting.Remove(update.Queue);
            }
            else
            {
                Rest(update.Queue, retryAfter);
            }
        }

        if (!stopped.IsCancellationRequested)
        {
            Pump();
        }
    }

    private void Rest(string queue, TimeSpan? retryAfter)
    {
        int failures = resting.GetValueOrDefault(queue).Failures + 1;
        double own = Math.Min(Math.Pow(2, failures - 1), LongestOwnRest.TotalSeconds);
        TimeSpan rest = retryAfter is { } asked
            ? asked < LongestRest
                ? asked
                : LongestRest
            : TimeSpan.FromSeconds(own);
        resting[queue] = (failures, time.GetUtcNow() + rest);
    }

    /// <summary>Also after it has rung: it may ring a little early (whole milliseconds), while the rest is not over.</summary>
    private void SetTimer(DateTimeOffset now)
    {
        DateTimeOffset[] rests = [.. resting.Values.Select(rest => rest.Until).Where(until => until > now)];
        if (rests.Length > 0)
        {
            timer.Change(rests.Min() - now + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }

    private async Task<(bool Taken, TimeSpan? RetryAfter, string Words)> Post(Webhook webhook, PendingUpdate update)
    {
        using CancellationTokenSource patience = new(AnswerAtMost, time);
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopped);
        using HttpRequestMessage request = new(HttpMethod.Post, webhook.Url)
        {
            Content = new StringContent(update.Json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        if (webhook.Secret is { } secret)
        {
            request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", secret);
        }

        try
        {
            using HttpResponseMessage answer = await http.SendAsync(request, enough.Token);
            return (
                answer.IsSuccessStatusCode,
                answer.Headers.RetryAfter?.Delta,
                $"Wrong response from the webhook: {(int)answer.StatusCode} {answer.ReasonPhrase}"
            );
        }
        catch (HttpRequestException)
        {
            return (false, null, "Connection refused");
        }
        catch (OperationCanceledException)
        {
            return (false, null, "Read timeout expired");
        }
    }
}
