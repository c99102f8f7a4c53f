using System.Text;
using System.Text.Json;
using BalanceBot.Inbox;
using Telegram.Bot;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using ChatId = BalanceBot.Subscribers.ChatId;
using Ours = BalanceBot.Inbox.Update;
using Update = Telegram.Bot.Types.Update;

namespace BalanceBot.TelegramApi;

/// <summary>One update at a time: what cannot be read hurts no other.</summary>
/// <param name="largest">In bytes; a larger one is not even parsed.</param>
internal sealed class UpdateReader(int largest) : IUpdateReader
{
    public Reading Read(RawUpdate raw)
    {
        if (raw.Json.Length > largest || Encoding.UTF8.GetByteCount(raw.Json) > largest)
        {
            return new Reading.Unreadable($"is larger than {largest} bytes");
        }

        try
        {
            return JsonSerializer.Deserialize<Update>(raw.Json, JsonBotAPI.Options) is { } update
                ? Of(raw.Id, update)
                : new Reading.Unreadable("is empty");
        }
        catch (JsonException broken)
        {
            // Its message quotes values; its path is names and indexes only.
            return new Reading.Unreadable($"cannot be parsed at {SafePath(broken.Path)}");
        }
#pragma warning disable CA1031 // A converter of the library may throw anything on JSON it did not expect.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            return new Reading.Unreadable($"cannot be read: {broken.GetType().Name}");
        }
    }

    public RawUpdate? Identify(string json)
    {
        try
        {
            // As deep as a batch may be: an update that is refused at the webhook would hold up its chat for a day.
            JsonReaderOptions options = new() { MaxDepth = UpdateBatch.Deepest };
            Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(json), options);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && IdIn(ref reader) is { } id
                ? new RawUpdate(id, json)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long? IdIn(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isId = reader.ValueTextEquals("update_id"u8);
            reader.Read();
            if (isId)
            {
                return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long id) ? id : null;
            }

            reader.Skip();
        }

        return null;
    }

    private static Reading Of(long id, Update update) =>
        update switch
        {
            { Message: { } message } => new Reading.Readable(Of(id, message)),
            { EditedMessage: { } edited } => new Reading.Readable(
                new Ours.Edited(id, IdOf(edited.Chat), KindOf(edited.Chat), SenderOf(edited.From), edited.Id)
            ),
            { CallbackQuery: { } press } => new Reading.Readable(Of(id, press)),
            { MyChatMember: { } member } => new Reading.Readable(
                new Ours.Membership(
                    id,
                    IdOf(member.Chat),
                    KindOf(member.Chat),
                    SenderOf(member.From),
                    MayWrite(member.NewChatMember.Status)
                )
            ),
            { ChannelPost: { } post } => new Reading.Readable(Silent(id, post.Chat, "channel_post")),
            { EditedChannelPost: { } post } => new Reading.Readable(Silent(id, post.Chat, "edited_channel_post")),
            { Type: UpdateType.Unknown } => new Reading.Unreadable("is of an unknown kind"),
            _ => new Reading.Unreadable($"is of a kind that was not asked for: {update.Type}"),
        };

    private static Ours Of(long id, Message message)
    {
        ChatId chat = IdOf(message.Chat);
        ChatKind kind = KindOf(message.Chat);
        Sender? from = SenderOf(message.From);
        bool foreign = message.ForwardOrigin is not null || message.ViaBot is not null;
        return message switch
        {
            { Text: { } text } => new Ours.Text(id, chat, kind, from, message.Id, text, foreign),
            { Contact: { } contact } => new Ours.Contact(
                id,
                chat,
                kind,
                from,
                message.Id,
                contact.PhoneNumber,
                contact.UserId,
                foreign
            ),
            _ when message.IsServiceMessage || message.Type == MessageType.Unknown => Silent(
                id,
                message.Chat,
                message.Type.ToString()
            ),
            _ => new Ours.Other(id, chat, kind, from, message.Id, message.Type.ToString()),
        };
    }

    /// <summary>A press on a message too old to be told comes without its chat; people press in private chats, whose id is theirs.</summary>
    private static Ours.Press Of(long id, CallbackQuery press) =>
        new(
            id,
            press.Message is { Chat: { } chat } ? IdOf(chat) : new ChatId(press.From.Id),
            press.Message is { Chat: { } place } ? KindOf(place) : ChatKind.Private,
            SenderOf(press.From),
            press.Id,
            press.Message?.Id,
            press.Data
        );

    private static Ours.Silent Silent(long id, Chat chat, string what) => new(id, IdOf(chat), KindOf(chat), null, what);

    private static ChatId IdOf(Chat chat) => new(chat.Id);

    /// <summary>What calls itself private but has no person's id is taken for a group, where nothing is ever shown.</summary>
    private static ChatKind KindOf(Chat chat) =>
        chat.Type switch
        {
            ChatType.Private when IdOf(chat).IsPrivate => ChatKind.Private,
            ChatType.Channel => ChatKind.Channel,
            _ => ChatKind.Group,
        };

    private static Sender? SenderOf(User? user) =>
        user is null ? null : new Sender(user.Id, user.LanguageCode, user.IsBot);

    private static bool MayWrite(ChatMemberStatus status) =>
        status is not (ChatMemberStatus.Kicked or ChatMemberStatus.Left);

    private static string SafePath(string? path) =>
        path is { Length: <= 200 }
        && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '$' or '.' or '_' or '[' or ']')
            ? path
            : "an unnamed place";
}
