using System.Text.Json.Nodes;

namespace BalanceBot.Sandbox.BotApi;

/// <summary>What the bot does: each method as Telegram does or refuses it.</summary>
internal sealed partial class TelegramWorld
{
    private static readonly TimeSpan QueryLife = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan Young = TimeSpan.FromHours(48);
    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    private readonly Dictionary<string, (long Chat, DateTimeOffset At)> callbacks = [];

    /// <summary>As if every message were too old to be deleted.</summary>
    public bool RefuseDeletes { get; set; }

    /// <summary>As if every picture had the wrong size.</summary>
    public bool RefusePhotos { get; set; }

    private long lastCallback = 40_000_000_000;

    public Answer SendMessage(long chat, string? text, string? parseMode, JsonNode? markup)
    {
        lock (gate)
        {
            return Unreachable(chat) ?? Send(chat, Fields.Text(rules, text, parseMode), markup, message => message);
        }
    }

    public Answer SendPhoto(long chat, byte[]? picture, string? caption, string? parseMode, JsonNode? markup)
    {
        lock (gate)
        {
            return Unreachable(chat)
                ?? (
                    picture is null ? Answer.Bad("there is no photo in the request")
                    : RefusePhotos ? Answer.Bad("PHOTO_INVALID_DIMENSIONS")
                    : !picture.AsSpan().StartsWith(Png) ? Answer.Bad("IMAGE_PROCESS_FAILED")
                    : Send(
                        chat,
                        Fields.Caption(rules, caption, parseMode),
                        markup,
                        message => message with { Kind = "photo", Picture = picture }
                    )
                );
        }
    }

    private Answer Send(
        long chat,
        (Formatted? Text, Answer.Error? Error) words,
        JsonNode? markup,
        Func<ChatMessage, ChatMessage> with
    )
    {
        if ((words.Error ?? Fields.Markup(rules, markup)) is { } error)
        {
            return error;
        }

        if (limits.Take(chat, time.GetUtcNow()) is var wait and > 0)
        {
            return Answer.TooMany(wait);
        }

        ChatState state = chats[chat];
        ChatMessage message = with(
            new ChatMessage(state.NextMessage(), chat, true, time.GetUtcNow(), words.Text!.Text)
            {
                Entities = words.Text.Entities,
                Buttons = Fields.Buttons(markup),
                Markup = markup?.DeepClone(),
            }
        );
        state.Messages[message.Id] = message;
        ShowKeyboard(state, markup);
        Tell(new WorldEvent.Shown(message));
        return new Answer.Ok(BotMessageJson(state, message));
    }

    public Answer EditMessage(
        long chat,
        int messageId,
        string? text,
        string? parseMode,
        JsonNode? markup,
        bool onlyMarkup
    )
    {
        lock (gate)
        {
            if (Unreachable(chat) is { } refusal)
            {
                return refusal;
            }

            ChatState state = chats[chat];
            if (!state.Messages.TryGetValue(messageId, out ChatMessage? message))
            {
                return Answer.Bad("message to edit not found");
            }

            if (!message.FromBot)
            {
                return Answer.Bad("message can't be edited");
            }

            (Formatted? formatted, Answer.Error? error) = onlyMarkup
                ? (new Formatted(message.Text, message.Entities), null)
                : Fields.Text(rules, text, parseMode);
            error ??= Fields.Markup(rules, markup);
            return error ?? Edit(state, message, formatted!, markup);
        }
    }

    public Answer DeleteMessage(long chat, int messageId)
    {
        lock (gate)
        {
            if (!chats.TryGetValue(chat, out ChatState? state))
            {
                return Answer.Bad("chat not found");
            }

            if (!state.Messages.TryGetValue(messageId, out ChatMessage? message))
            {
                return Answer.Bad("message to delete not found");
            }

            bool tooOld = RefuseDeletes || (rules.DeletesOnlyYoung && time.GetUtcNow() - message.At > Young);
            bool notAllowed = !message.FromBot && state.Type != "private" && !state.BotIsAdmin;
            if (tooOld || notAllowed)
            {
                return Answer.Bad("message can't be deleted");
            }

            state.Messages.Remove(messageId);
            Tell(new WorldEvent.Deleted(chat, messageId));
            return Answer.True;
        }
    }

    public Answer AnswerCallback(string? id, string? text, bool alert)
    {
        lock (gate)
        {
            if (id is null || !callbacks.TryGetValue(id, out (long Chat, DateTimeOffset At) callback))
            {
                return Answer.Bad("query is too old and response timeout expired or query ID is invalid");
            }

            if (rules.QueriesExpire && time.GetUtcNow() - callback.At > QueryLife)
            {
                return Answer.Bad("query is too old and response timeout expired or query ID is invalid");
            }

            if (rules.ChecksFields && text?.Length > 200)
            {
                return Answer.Bad("MESSAGE_TOO_LONG");
            }

            callbacks.Remove(id);
            Tell(new WorldEvent.Answered(callback.Chat, id, text, alert));
            return Answer.True;
        }
    }

    public Answer SetCommands(string languageCode, JsonArray commands)
    {
        lock (gate)
        {
            Commands[languageCode] = (JsonArray)commands.DeepClone();
            foreach (ChatState chat in chats.Values.Where(chat => chat.Person is not null))
            {
                Tell(new WorldEvent.PersonChanged(chat.Id));
            }

            return Answer.True;
        }
    }

    /// <summary>The group becomes a supergroup with another id, as when somebody gives it a public name.</summary>
    public long Migrate(long group)
    {
        lock (gate)
        {
            ChatState old = chats[group];
            long id = --lastGroup - 1_000_000_000_000;
            chats[id] = new ChatState(id, "supergroup", old.Title) { BotIsAdmin = old.BotIsAdmin, Contacted = true };
            old.MigratedTo = id;
            return id;
        }
    }

    public static JsonObject BotJson() =>
        new()
        {
            ["id"] = BotId,
            ["is_bot"] = true,
            ["first_name"] = "BalanceBot",
            ["username"] = BotUserName,
        };
}
