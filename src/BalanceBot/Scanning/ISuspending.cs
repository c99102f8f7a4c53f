using BalanceBot.Billing;
using BalanceBot.Subscribers;

namespace BalanceBot.Scanning;

/// <summary>Links to contracts that are not those which were proved: a closed door until they are proved again.</summary>
internal interface ISuspending
{
    /// <summary>Whether this chat's link is one of them, and not suspended yet.</summary>
    Task<bool> Must(ChatId chat, ContractSnapshot contract);

    /// <summary>May be asked again and again.</summary>
    Task Suspend(ChatId chat, ContractSnapshot contract);
}
