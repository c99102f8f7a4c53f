using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Scanning;

/// <summary>
/// A linked contract as a scan sees it: what its chat has chosen, and what is remembered of it. The store makes one with
/// each link, keeps its choices as the subscriber's, and removes it with the link.
/// </summary>
internal sealed record Watch(ChatId Chat, string ContractKey)
{
    public Episode Episode { get; init; } = Episode.Fresh;
    public WarningChoices Choices { get; init; } = WarningChoices.None;
    public LinkChoices Contract { get; init; } = LinkChoices.None;
    public bool Reachable { get; init; } = true;

    /// <summary>The last decision that was recorded; null before the first.</summary>
    public Recorded? Last { get; init; }

    /// <summary>When the chat's turn to be judged and told comes; null: nothing is due.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The store's count of writes; a commit over another version leaves the row as it is.</summary>
    public long RowVersion { get; init; }
}
