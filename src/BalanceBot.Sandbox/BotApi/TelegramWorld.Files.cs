namespace BalanceBot.Sandbox.BotApi;

/// <summary>Files that the bot sends.</summary>
internal sealed partial class TelegramWorld
{
    private const int LongestCaption = 1024;

    public Answer SendDocument(long chat, SentFile? file, string? caption, string? parseMode)
    {
        lock (gate)
        {
            if (Unreachable(chat) is { } refusal)
            {
                return refusal;
            }

            if (file is null)
            {
                return Answer.Bad("there is no document in the request");
            }

            Formatted? formatted = new("", []);
            if (!string.IsNullOrEmpty(caption))
            {
                (formatted, Answer.Error? error) = Fields.Text(rules, caption, parseMode);
                if (error is not null)
                {
                    return error;
                }
            }

            if (rules.ChecksFields && formatted!.Text.Length > LongestCaption)
            {
                return Answer.Bad("message caption is too long");
            }

            if (limits.Take(chat, time.GetUtcNow()) is var wait and > 0)
            {
                return Answer.TooMany(wait);
            }

            ChatState state = chats[chat];
            ChatMessage message = new(state.NextMessage(), chat, true, time.GetUtcNow(), formatted!.Text)
            {
                Kind = "document",
                File = file,
                Entities = formatted.Entities,
            };
            state.Messages[message.Id] = message;
            Tell(new WorldEvent.Shown(message));
            return new Answer.Ok(BotMessageJson(state, message));
        }
    }
}
