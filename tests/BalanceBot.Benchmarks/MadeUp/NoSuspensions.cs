using BalanceBot.Billing;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;

namespace BalanceBot.Benchmarks.MadeUp;

/// <summary>Made-up contracts never change hands.</summary>
internal sealed class NoSuspensions : ISuspending
{
    public Task<bool> Must(ChatId chat, ContractSnapshot contract) => Task.FromResult(false);

    public Task Suspend(ChatId chat, ContractSnapshot contract) => Task.CompletedTask;
}
