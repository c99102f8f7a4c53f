using BalanceBot.Billing;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Replies;

/// <summary>What a chat is told of one contract without having asked.</summary>
/// <param name="Decision">One that speaks.</param>
internal sealed record Told(Link Link, ContractSnapshot Contract, Decision Decision)
{
    /// <summary>
    /// Farther than the farthest level, with room for a week in which banks rest: what is nearer counts as warned of, so
    /// it must be told with its sum.
    /// </summary>
    private const int SoonDays = 14;

    public Forecast Forecast =>
        Decision switch
        {
            Decision.Warn warn => warn.Forecast,
            Decision.Received received => received.Forecast,
            Decision.AllRight allRight => allRight.Forecast,
            _ => throw new InvalidOperationException("Nothing is told of this."),
        };

    /// <summary>The higher, the nearer the end: told first where not everything can be told.</summary>
    public int Urgency => Decision is Decision.Warn warn ? (int)warn.Level : 0;

    /// <summary>Something must be paid soon, if anything is known to be missing.</summary>
    public bool IsPressing(DateOnly today) =>
        Decision switch
        {
            Decision.AllRight => false,
            Decision.Received { Forecast: Forecast.LastsUntil(var on, _, _) } => on <= today.AddDays(SoonDays),
            _ => true,
        };
}
