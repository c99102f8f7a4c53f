using System.Text.Json.Nodes;

namespace BalanceBot.Sandbox.BotApi;

/// <summary>What the Bot API answers: a result, or a code with Telegram's own words.</summary>
internal abstract record Answer
{
    private Answer() { }

    public sealed record Ok(JsonNode? Result) : Answer;

    public sealed record Error(int Code, string Description) : Answer
    {
        public int? RetryAfter { get; init; }
        public long? MigrateToChatId { get; init; }
    }

    public static readonly Answer True = new Ok(true);

    public static Error Bad(string words) => new(400, "Bad Request: " + words);

    public static Error TooMany(int seconds) =>
        new(429, $"Too Many Requests: retry after {seconds}") { RetryAfter = seconds };

    public JsonObject ToJson() =>
        this switch
        {
            Ok ok => new JsonObject { ["ok"] = true, ["result"] = ok.Result?.DeepClone() },
            Error error => Of(error),
            _ => throw new InvalidOperationException("No such answer"),
        };

    public int Status => this is Error error ? error.Code : 200;

    private static JsonObject Of(Error error)
    {
        JsonObject json = new()
        {
            ["ok"] = false,
            ["error_code"] = error.Code,
            ["description"] = error.Description,
        };
        if (error.RetryAfter is { } seconds)
        {
            json["parameters"] = new JsonObject { ["retry_after"] = seconds };
        }
        else if (error.MigrateToChatId is { } chat)
        {
            json["parameters"] = new JsonObject { ["migrate_to_chat_id"] = chat };
        }

        return json;
    }
}
