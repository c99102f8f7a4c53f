using BalanceBot.Subscribers;

namespace BalanceBot.Linking;

/// <summary>The audit, oldest first. What a turn does is written with the turn's commit; this is for all else.</summary>
internal interface IAuditStore
{
    Task Add(IReadOnlyList<AuditEntry> entries);

    /// <summary>Up to <paramref name="most"/> entries at or after <paramref name="since"/>, oldest first.</summary>
    /// <param name="contractKey">Null: of all contracts. Entries of forgotten persons are found by their hash too.</param>
    Task<IReadOnlyList<AuditEntry>> Audit(DateTimeOffset since, string? contractKey, int most);

    /// <summary>Up to <paramref name="most"/> entries of a chat that is not forgotten, in the order of writing.</summary>
    Task<IReadOnlyList<AuditEntry>> AuditOf(ChatId chat, int most);

    /// <summary>Forgets entries before a time; how many.</summary>
    Task<int> ForgetAudit(DateTimeOffset before);
}
