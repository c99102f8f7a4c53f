using System.Runtime.InteropServices;

namespace BalanceBot.Subscribers;

/// <summary>
/// What a chat has chosen to be warned of. Null or absent means "as the operator has set it", so that a default that the
/// operator changes later reaches everybody who never chose.
/// </summary>
internal sealed record WarningChoices
{
    public static WarningChoices None { get; } = new();

    /// <summary>Days before the end of the money at which to warn.</summary>
    public DayChoice? Days { get; init; }

    public QuietChoice? Quiet { get; init; }

    /// <summary>The chat's time zone (IANA name).</summary>
    public string? Zone { get; init; }

    /// <summary>Tell "payment received".</summary>
    public bool? Payments { get; init; }

    /// <summary>Tell "all right until".</summary>
    public bool? AllRight { get; init; }
}

/// <summary>A set of 7, 3 and 1: a value, so that two that are the same are equal.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DayChoice(bool Week, bool ThreeDays, bool Day)
{
    public static DayChoice All { get; } = new(true, true, true);
}

/// <summary>By the clock on the wall; the same time twice means "never quiet".</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct QuietChoice(TimeOnly From, TimeOnly To);

/// <summary>What a chat has chosen for one contract, and what a scan must know of the link beside.</summary>
internal sealed record LinkChoices
{
    public static LinkChoices None { get; } = new();

    public bool On { get; init; } = true;

    /// <summary>A sum in the contract's currency: warn at or below it.</summary>
    public decimal? Threshold { get; init; }

    /// <summary>"Not now": no balance warning before this time.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>
    /// Not chosen: the mark of whose the contract was when it was proved (the billing's <c>Standing</c>). Null: not known.
    /// </summary>
    public string? Standing { get; init; }
}
