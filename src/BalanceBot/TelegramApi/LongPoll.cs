using System.Net;
using System.Text.Json;
using BalanceBot.Inbox;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Requests;

namespace BalanceBot.TelegramApi;

/// <summary>
/// getUpdates with raw answers: one update of a kind that the library does not know would otherwise break the whole batch,
/// for ever.
/// </summary>
internal sealed class LongPoll(ITelegramBotClient client) : IUpdateSource
{
    private static readonly string[] Kinds = ["message", "edited_message", "callback_query", "my_chat_member"];

    public async Task<PollOutcome> Poll(long offset, int most, TimeSpan wait, CancellationToken stop)
    {
        RawGetUpdates request = new()
        {
            Offset = offset,
            Limit = most,
            Timeout = (int)wait.TotalSeconds,
            AllowedUpdates = Kinds,
        };
        try
        {
            JsonElement[] updates = await client.SendRequest(request, stop);
            return new PollOutcome.Batch([.. updates.Select(Raw).OfType<RawUpdate>()]);
        }
        catch (ApiRequestException refused)
        {
            return Refused(refused);
        }
#pragma warning disable CA1031 // Whatever goes wrong here is the network's; told by kind, for messages may hold the address with the token.
        catch (Exception broken) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new PollOutcome.Failed(Failure.Of(broken));
        }
        catch (RequestException) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
    }

    public async Task<IdentityOutcome> WhoAmI(CancellationToken stop)
    {
        try
        {
            var me = await client.GetMe(stop);
            return new IdentityOutcome.Known(me.Id, me.Username ?? "");
        }
        catch (ApiRequestException refused) when (refused.ErrorCode is 401 or 404)
        {
            return new IdentityOutcome.Unauthorized();
        }
#pragma warning disable CA1031 // As above.
        catch (Exception broken) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new IdentityOutcome.Failed(Failure.Of(broken));
        }
        catch (RequestException) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
    }

    private static PollOutcome Refused(ApiRequestException refused) =>
        refused.ErrorCode switch
        {
            401 or 404 => new PollOutcome.Unauthorized(),
            409 => new PollOutcome.Conflict(refused.Message.Contains("webhook", StringComparison.OrdinalIgnoreCase)),
            429 => new PollOutcome.TooMany(TimeSpan.FromSeconds(refused.Parameters?.RetryAfter ?? 1)),
            _ => new PollOutcome.Failed($"Telegram answers {refused.ErrorCode}"),
        };

    /// <summary>Null: without an id it can be neither handled nor confirmed; the next one's id confirms it.</summary>
    private static RawUpdate? Raw(JsonElement update) =>
        update.ValueKind == JsonValueKind.Object
        && update.TryGetProperty("update_id", out JsonElement id)
        && id.ValueKind == JsonValueKind.Number
        && id.TryGetInt64(out long number)
            ? new RawUpdate(number, update.GetRawText())
            : null;
}

/// <summary>Written by the library as JSON, with its names in snake case.</summary>
internal sealed class RawGetUpdates() : RequestBase<JsonElement[]>("getUpdates")
{
    public long Offset { get; set; }
    public int Limit { get; set; }
    public int Timeout { get; set; }
    public string[] AllowedUpdates { get; set; } = [];
}

/// <summary>A failure by kind: messages of exceptions may hold the address, and so the token.</summary>
internal static class Failure
{
    public static string Of(Exception broken) =>
        broken switch
        {
            HttpRequestException http => Of(http),
            RequestException { InnerException: HttpRequestException http } => Of(http),
            RequestException { HttpStatusCode: HttpStatusCode status } =>
                $"HTTP {(int)status}, and not an answer of the Bot API",
            RequestException { InnerException: TaskCanceledException } or OperationCanceledException =>
                "no answer in time",
            RequestException { InnerException: { } inner } => inner.GetType().Name,
            _ => broken.GetType().Name,
        };

    private static string Of(HttpRequestException http) =>
        http.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "the name of the Bot API's server is not found",
            HttpRequestError.ConnectionError => "no connection to the Bot API's server",
            HttpRequestError.SecureConnectionError => "no secure connection to the Bot API's server",
            HttpRequestError error => $"the connection broke ({error})",
        };
}
