namespace BalanceBot.Warnings;

/// <summary>When the next warning would come, as things stand: a closed family.</summary>
internal abstract record Preview
{
    private Preview() { }

    /// <summary>On this day, if nothing is paid or spent until then.</summary>
    /// <param name="Level"><see cref="Level.Threshold"/> for the own sum.</param>
    public sealed record On(DateOnly Day, Level Level) : Preview;

    /// <summary>Everything that is reached was told; the next word comes when it is over, or when it has stopped.</summary>
    public sealed record NothingMore : Preview;

    /// <summary>No warning as things stand, and why.</summary>
    public sealed record Never(SilenceReason Reason) : Preview;
}
