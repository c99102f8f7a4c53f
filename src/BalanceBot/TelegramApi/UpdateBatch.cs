using System.Text;
using System.Text.Json;
using BalanceBot.Inbox;

namespace BalanceBot.TelegramApi;

/// <summary>The answer to getUpdates, cut into raw updates. None of them is understood here: none can hurt the others.</summary>
internal static class UpdateBatch
{
    /// <summary>Deeper than any update; the reader of a single one is stricter, and puts it into the quarantine.</summary>
    public const int Deepest = 10_000;

    /// <summary>Null: it is no list of updates. Throws <see cref="JsonException"/> when it is not even JSON.</summary>
    public static IReadOnlyList<RawUpdate>? Read(ReadOnlySpan<byte> body)
    {
        Utf8JsonReader json = new(body, new JsonReaderOptions { MaxDepth = Deepest });
        json.Read();
        bool ok = false;
        List<RawUpdate>? updates = null;
        while (json.TokenType != JsonTokenType.EndObject && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("result"u8) && json.Read() && json.TokenType == JsonTokenType.StartArray)
            {
                updates = Updates(ref json, body);
            }
            else if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("ok"u8))
            {
                json.Read();
                ok = json.TokenType == JsonTokenType.True;
            }
            else
            {
                json.Skip();
            }
        }

        return ok ? updates : null;
    }

    private static List<RawUpdate> Updates(ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        List<RawUpdate> updates = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            int start = (int)json.TokenStartIndex;
            // Without an id it can be neither handled nor confirmed; the next one's id confirms it.
            if (Id(ref json) is { } id)
            {
                updates.Add(new RawUpdate(id, Encoding.UTF8.GetString(body[start..(int)json.BytesConsumed])));
            }
        }

        return updates;
    }

    /// <summary>Reads one element to its end.</summary>
    private static long? Id(ref Utf8JsonReader json)
    {
        long? id = null;
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return id;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isId = json.ValueTextEquals("update_id"u8);
            json.Read();
            if (isId && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long number))
            {
                id = number;
            }

            json.Skip();
        }

        return id;
    }
}
