using BalanceBot.Billing;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Scanning;

/// <summary>Which links a scan has suspended, in their order.</summary>
internal sealed class RecordedSuspensions : ISuspending
{
    public List<(ChatId Chat, string Key)> Suspended { get; } = [];

    public Task<bool> Must(ChatId chat, ContractSnapshot contract) =>
        Task.FromResult(!Suspended.Contains((chat, contract.Key.Value)));

    public Task Suspend(ChatId chat, ContractSnapshot contract)
    {
        Suspended.Add((chat, contract.Key.Value));
        return Task.CompletedTask;
    }
}
