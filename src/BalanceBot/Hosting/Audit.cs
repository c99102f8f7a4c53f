using BalanceBot.Linking;

namespace BalanceBot.Hosting;

/// <summary>Where what happens outside of a turn is written into the audit.</summary>
/// <param name="add">To the store.</param>
internal sealed class Audit(Func<AuditEntry, Task> add)
{
    public Task Add(AuditEntry entry) => add(entry);
}
