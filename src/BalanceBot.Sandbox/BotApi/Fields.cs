using System.Text;
using System.Text.Json.Nodes;

namespace BalanceBot.Sandbox.BotApi;

/// <summary>Fields as Telegram checks them, with its words.</summary>
internal static class Fields
{
    private const int LongestText = 4096;
    private const int LongestCaption = 1024;
    private const int LongestData = 64;
    private const int MostButtons = 100;

    /// <summary>Below a photo; it may be empty.</summary>
    public static (Formatted? Text, Answer.Error? Error) Caption(Rules rules, string? caption, string? parseMode)
    {
        if (string.IsNullOrEmpty(caption))
        {
            return (new Formatted("", []), null);
        }

        (Formatted? formatted, Answer.Error? error) = Text(rules, caption, parseMode);
        return rules.ChecksFields && formatted?.Text.Length > LongestCaption
            ? (null, Answer.Bad("message caption is too long"))
            : (formatted, error);
    }

    public static (Formatted? Text, Answer.Error? Error) Text(Rules rules, string? text, string? parseMode)
    {
        Formatted plain = new(text ?? "", []);
        if (string.Equals(parseMode, "HTML", StringComparison.OrdinalIgnoreCase))
        {
            (Formatted? formatted, string? complaint) = HtmlText.Parse(plain.Text);
            if (complaint is not null && rules.StrictHtml)
            {
                return (null, Answer.Bad(complaint));
            }

            plain = formatted ?? plain;
        }

        return !rules.ChecksFields ? (plain, null)
            : string.IsNullOrWhiteSpace(plain.Text) ? (null, Answer.Bad("message text is empty"))
            : plain.Text.Length > LongestText ? (null, Answer.Bad("message is too long"))
            : (plain, null);
    }

    public static Answer.Error? Markup(Rules rules, JsonNode? markup)
    {
        if (!rules.ChecksFields)
        {
            return null;
        }

        InlineButton[] buttons = [.. Buttons(markup).SelectMany(row => row)];
        return buttons.Length > MostButtons ? Answer.Bad("reply markup is too long")
            : buttons.Any(button => button.Text.Length == 0 || !button.DoesSomething)
                ? Answer.Bad("text buttons are unallowed in the inline keyboard")
            : buttons.Any(button => button.Data is { } data && Encoding.UTF8.GetByteCount(data) is 0 or > LongestData)
                ? Answer.Bad("BUTTON_DATA_INVALID")
            : buttons.Any(button => button.Url is { } url && !Uri.TryCreate(url, UriKind.Absolute, out _))
                ? Answer.Bad("BUTTON_URL_INVALID")
            : null;
    }

    public static IReadOnlyList<IReadOnlyList<InlineButton>> Buttons(JsonNode? markup) =>
        markup?["inline_keyboard"] is JsonArray rows
            ? [.. rows.Select(row => row!.AsArray().Select(Button).ToArray())]
            : [];

    public static string KeyText(JsonNode? key) => key is JsonObject named ? (string)named["text"]! : (string)key!;

    private static InlineButton Button(JsonNode? button) =>
        new((string?)button!["text"] ?? "", (string?)button["callback_data"], (string?)button["url"])
        {
            DoesSomething = button.AsObject().Any(field => field.Key is not ("text" or "style")),
        };
}
