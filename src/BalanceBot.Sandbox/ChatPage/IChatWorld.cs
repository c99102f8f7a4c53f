namespace BalanceBot.Sandbox.ChatPage;

/// <summary>
/// What the page needs of the imitated Telegram: people's deeds in, what their telephones show out. Safe to call at
/// once from several requests. An action returns false when there is no such person or message.
/// </summary>
internal interface IChatWorld
{
    IReadOnlyList<PageChat> Chats();

    PagePerson AddPerson(string name, string language);

    bool Close(long person);

    bool Say(long person, string text);

    /// <summary>The id of the callback query, to know its answer by; null when there is no such button.</summary>
    string? Press(long person, int message, int row, int column);

    /// <param name="own">False: the contact of somebody else.</param>
    bool SendContact(long person, bool own);

    bool SendKind(long person, string kind);

    bool Edit(long person, int message, string text);

    bool Block(long person, bool blocked);

    IReadOnlyList<PageFault> Faults();

    bool SwitchFault(string kind, bool on, int? seconds);

    /// <summary>Calls <paramref name="told"/> for every event in the order in which it happened, until disposed. It must not block.</summary>
    IDisposable Watch(Action<PageEvent> told);
}
