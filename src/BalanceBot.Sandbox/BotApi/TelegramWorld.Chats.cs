using System.Text.Json.Nodes;

namespace BalanceBot.Sandbox.BotApi;

/// <summary>What becomes of a chat when the bot writes into it, and whether it may.</summary>
internal sealed partial class TelegramWorld
{
    private Answer.Error? Unreachable(long chat)
    {
        if (!chats.TryGetValue(chat, out ChatState? state))
        {
            return Answer.Bad("chat not found");
        }

        return state switch
        {
            { MigratedTo: { } moved } => new Answer.Error(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat"
            )
            {
                MigrateToChatId = moved,
            },
            { Gone: true } => new Answer.Error(403, "Forbidden: user is deactivated"),
            { Blocked: true } => new Answer.Error(403, "Forbidden: bot was blocked by the user"),
            { Contacted: false } when rules.NeedsContact => new Answer.Error(
                403,
                "Forbidden: bot can't initiate conversation with a user"
            ),
            _ => null,
        };
    }

    private Answer Edit(ChatState state, ChatMessage message, Formatted formatted, JsonNode? markup)
    {
        bool same =
            message.Text == formatted.Text
            && message.Entities.SequenceEqual(formatted.Entities)
            && JsonNode.DeepEquals(message.Markup, markup);
        if (same)
        {
            return Answer.Bad(
                "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"
            );
        }

        ChatMessage edited = message with
        {
            Text = formatted.Text,
            Entities = formatted.Entities,
            Buttons = Fields.Buttons(markup),
            Markup = markup?.DeepClone(),
            Edited = true,
        };
        state.Messages[message.Id] = edited;
        Tell(new WorldEvent.Shown(edited));
        return new Answer.Ok(BotMessageJson(state, edited));
    }

    private void ShowKeyboard(ChatState state, JsonNode? markup)
    {
        if (markup?["keyboard"] is JsonArray rows)
        {
            state.Keyboard = [.. rows.Select(row => row!.AsArray().Select(Fields.KeyText).ToArray())];
        }
        else if (markup?["remove_keyboard"] is not null)
        {
            state.Keyboard = null;
        }
        else
        {
            return;
        }

        Tell(new WorldEvent.KeyboardChanged(state.Id));
    }

    private static JsonObject BotMessageJson(ChatState state, ChatMessage message)
    {
        JsonObject json = new()
        {
            ["message_id"] = message.Id,
            ["from"] = BotJson(),
            ["chat"] = state.ToJson(),
            ["date"] = message.At.ToUnixTimeSeconds(),
            [message is { Picture: null, File: null } ? "text" : "caption"] = message.Text,
        };
        if (message.Picture is not null)
        {
            json["photo"] = MessageKinds.Content("photo");
        }

        if (message.File is { } file)
        {
            json["document"] = new JsonObject { ["file_id"] = $"file-{message.Id}", ["file_name"] = file.Name };
        }

        if (message.Entities.Count > 0)
        {
            json[message is { Picture: null, File: null } ? "entities" : "caption_entities"] = new JsonArray([
                .. message.Entities.Select(entity => entity.ToJson()),
            ]);
        }

        if (message.Buttons.Count > 0)
        {
            json["reply_markup"] = message.Markup?.DeepClone();
        }

        return json;
    }
}
