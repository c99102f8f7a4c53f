namespace BalanceBot.Inbox;

/// <summary>Who takes an update out of the inbox: the conversation of its chat.</summary>
internal interface ITurnTaker
{
    /// <summary>
    /// One turn. An exception means that it may be tried again; whatever it changed before is fenced by the update's id.
    /// </summary>
    Task<TurnEnd> Take(Update update, CancellationToken stop);

    /// <summary>Tells a private chat that its update could not be handled. Best effort.</summary>
    Task Apologise(Update update, CancellationToken stop);

    /// <summary>Stops the waiting sign of a pressed button: at once, before the chat's lane comes to it.</summary>
    void Acknowledge(Update.Press press);
}

internal enum TurnEnd
{
    /// <summary>The update was marked done in the turn's own commit.</summary>
    Committed = 1,

    /// <summary>Nothing was written: the inbox's row, if there is one, is still to be completed.</summary>
    Quiet = 2,
}
