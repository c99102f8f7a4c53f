using BalanceBot.Replies;

namespace BalanceBot.Conversations;

/// <summary>Makes a picture of a chart.</summary>
internal interface IPainter
{
    /// <summary>PNG; null: it cannot be drawn here, and its words must do.</summary>
    Task<byte[]?> Paint(Chart chart, CancellationToken stop);
}
