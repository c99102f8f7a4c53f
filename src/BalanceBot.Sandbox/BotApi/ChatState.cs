using System.Text.Json.Nodes;

namespace BalanceBot.Sandbox.BotApi;

internal sealed record Person(long Id, string FirstName, string? LanguageCode);

internal sealed record SentFile(string Name, byte[] Bytes);

internal sealed record InlineButton(string Text, string? Data, string? Url)
{
    /// <summary>It has some field beside its words, be it one that nobody here knows.</summary>
    public bool DoesSomething { get; init; } = true;
}

/// <summary>A message in a chat; a change makes a new record of the same id.</summary>
internal sealed record ChatMessage(int Id, long Chat, bool FromBot, DateTimeOffset At, string Text)
{
    /// <summary>Null for a text; otherwise the field that stands instead: photo, sticker, contact, ...</summary>
    public string? Kind { get; init; }

    /// <summary>Of a photo, whose words are its caption.</summary>
    public byte[]? Picture { get; init; }
    public SentFile? File { get; init; }
    public bool Edited { get; init; }
    public IReadOnlyList<Entity> Entities { get; init; } = [];
    public IReadOnlyList<IReadOnlyList<InlineButton>> Buttons { get; init; } = [];
    public JsonNode? Markup { get; init; }
}

/// <summary>A chat as the server knows it. Guarded by the world's lock.</summary>
internal sealed class ChatState(long id, string type, string title)
{
    private int lastMessage;

    public long Id { get; } = id;

    /// <summary>private, group, supergroup or channel.</summary>
    public string Type { get; set; } = type;
    public string Title { get; } = title;
    public Person? Person { get; init; }
    public SortedDictionary<int, ChatMessage> Messages { get; } = [];

    /// <summary>The words below the input field, by rows; null: none.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Keyboard { get; set; }

    /// <summary>The person has written first.</summary>
    public bool Contacted { get; set; }
    public bool Blocked { get; set; }
    public bool Gone { get; set; }
    public bool BotIsAdmin { get; set; }
    public long? MigratedTo { get; set; }

    public int NextMessage() => ++lastMessage;

    public JsonObject ToJson() =>
        Type == "private"
            ? new JsonObject
            {
                ["id"] = Id,
                ["type"] = Type,
                ["first_name"] = Title,
            }
            : new JsonObject
            {
                ["id"] = Id,
                ["type"] = Type,
                ["title"] = Title,
            };
}

/// <summary>What happened in the world: a closed family.</summary>
internal abstract record WorldEvent
{
    private WorldEvent() { }

    public sealed record PersonChanged(long Chat) : WorldEvent;

    public sealed record PersonGone(long Chat) : WorldEvent;

    public sealed record Shown(ChatMessage Message) : WorldEvent;

    public sealed record Deleted(long Chat, int Message) : WorldEvent;

    public sealed record KeyboardChanged(long Chat) : WorldEvent;

    public sealed record Answered(long Chat, string CallbackId, string? Text, bool Alert) : WorldEvent;

    public sealed record Polled : WorldEvent;

    public sealed record Called(ApiCall Call) : WorldEvent;
}

/// <summary>One call of the bot; <paramref name="Code"/> is the answer's, 0 when there was none.</summary>
internal sealed record ApiCall(string Method, long? Chat, DateTimeOffset At, int Code);
