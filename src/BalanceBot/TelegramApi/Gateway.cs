using System.Net;
using System.Text.Json;
using BalanceBot.Outbox;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.ReplyMarkups;
using ChatId = BalanceBot.Subscribers.ChatId;

namespace BalanceBot.TelegramApi;

/// <summary>The only place that sends. Named arguments only: their order has changed between minor versions.</summary>
/// <param name="paidBroadcast">Bulk may go beyond Telegram's free pace, for Stars.</param>
internal sealed class Gateway(ITelegramBotClient client, bool paidBroadcast = false) : IMessageSender
{
    private static readonly string[] Harmless =
    [
        "message can't be deleted",
        "message is too long",
        "can't parse entities",
        "BUTTON_DATA_INVALID",
        "not enough rights",
        "message to edit not found",
    ];

    private static readonly LinkPreviewOptions NoPreview = new() { IsDisabled = true };

    public Task<SendOutcome> Send(Outgoing message, CancellationToken stop) =>
        message.Body switch
        {
            Body.Text text => Try(() => SendText(message, text, stop), stop),
            Body.Edit edit => Try(() => EditText(message.Chat, edit, stop), stop),
            Body.Delete delete => Try(
                async () =>
                {
                    await client.DeleteMessage(
                        chatId: message.Chat.Value,
                        messageId: delete.MessageId,
                        cancellationToken: stop
                    );
                    return null;
                },
                stop
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(message), message.Body.GetType().Name, "Cannot be sent"),
        };

    public Task<SendOutcome> AnswerPress(string callbackId, string? text, CancellationToken stop) =>
        Try(
            async () =>
            {
                await client.AnswerCallbackQuery(callbackQueryId: callbackId, text: text, cancellationToken: stop);
                return null;
            },
            stop
        );

    private async Task<int?> SendText(Outgoing message, Body.Text text, CancellationToken stop)
    {
        // Not protect_content: it forbids people to copy their own sum into their bank.
        Message sent = await client.SendMessage(
            chatId: message.Chat.Value,
            text: text.Html,
            parseMode: ParseMode.Html,
            replyMarkup: Markup(text),
            linkPreviewOptions: NoPreview,
            disableNotification: text.Silent,
            allowPaidBroadcast: paidBroadcast && message.Class == OutgoingClass.Bulk,
            cancellationToken: stop
        );
        return sent.Id;
    }

    private async Task<int?> EditText(ChatId chat, Body.Edit edit, CancellationToken stop)
    {
        await client.EditMessageText(
            chatId: chat.Value,
            messageId: edit.MessageId,
            text: edit.NewText.Html,
            parseMode: ParseMode.Html,
            replyMarkup: Inline(edit.NewText),
            linkPreviewOptions: NoPreview,
            cancellationToken: stop
        );
        return edit.MessageId;
    }

    /// <summary>A message has either buttons below it or a keyboard below the input; buttons go first.</summary>
    private static ReplyMarkup? Markup(Body.Text text) =>
        Inline(text) is { } inline ? inline
        : text.Keyboard is { } rows
            ? new ReplyKeyboardMarkup(rows.Select(row => row.Select(word => new KeyboardButton(word))))
            {
                ResizeKeyboard = true,
                IsPersistent = true,
            }
        : null;

    private static InlineKeyboardMarkup? Inline(Body.Text text) =>
        text.Buttons.Count == 0 ? null : new InlineKeyboardMarkup(text.Buttons.Select(row => row.Select(Of)));

    private static InlineKeyboardButton Of(Button button) =>
        button switch
        {
            Button.Callback callback => InlineKeyboardButton.WithCallbackData(
                text: callback.Label,
                callbackData: callback.Data
            ),
            Button.Url url => InlineKeyboardButton.WithUrl(text: url.Label, url: url.Address),
            _ => throw new ArgumentOutOfRangeException(nameof(button), button.GetType().Name, "No such button"),
        };

    private static async Task<SendOutcome> Try(Func<Task<int?>> send, CancellationToken stop)
    {
        try
        {
            return new SendOutcome.Sent(await send());
        }
        catch (ApiRequestException refused)
        {
            return Refused(refused);
        }
#pragma warning disable CA1031 // What a try came to is a value, whatever the library throws.
        catch (Exception broken) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Broken(broken);
        }
    }

    private static SendOutcome Refused(ApiRequestException refused) =>
        (refused.ErrorCode, refused.Message) switch
        {
            (429, _) => new SendOutcome.TooMany(TimeSpan.FromSeconds(refused.Parameters?.RetryAfter ?? 1)),
            (401, _) => new SendOutcome.Unauthorized(),
            (403, _) => new SendOutcome.Unreachable("403"),
            (400, _) when refused.Parameters?.MigrateToChatId is { } chat => new SendOutcome.Moved(chat),
            (400, var said) when Says(said, "chat not found") || Says(said, "user is deactivated") =>
                new SendOutcome.Unreachable("400 chat not found"),
            (400, var said) when IsAsWished(said) => new SendOutcome.Sent(null),
            (>= 500, _) => new SendOutcome.Unknown($"HTTP {refused.ErrorCode}"),
            _ => new SendOutcome.Refused(Reason(refused)),
        };

    private static bool IsAsWished(string said) =>
        Says(said, "message is not modified")
        || Says(said, "query is too old")
        || Says(said, "message to delete not found");

    /// <summary>Telegram's own words, but only those known to quote nothing of ours.</summary>
    private static string Reason(ApiRequestException refused) =>
        Harmless.FirstOrDefault(known => Says(refused.Message, known)) is { } known
            ? $"{refused.ErrorCode} {known}"
            : $"{refused.ErrorCode}";

    private static SendOutcome Broken(Exception broken)
    {
        Exception cause = broken is RequestException { InnerException: { } inner } ? inner : broken;
        return cause switch
        {
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            } => new SendOutcome.NotDelivered(Failure.Of(cause)),
            JsonException when broken is not RequestException { HttpStatusCode: not HttpStatusCode.OK } =>
                new SendOutcome.Sent(null),
            _ when broken
                    is RequestException { HttpStatusCode: HttpStatusCode.OK, InnerException: null or JsonException } =>
                new SendOutcome.Sent(null),
            _ => new SendOutcome.Unknown(Failure.Of(broken)),
        };
    }

    private static bool Says(string said, string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);
}
