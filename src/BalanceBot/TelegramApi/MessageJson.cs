using System.Text.Json;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.TelegramApi;

/// <summary>Our messages as parameters of the Bot API (https://core.telegram.org/bots/api#sendmessage). What is left out has Telegram's default.</summary>
internal static class MessageJson
{
    // Not protect_content: it forbids people to copy their own sum into their bank.
    public static void Send(Utf8JsonWriter json, ChatId chat, Body.Text text, bool paid)
    {
        json.WriteNumber("chat_id"u8, chat.Value);
        Words(json, text);
        if (text.Silent)
        {
            json.WriteBoolean("disable_notification"u8, true);
        }

        if (paid)
        {
            json.WriteBoolean("allow_paid_broadcast"u8, true);
        }

        // A message has either buttons below it or a keyboard below the input; buttons go first.
        if (text.Buttons.Count > 0)
        {
            Inline(json, text.Buttons);
        }
        else if (text.Keyboard is { } rows)
        {
            Keyboard(json, rows);
        }
    }

    public static void Edit(Utf8JsonWriter json, ChatId chat, Body.Edit edit)
    {
        Delete(json, chat, edit.MessageId);
        Words(json, edit.NewText);
        if (edit.NewText.Buttons.Count > 0)
        {
            Inline(json, edit.NewText.Buttons);
        }
    }

    public static void Delete(Utf8JsonWriter json, ChatId chat, int messageId)
    {
        json.WriteNumber("chat_id"u8, chat.Value);
        json.WriteNumber("message_id"u8, messageId);
    }

    public static void AnswerPress(Utf8JsonWriter json, string callbackId, string? text)
    {
        json.WriteString("callback_query_id"u8, callbackId);
        if (text is not null)
        {
            json.WriteString("text"u8, text);
        }
    }

    private static void Words(Utf8JsonWriter json, Body.Text text)
    {
        json.WriteString("text"u8, text.Html);
        json.WriteString("parse_mode"u8, "Html"u8);
        json.WriteStartObject("link_preview_options"u8);
        json.WriteBoolean("is_disabled"u8, true);
        json.WriteEndObject();
    }

    private static void Inline(Utf8JsonWriter json, IReadOnlyList<IReadOnlyList<Button>> rows)
    {
        json.WritePropertyName("reply_markup"u8);
        Markup(json, rows);
    }

    /// <summary>Buttons as an object of their own, as a form takes them.</summary>
    public static void Markup(Utf8JsonWriter json, IReadOnlyList<IReadOnlyList<Button>> rows)
    {
        json.WriteStartObject();
        json.WriteStartArray("inline_keyboard"u8);
        foreach (IReadOnlyList<Button> row in rows)
        {
            json.WriteStartArray();
            foreach (Button button in row)
            {
                Inline(json, button);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Inline(Utf8JsonWriter json, Button button)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, button.Label);
        switch (button)
        {
            case Button.Callback callback:
                json.WriteString("callback_data"u8, callback.Data);
                break;
            case Button.Url url:
                json.WriteString("url"u8, url.Address);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(button), button.GetType().Name, "No such button");
        }

        json.WriteEndObject();
    }

    private static void Keyboard(Utf8JsonWriter json, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        json.WriteStartObject("reply_markup"u8);
        json.WriteStartArray("keyboard"u8);
        foreach (IReadOnlyList<string> row in rows)
        {
            json.WriteStartArray();
            foreach (string word in row)
            {
                json.WriteStartObject();
                json.WriteString("text"u8, word);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteBoolean("is_persistent"u8, true);
        json.WriteBoolean("resize_keyboard"u8, true);
        json.WriteEndObject();
    }
}
