using System.Text.Json;

namespace BalanceBot.Benchmarks.Turns.BotApi;

/// <summary>What matters of a request's JSON body, read once over its bytes and without a document.</summary>
internal ref struct ApiCall
{
    public long Offset;
    public int Limit = 100;
    public int Timeout;
    public long Chat;
    public int Connections = 40;
    public string? Url;
    public string? Secret;

    /// <summary>Unescaped.</summary>
    public ReadOnlySpan<byte> Text;

    /// <summary>As it stands in the body, with its quotation marks.</summary>
    public ReadOnlySpan<byte> RawText;
    public ReadOnlySpan<byte> RawButtons;

    public ApiCall() { }

    public static ApiCall Read(ReadOnlySpan<byte> body)
    {
        ApiCall call = new();
        if (body.IsEmpty)
        {
            return call;
        }

        Utf8JsonReader json = new(body);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            call.Field(ref json, body);
        }

        return call;
    }

    private void Field(scoped ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> name = json.ValueSpan;
        if (name.SequenceEqual("chat_id"u8))
        {
            Chat = Number(ref json);
        }
        else if (name.SequenceEqual("text"u8))
        {
            json.Read();
            RawText = body[(int)json.TokenStartIndex..(int)json.BytesConsumed];
            Text = AnswerCheck.Unescaped(ref json);
        }
        else if (name.SequenceEqual("reply_markup"u8))
        {
            json.Read();
            int start = (int)json.TokenStartIndex;
            json.Skip();
            RawButtons = body[start..(int)json.BytesConsumed];
        }
        else
        {
            Receiving(name, ref json);
        }
    }

    private void Receiving(ReadOnlySpan<byte> name, ref Utf8JsonReader json)
    {
        if (name.SequenceEqual("offset"u8))
        {
            Offset = Number(ref json);
        }
        else if (name.SequenceEqual("limit"u8))
        {
            Limit = (int)Number(ref json);
        }
        else if (name.SequenceEqual("timeout"u8))
        {
            Timeout = (int)Number(ref json);
        }
        else if (name.SequenceEqual("max_connections"u8))
        {
            Connections = (int)Number(ref json);
        }
        else if (name.SequenceEqual("url"u8))
        {
            Url = Words(ref json);
        }
        else if (name.SequenceEqual("secret_token"u8))
        {
            Secret = Words(ref json);
        }
        else
        {
            json.Read();
            json.Skip();
        }
    }

    /// <summary>Some libraries send numbers as texts.</summary>
    private static long Number(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.String
            ? long.Parse(json.GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            : json.GetInt64();
    }

    private static string? Words(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetString();
    }
}
