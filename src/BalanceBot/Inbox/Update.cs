using BalanceBot.Subscribers;

namespace BalanceBot.Inbox;

/// <summary>An update exactly as Telegram sent it. It may hold a secret: never log it, store it only sealed.</summary>
internal sealed record RawUpdate(long Id, string Json);

internal enum ChatKind
{
    Private = 1,
    Group,
    Channel,
}

internal sealed record Sender(long UserId, string? LanguageCode, bool IsBot);

/// <summary>What an update says, in our words: a closed family. One lane takes all updates of one chat in order.</summary>
internal abstract record Update(long Id, ChatId Chat, ChatKind Kind, Sender? From)
{
    /// <summary>A message with text; <paramref name="Foreign"/>: forwarded or written through another bot, so no proof of anything.</summary>
    public sealed record Text(
        long Id,
        ChatId Chat,
        ChatKind Kind,
        Sender? From,
        int MessageId,
        string Words,
        bool Foreign
    ) : Update(Id, Chat, Kind, From);

    /// <summary>A press on an inline button. Telegram keeps it 150 s and wants it answered at once.</summary>
    public sealed record Press(
        long Id,
        ChatId Chat,
        ChatKind Kind,
        Sender? From,
        string CallbackId,
        int? MessageId,
        string? Data
    ) : Update(Id, Chat, Kind, From);

    /// <summary>A shared contact; it is the sender's own only if <paramref name="Owner"/> is the sender's user id.</summary>
    public sealed record Contact(
        long Id,
        ChatId Chat,
        ChatKind Kind,
        Sender? From,
        int MessageId,
        string Phone,
        long? Owner,
        bool Foreign
    ) : Update(Id, Chat, Kind, From);

    /// <summary>A message of any other kind: photo, sticker, voice, ...; <paramref name="What"/> is Telegram's field name.</summary>
    public sealed record Other(long Id, ChatId Chat, ChatKind Kind, Sender? From, int MessageId, string What)
        : Update(Id, Chat, Kind, From);

    /// <summary>An edited message: credentials may have come with it, but nothing is ever checked from one.</summary>
    public sealed record Edited(long Id, ChatId Chat, ChatKind Kind, Sender? From, int MessageId)
        : Update(Id, Chat, Kind, From);

    /// <summary>The bot was blocked, unblocked, added to or removed from a chat (my_chat_member).</summary>
    public sealed record Membership(long Id, ChatId Chat, ChatKind Kind, Sender? From, bool MayWrite)
        : Update(Id, Chat, Kind, From);

    /// <summary>A kind that asks nothing of us (a service message, a channel post): a defined silence.</summary>
    public sealed record Silent(long Id, ChatId Chat, ChatKind Kind, Sender? From, string What)
        : Update(Id, Chat, Kind, From);
}

/// <summary>Parses one raw update; the wall between Telegram's JSON and our words.</summary>
internal interface IUpdateReader
{
    /// <summary>The update's id, out of a text that was delivered; null: it is no update.</summary>
    RawUpdate? Identify(string json);

    /// <summary>Never throws: what cannot be read is <see cref="Reading.Unreadable"/> and hurts no other update.</summary>
    Reading Read(RawUpdate raw);
}

internal abstract record Reading
{
    private Reading() { }

    public sealed record Readable(Update Update) : Reading;

    /// <summary>The reason names fields and kinds, never values.</summary>
    public sealed record Unreadable(string Reason) : Reading;
}
