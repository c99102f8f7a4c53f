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

/// <summary>A decision as it is kept, for "why". Numbers of the kinds are stored: never change one.</summary>
/// <param name="Reason">Of <see cref="WaitReason"/> or <see cref="SilenceReason"/>, by kind; 0 without one.</param>
internal sealed record Recorded(DateTimeOffset At, RecordedKind Kind, int Reason)
{
    public Level Level { get; init; }
    public decimal? Balance { get; init; }
    public DateOnly? Ends { get; init; }
    public decimal? Missing { get; init; }

    /// <summary>Of a decision to wait.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether it says nothing new: a decision is recorded when it changes, not at each scan.</summary>
    public bool SaysTheSameAs(Recorded? other) =>
        other is not null
        && other.Kind == Kind
        && other.Reason == Reason
        && other.Level == Level
        && other.Until == Until
        && Kind is RecordedKind.Silent or RecordedKind.Later;
}

internal enum RecordedKind
{
    Silent = 1,
    Later,
    Warned,
    Received,
    AllRight,
}
