using BalanceBot.Subscribers;

namespace BalanceBot.Outbox;

/// <summary>Who goes first: a lower value before a higher one.</summary>
internal enum OutgoingClass
{
    /// <summary>An answer to a person who waits for it.</summary>
    Answer = 1,

    /// <summary>Something a person should hear soon.</summary>
    Notice = 2,

    /// <summary>Many at once, at the bulk pace.</summary>
    Bulk = 3,
}

/// <summary>What leaves. Everything from outside in it is already HTML-escaped.</summary>
internal abstract record Body
{
    private Body() { }

    /// <summary>A new message in HTML, with inline buttons by rows.</summary>
    public sealed record Text(string Html) : Body
    {
        public IReadOnlyList<IReadOnlyList<Button>> Buttons { get; init; } = [];

        /// <summary>Words on the reply keyboard below the input field, by rows; null leaves the keyboard as it is.</summary>
        public IReadOnlyList<IReadOnlyList<string>>? Keyboard { get; init; }

        public bool Silent { get; init; }
    }

    /// <summary>
    /// A picture (PNG) with words below it, which say all that the picture shows: not everybody can see it. Where Telegram
    /// refuses the picture, the words are sent alone. A keyboard is not changed by it.
    /// </summary>
    public sealed record Photo(byte[] Picture, Text Caption) : Body;

    /// <summary>Replaces the text and buttons of a message of ours.</summary>
    public sealed record Edit(int MessageId, Text NewText) : Body;

    /// <summary>Removes a message; when Telegram refuses, <paramref name="IfRefused"/> is sent instead.</summary>
    public sealed record Delete(int MessageId, Text? IfRefused) : Body;

    /// <summary>A file, with a caption in HTML below it.</summary>
    public sealed record Document(string FileName, byte[] Bytes, string Caption) : Body;
}

internal abstract record Button(string Label)
{
    /// <summary>Data is at most 64 bytes.</summary>
    public sealed record Callback(string Label, string Data) : Button(Label);

    public sealed record Url(string Label, string Address) : Button(Label);
}

/// <summary>A message on its way out.</summary>
internal sealed record Outgoing(Guid Id, ChatId Chat, OutgoingClass Class, Body Body)
{
    /// <summary>
    /// A second message with the same key is never stored while the store remembers the first. One that names a chat
    /// begins with <see cref="KeyOf"/>, so that it is forgotten with the chat.
    /// </summary>
    public string? DedupeKey { get; init; }

    public static string KeyOf(ChatId chat) => $"scan:{chat}:";

    /// <summary>Not before this time: Telegram's retry_after is a deadline on the row, never a sleep.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>After this time the message is of no use and is dropped.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Keys of the contracts that it warns of: when it does not arrive for sure, they are judged again.</summary>
    public IReadOnlyList<string> About { get; init; } = [];

    /// <summary>Nobody waits for it, so it is never repeated where it may have arrived.</summary>
    public bool IsOnce => Class != OutgoingClass.Answer && Body is Body.Text or Body.Photo;

    /// <summary>How often it was tried with an outcome that allows another try.</summary>
    public int Attempts { get; init; }
}
