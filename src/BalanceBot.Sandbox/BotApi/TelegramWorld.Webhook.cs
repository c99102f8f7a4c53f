using System.Text.Json.Nodes;

namespace BalanceBot.Sandbox.BotApi;

/// <summary>The webhook's side: what waits for it, and what became of it.</summary>
internal sealed partial class TelegramWorld
{
    private (DateTimeOffset At, string Words)? lastWebhookError;

    /// <summary>Null: the bot polls.</summary>
    public Webhook? Webhook { get; private set; }

    /// <summary>Told after each update that comes and each change of the webhook; it must not block.</summary>
    internal Action? WebhookHasWork { get; set; }

    public Answer SetWebhook(Webhook? webhook, bool dropPending)
    {
        lock (gate)
        {
            Webhook = webhook;
            lastWebhookError = null;
            if (dropPending)
            {
                updates.Clear();
            }
        }

        WebhookHasWork?.Invoke();
        return Answer.True;
    }

    public JsonObject WebhookInfo()
    {
        lock (gate)
        {
            JsonObject info = new()
            {
                ["url"] = Webhook?.Url.ToString() ?? "",
                ["has_custom_certificate"] = false,
                ["pending_update_count"] = updates.Count,
            };
            if (Webhook is { } set)
            {
                info["max_connections"] = set.MostAtOnce;
            }

            if (lastWebhookError is (var at, var words))
            {
                info["last_error_date"] = at.ToUnixTimeSeconds();
                info["last_error_message"] = words;
            }

            return info;
        }
    }

    internal IReadOnlyList<PendingUpdate> Pending()
    {
        lock (gate)
        {
            return updates.Pending(time.GetUtcNow());
        }
    }

    internal void Delivered(long id)
    {
        lock (gate)
        {
            updates.Remove(id);
            Tell(new WorldEvent.Polled());
        }
    }

    internal void NotDelivered(string words)
    {
        lock (gate)
        {
            lastWebhookError = (time.GetUtcNow(), words);
        }
    }
}
