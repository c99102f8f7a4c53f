using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace BalanceBot.Billing.Web;

/// <summary>From a body to an answer. Content types lie: the body itself says what it is.</summary>
internal static class ReplyReader
{
    private const int LongestWords = 4096;
    private const int Deepest = 32;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Deepest, AllowDuplicateProperties = false };

    /// <summary>What a server says when it fails, or sends us elsewhere, nobody needs to read.</summary>
    public static bool IsReadable(int status) => status is >= 200 and < 300 or >= 400 and < 500 and not 408 and not 429;

    public static WebAnswer Read(int status, ReadOnlySpan<byte> body)
    {
        if (!IsReadable(status))
        {
            return new WebAnswer.Unavailable(
                status switch
                {
                    429 => "it says that it is asked too often (429)",
                    >= 300 and < 400 => $"it sends us elsewhere ({status}): is its address right?",
                    _ => $"it failed ({status})",
                },
                status is >= 300 and < 400 ? WebTrouble.Nonsense : WebTrouble.Away
            );
        }

        if (body.StartsWith(Encoding.UTF8.Preamble))
        {
            body = body[Encoding.UTF8.Preamble.Length..];
        }

        if (!Utf8.IsValid(body))
        {
            return Nonsense("the answer is no UTF-8");
        }

        body = body.Trim(" \t\r\n"u8);
        return body switch
        {
            [(byte)'<', ..] => Nonsense(
                "a web page instead of data: is the address right, and does it ask for a login?"
            ),
            [(byte)'{' or (byte)'[', ..] => Json(status, body),
            { Length: > LongestWords } => Nonsense("a long text instead of JSON"),
            _ => new WebAnswer.Words(status, Encoding.UTF8.GetString(body)),
        };
    }

    private static WebAnswer.Unavailable Nonsense(string reason) => new(reason, WebTrouble.Nonsense);

    private static WebAnswer Json(int status, ReadOnlySpan<byte> body)
    {
        try
        {
            return AreTextsWhole(body)
                ? new WebAnswer.Json(status, JsonElement.Parse(body, Strict))
                : Nonsense("a text in the JSON is no Unicode");
        }
        catch (JsonException)
        {
            // The exception's words may quote the body.
            return Nonsense("the JSON is cut or broken");
        }
    }

    /// <summary>Half a surrogate pair may be written as an escape: JSON allows it, and reading it later would throw.</summary>
    private static bool AreTextsWhole(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf(@"\u"u8) < 0)
        {
            return true;
        }

        Utf8JsonReader reader = new(body, new JsonReaderOptions { MaxDepth = Deepest });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                try
                {
                    reader.GetString();
                }
                catch (InvalidOperationException)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
