using System.Text.Json;

namespace BalanceBot.TelegramApi;

/// <summary>What the Bot API answered, as far as a sender must know: a closed family.</summary>
internal abstract record ApiReply
{
    private ApiReply() { }

    /// <summary>It was done; the message's id where the answer holds one.</summary>
    public sealed record Done(int? MessageId) : ApiReply;

    public sealed record Refused(int Code, string Said, int? RetryAfter, long? MovedTo) : ApiReply;

    /// <summary>No answer of the Bot API: a proxy's page, or a body that ends in the middle.</summary>
    public sealed record Unreadable(int Status) : ApiReply;

    /// <summary>Read over the bytes, without a document: of most answers one number is wanted.</summary>
    public static ApiReply Read(int status, ReadOnlySpan<byte> body)
    {
        try
        {
            return new Fields(body).Reply(status);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            return new Unreadable(status);
        }
    }

    private struct Fields
    {
        private readonly bool? ok;
        private readonly int? messageId;
        private readonly int code;
        private readonly string? said;
        private int? retryAfter;
        private long? movedTo;

        public Fields(ReadOnlySpan<byte> body)
        {
            Utf8JsonReader json = new(body);
            Enter(ref json);
            while (Next(ref json))
            {
                if (json.ValueTextEquals("ok"u8))
                {
                    json.Read();
                    ok = json.GetBoolean();
                }
                else if (json.ValueTextEquals("error_code"u8))
                {
                    json.Read();
                    code = json.GetInt32();
                }
                else if (json.ValueTextEquals("description"u8))
                {
                    json.Read();
                    said = json.GetString();
                }
                else if (json.ValueTextEquals("result"u8))
                {
                    json.Read();
                    messageId = IdIn(ref json);
                }
                else if (json.ValueTextEquals("parameters"u8))
                {
                    json.Read();
                    Parameters(ref json);
                }
                else
                {
                    json.Skip();
                }
            }
        }

        public readonly ApiReply Reply(int status) =>
            (ok, code) switch
            {
                (true, _) when status == 200 => new Done(messageId),
                (false, > 0) => new Refused(code, said ?? "", retryAfter, movedTo),
                _ => new Unreadable(status),
            };

        /// <summary>A message's id; the result of other methods is true.</summary>
        private static int? IdIn(ref Utf8JsonReader json)
        {
            int? id = null;
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                return id;
            }

            while (Next(ref json))
            {
                if (json.ValueTextEquals("message_id"u8))
                {
                    json.Read();
                    id = json.GetInt32();
                }
                else
                {
                    json.Skip();
                }
            }

            return id;
        }

        private void Parameters(ref Utf8JsonReader json)
        {
            while (Next(ref json))
            {
                if (json.ValueTextEquals("retry_after"u8))
                {
                    json.Read();
                    retryAfter = json.GetInt32();
                }
                else if (json.ValueTextEquals("migrate_to_chat_id"u8))
                {
                    json.Read();
                    movedTo = json.GetInt64();
                }
                else
                {
                    json.Skip();
                }
            }
        }

        private static void Enter(ref Utf8JsonReader json)
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException();
            }
        }

        private static bool Next(ref Utf8JsonReader json) =>
            json.Read() && json.TokenType == JsonTokenType.PropertyName;
    }
}
