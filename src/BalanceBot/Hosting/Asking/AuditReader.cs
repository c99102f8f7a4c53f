using System.Text.Json;
using BalanceBot.Billing;
using BalanceBot.Linking;

namespace BalanceBot.Hosting.Asking;

/// <summary>The audit for the operator: of all contracts, or of one by its number.</summary>
internal sealed class AuditReader(IBilling billing, IAuditStore store)
{
    /// <summary>More would not fit into an answer over the control socket.</summary>
    private const int MostAtOnce = 10_000;

    public async Task<AuditAnswer?> Read(DateTimeOffset since, string? typed, CancellationToken stop)
    {
        string? key = null;
        if (typed is not null)
        {
            switch (await billing.FindByNumber(typed, stop))
            {
                case BillingAnswer<ContractKey>.Unavailable:
                    return null;
                case BillingAnswer<ContractKey>.Found(var found):
                    key = found.Value;
                    break;
                default:
                    // Gone from the billing, or never a number: then it can only be the billing's own key.
                    key = typed.Trim();
                    break;
            }
        }

        IReadOnlyList<AuditEntry> entries = await store.Audit(since, key, MostAtOnce + 1);
        return new AuditAnswer(
            since,
            key,
            [.. entries.Take(MostAtOnce).Select(LineOf)],
            More: entries.Count > MostAtOnce
        );
    }

    private static AuditLine LineOf(AuditEntry entry) =>
        new(
            entry.At,
            Name(entry.Kind),
            entry.Chat?.Value,
            entry.ChatHash,
            entry.ContractKey,
            entry.ContractHash,
            entry.Way is { } way ? Name(way) : null,
            entry.Detail
        );

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
