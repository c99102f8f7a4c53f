using BalanceBot.Subscribers;

namespace BalanceBot.Replies;

/// <summary>One setting of the warnings, and what it shall be: a closed family.</summary>
internal abstract record WarningChoice
{
    private WarningChoice() { }

    /// <param name="DaysBefore">7, 3 or 1.</param>
    public sealed record Days(int DaysBefore, bool On) : WarningChoice;

    public sealed record Payments(bool On) : WarningChoice;

    public sealed record AllRight(bool On) : WarningChoice;

    public sealed record Quiet(QuietChoice Hours) : WarningChoice;

    public sealed record Zone(string Name) : WarningChoice;

    public sealed record Contract(string Tag, bool On) : WarningChoice;

    /// <param name="Sum">Null: none.</param>
    public sealed record Threshold(string Tag, decimal? Sum) : WarningChoice;
}
