using System.Text.Json;
using BalanceBot.Outbox;

namespace BalanceBot.TelegramApi;

/// <summary>The only place that sends: one request for one message, and what came back in our words.</summary>
/// <param name="paidBroadcast">Bulk may go beyond Telegram's free pace, for Stars.</param>
internal sealed class Gateway(ApiCaller api, bool paidBroadcast = false) : IMessageSender
{
    private static readonly string[] Harmless =
    [
        "message can't be deleted",
        "message is too long",
        "message caption is too long",
        "IMAGE_PROCESS_FAILED",
        "PHOTO_INVALID_DIMENSIONS",
        "can't parse entities",
        "BUTTON_DATA_INVALID",
        "not enough rights",
        "message to edit not found",
    ];

    public Task<SendOutcome> Send(Outgoing message, CancellationToken stop) =>
        message.Body switch
        {
            Body.Text text => Try(
                "sendMessage",
                json => MessageJson.Send(json, message.Chat, text, IsPaid(message)),
                stop
            ),
            Body.Photo photo => Try(
                call => api.Call("sendPhoto", PhotoForm.Of(message.Chat, photo, IsPaid(message)), call),
                stop
            ),
            Body.Edit edit => Try("editMessageText", json => MessageJson.Edit(json, message.Chat, edit), stop),
            Body.Delete delete => Try(
                "deleteMessage",
                json => MessageJson.Delete(json, message.Chat, delete.MessageId),
                stop
            ),
            Body.Document file => Try(
                call => api.Call("sendDocument", MessageParts.Document(message.Chat, file), call),
                stop
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(message), message.Body.GetType().Name, "Cannot be sent"),
        };

    public Task<SendOutcome> AnswerPress(string callbackId, string? text, CancellationToken stop) =>
        Try("answerCallbackQuery", json => MessageJson.AnswerPress(json, callbackId, text), stop);

    private bool IsPaid(Outgoing message) => paidBroadcast && message.Class == OutgoingClass.Bulk;

    private Task<SendOutcome> Try(string method, Action<Utf8JsonWriter> write, CancellationToken stop) =>
        Try(call => api.Call(method, write, call), stop);

    private static async Task<SendOutcome> Try(Func<CancellationToken, Task<ApiReply>> call, CancellationToken stop)
    {
        try
        {
            return await call(stop) switch
            {
                ApiReply.Done done => new SendOutcome.Sent(done.MessageId),
                ApiReply.Refused refused => Refused(refused),
                ApiReply.Unreadable { Status: 200 } => new SendOutcome.Sent(null),
                ApiReply.Unreadable other => new SendOutcome.Unknown(
                    $"HTTP {other.Status}, and not an answer of the Bot API"
                ),
                _ => throw new InvalidOperationException("No such answer"),
            };
        }
#pragma warning disable CA1031 // What a try came to is a value, whatever HTTP throws.
        catch (Exception broken) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Broken(broken);
        }
    }

    private static SendOutcome Refused(ApiReply.Refused refused) =>
        (refused.Code, refused.Said) switch
        {
            (429, _) => new SendOutcome.TooMany(TimeSpan.FromSeconds(refused.RetryAfter ?? 1)),
            (401, _) => new SendOutcome.Unauthorized(),
            (403, _) => new SendOutcome.Unreachable("403"),
            (400, _) when refused.MovedTo is { } chat => new SendOutcome.Moved(chat),
            (400, var said) when Says(said, "chat not found") || Says(said, "user is deactivated") =>
                new SendOutcome.Unreachable("400 chat not found"),
            (400, var said) when IsAsWished(said) => new SendOutcome.Sent(null),
            (>= 500, _) => new SendOutcome.Unknown($"HTTP {refused.Code}"),
            _ => new SendOutcome.Refused(Reason(refused)),
        };

    private static bool IsAsWished(string said) =>
        Says(said, "message is not modified")
        || Says(said, "query is too old")
        || Says(said, "message to delete not found");

    /// <summary>Telegram's own words, but only those known to quote nothing of ours.</summary>
    private static string Reason(ApiReply.Refused refused) =>
        Harmless.FirstOrDefault(known => Says(refused.Said, known)) is { } known
            ? $"{refused.Code} {known}"
            : $"{refused.Code}";

    /// <summary>Without a connection nothing went out; after that nobody knows.</summary>
    private static SendOutcome Broken(Exception broken) =>
        broken
            is HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            }
            ? new SendOutcome.NotDelivered(Failure.Of(broken))
            : new SendOutcome.Unknown(Failure.Of(broken));

    private static bool Says(string said, string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);
}
