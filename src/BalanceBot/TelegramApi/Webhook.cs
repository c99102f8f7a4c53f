using BalanceBot.Inbox;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace BalanceBot.TelegramApi;

/// <summary>setWebhook, deleteWebhook and getWebhookInfo.</summary>
internal sealed class Webhook(ITelegramBotClient client, TimeProvider time) : IWebhook
{
    private static readonly UpdateType[] Kinds =
    [
        UpdateType.Message,
        UpdateType.EditedMessage,
        UpdateType.CallbackQuery,
        UpdateType.MyChatMember,
    ];

    /// <summary>Telegram tells the last error for ever; an older one is over.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(2);

    public Task<WebhookOutcome> Set(WebhookPlace place, CancellationToken stop) =>
        Try(
            async () =>
            {
                await client.SetWebhook(
                    url: place.Address.ToString(),
                    maxConnections: place.MostConnections,
                    allowedUpdates: Kinds,
                    dropPendingUpdates: false,
                    secretToken: place.Secret,
                    cancellationToken: stop
                );
                return new WebhookOutcome.Done();
            },
            stop
        );

    public Task<WebhookOutcome> Delete(CancellationToken stop) =>
        Try(
            async () =>
            {
                await client.DeleteWebhook(dropPendingUpdates: false, cancellationToken: stop);
                return new WebhookOutcome.Done();
            },
            stop
        );

    public Task<WebhookOutcome> Look(CancellationToken stop) =>
        Try(
            async () =>
            {
                WebhookInfo info = await client.GetWebhookInfo(stop);
                bool isNew = info.LastErrorDate > (time.GetUtcNow() - Lately).UtcDateTime;
                return new WebhookOutcome.Seen(
                    info.Url,
                    info.PendingUpdateCount,
                    isNew ? info.LastErrorMessage ?? "no reason given" : null
                );
            },
            stop
        );

    private static async Task<WebhookOutcome> Try(Func<Task<WebhookOutcome>> call, CancellationToken stop)
    {
        try
        {
            return await call();
        }
        catch (ApiRequestException refused)
        {
            return refused.ErrorCode switch
            {
                400 => new WebhookOutcome.Refused(refused.Message),
                401 or 404 => new WebhookOutcome.Unauthorized(),
                429 => new WebhookOutcome.Failed(
                    "Telegram asks to wait (429)",
                    TimeSpan.FromSeconds(refused.Parameters?.RetryAfter ?? 1)
                ),
                _ => new WebhookOutcome.Failed($"Telegram answers {refused.ErrorCode}"),
            };
        }
#pragma warning disable CA1031 // Whatever goes wrong here is the network's; told by kind, for messages may hold the address with the token.
        catch (Exception broken) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new WebhookOutcome.Failed(Failure.Of(broken));
        }
        catch (RequestException) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
    }
}
