using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using BalanceBot.Inbox;
using Telegram.Bot.Exceptions;

namespace BalanceBot.TelegramApi;

/// <summary>
/// getUpdates with raw answers: one update of a kind that a library does not know would otherwise break the whole batch,
/// for ever.
/// </summary>
internal sealed class LongPoll(ApiCaller api) : IUpdateSource
{
    private static readonly string[] Kinds = ["message", "edited_message", "callback_query", "my_chat_member"];

    public async Task<PollOutcome> Poll(long offset, int most, TimeSpan wait, CancellationToken stop)
    {
        try
        {
            return await api.Call("getUpdates", json => Ask(json, offset, most, wait), Batch, stop);
        }
#pragma warning disable CA1031 // Whatever goes wrong here is the network's; told by kind, for messages may hold the address with the token.
        catch (Exception broken) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new PollOutcome.Failed(Failure.Of(broken));
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
    }

    public async Task<IdentityOutcome> WhoAmI(CancellationToken stop)
    {
        try
        {
            return await api.Call("getMe", _ => { }, Identity, stop);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception broken) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new IdentityOutcome.Failed(Failure.Of(broken));
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
    }

    private static void Ask(Utf8JsonWriter json, long offset, int most, TimeSpan wait)
    {
        json.WriteNumber("offset"u8, offset);
        json.WriteNumber("limit"u8, most);
        json.WriteNumber("timeout"u8, (int)wait.TotalSeconds);
        json.WriteStartArray("allowed_updates"u8);
        foreach (string kind in Kinds)
        {
            json.WriteStringValue(kind);
        }

        json.WriteEndArray();
    }

    private static PollOutcome Batch(int status, ReadOnlySpan<byte> body) =>
        status == 200 && UpdateBatch.Read(body) is { } updates
            ? new PollOutcome.Batch(updates)
            : ApiReply.Read(status, body) switch
            {
                ApiReply.Refused refused => Refused(refused),
                _ => new PollOutcome.Failed($"HTTP {status}, and not an answer of the Bot API"),
            };

    private static IdentityOutcome Identity(int status, ReadOnlySpan<byte> body) =>
        ApiReply.Read(status, body) switch
        {
            ApiReply.Done when Me(body) is { } me => new IdentityOutcome.Known(me.Id, me.Username ?? ""),
            ApiReply.Refused { Code: 401 or 404 } => new IdentityOutcome.Unauthorized(),
            ApiReply.Refused refused => new IdentityOutcome.Failed($"Telegram answers {refused.Code}"),
            _ => new IdentityOutcome.Failed($"HTTP {status}, and not an answer of the Bot API"),
        };

    private static Account? Me(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize(body, ApiJson.Default.Told)?.Result;

    private static PollOutcome Refused(ApiReply.Refused refused) =>
        refused.Code switch
        {
            401 or 404 => new PollOutcome.Unauthorized(),
            409 => new PollOutcome.Conflict(refused.Said.Contains("webhook", StringComparison.OrdinalIgnoreCase)),
            429 => new PollOutcome.TooMany(TimeSpan.FromSeconds(refused.RetryAfter ?? 1)),
            _ => new PollOutcome.Failed($"Telegram answers {refused.Code}"),
        };
}

/// <summary>What getMe answers, as far as we ask.</summary>
internal sealed record Told(Account? Result);

internal sealed record Account(long Id, string? Username);

[JsonSerializable(typeof(Told))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class ApiJson : JsonSerializerContext;

/// <summary>A failure by kind: messages of exceptions may hold the address, and so the token.</summary>
internal static class Failure
{
    public static string Of(Exception broken) =>
        broken switch
        {
            HttpRequestException http => Of(http),
            JsonException => "not an answer of the Bot API",
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
