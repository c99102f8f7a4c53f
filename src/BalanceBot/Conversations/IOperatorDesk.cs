using BalanceBot.Outbox;
using BalanceBot.Replies;

namespace BalanceBot.Conversations;

/// <summary>What operators may ask for in their private chat with the bot.</summary>
internal interface IOperatorDesk
{
    bool IsOperator(long userId);

    /// <summary>Null: no command for operators.</summary>
    Task<Body.Text?> Answer(string words, Voice voice, CancellationToken stop);
}
