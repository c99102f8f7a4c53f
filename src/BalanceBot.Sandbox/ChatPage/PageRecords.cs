namespace BalanceBot.Sandbox.ChatPage;

// What the page draws, in its own words: the page's modules read these names in camel case.

internal enum Side
{
    Person = 1,
    Bot,
    Service,
}

/// <summary>A piece of text in a style; offsets in UTF-16 units, types as Telegram names them.</summary>
internal sealed record PageEntity(string Type, int Offset, int Length, string? Url = null);

internal sealed record PageButton(string Text, string? Data = null, string? Url = null, string? Copy = null);

internal sealed record PageMessage(int Id, Side From, DateTimeOffset At, string Text)
{
    /// <summary>Null for plain text; otherwise what it is instead: photo, sticker, voice, contact.</summary>
    public string? Kind { get; init; }

    /// <summary>Of a photo, as an address that holds it.</summary>
    public string? Picture { get; init; }

    /// <summary>The name of the file that came with it.</summary>
    public string? File { get; init; }
    public bool Edited { get; init; }
    public IReadOnlyList<PageEntity> Entities { get; init; } = [];
    public IReadOnlyList<IReadOnlyList<PageButton>> Buttons { get; init; } = [];
}

internal sealed record KeyboardButton(string Text, bool Contact = false);

internal sealed record PageKeyboard(IReadOnlyList<IReadOnlyList<KeyboardButton>> Rows)
{
    public bool OneTime { get; init; }
    public string? Placeholder { get; init; }
}

internal sealed record PageCommand(string Command, string Description);

/// <summary>A person without what was said.</summary>
internal sealed record PagePerson(
    long Id,
    string Name,
    string Language,
    bool Blocked,
    IReadOnlyList<PageCommand> Commands
);

/// <summary>A person with all that their telephone shows.</summary>
internal sealed record PageChat(PagePerson Person, IReadOnlyList<PageMessage> Messages, PageKeyboard? Keyboard);

/// <param name="Seconds">Null where the fault has no length.</param>
internal sealed record PageFault(string Kind, string Name, string Help, bool On, int? Seconds = null);

/// <summary>The sandbox's time when it was told; the page lets it tick on.</summary>
/// <param name="Zone">A name of the IANA data base, where the system knows one.</param>
internal sealed record PageClock(DateTimeOffset Now, string Zone);
