using BalanceBot.Outbox;
using BalanceBot.Replies;

namespace BalanceBot.Conversations;

/// <summary>What operators may ask for in their private chat with the bot, each as far as their role goes.</summary>
internal interface IOperatorDesk
{
    /// <summary>None for anybody who is no operator.</summary>
    IReadOnlyList<OperatorCommand> CommandsOf(long userId);

    /// <summary>
    /// Null: no command of this person's. Whoever lacks the right to one is answered as a stranger is, to whom it does not
    /// exist.
    /// </summary>
    Task<Body?> Answer(long userId, string words, Voice voice, CancellationToken stop);
}
