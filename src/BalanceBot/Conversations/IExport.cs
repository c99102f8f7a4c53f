using BalanceBot.Subscribers;

namespace BalanceBot.Conversations;

/// <summary>All that is kept of a chat, as a file for the person.</summary>
internal interface IExport
{
    Task<byte[]> Of(Session session, Subscriber subscriber);
}
