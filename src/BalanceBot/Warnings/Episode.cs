namespace BalanceBot.Warnings;

/// <summary>
/// What is remembered of one contract in one chat between two judgements. An episode begins with the first warning and
/// ends when the money lasts again; then the levels arm again.
/// </summary>
internal sealed record Episode
{
    public static Episode Fresh { get; } = new();

    /// <summary>The nearest level that was told in this episode; a farther one is never told after it.</summary>
    public Level Told { get; init; }

    /// <summary>The own threshold was told in this episode.</summary>
    public bool ThresholdTold { get; init; }

    /// <summary>
    /// Nobody knows whether the last warning arrived, or it surely did not: what it told may be told once more, after the
    /// cool-down.
    /// </summary>
    public bool Unsure { get; init; }

    /// <summary>Balance warnings in this episode.</summary>
    public int Count { get; init; }

    /// <summary>The last balance warning, of this episode or an earlier one: the cool-down outlives the episode.</summary>
    public DateTimeOffset? WarnedAt { get; init; }

    /// <summary>Since when it has been seen stopped.</summary>
    public DateOnly? StoppedSince { get; init; }

    /// <summary>What the last judgement saw; null before the first.</summary>
    public Seen? Last { get; init; }

    /// <summary>Kept only where the billing does not say what it will charge.</summary>
    public Spending? Spending { get; init; }

    public bool IsOpen => Told != Level.None || ThresholdTold;

    /// <summary>Levels armed again; what outlives an episode is kept.</summary>
    public Episode Ended() =>
        new()
        {
            WarnedAt = WarnedAt,
            Last = Last,
            Spending = Spending,
        };

    /// <summary>The person was shown that this is reached: it is not told again by itself.</summary>
    public Episode Shown(Reached reached)
    {
        Episode start = reached.EndsEpisode ? Ended() : this;
        return start with
        {
            // Stryker disable once Equality : of two that are equal either is the nearer.
            Told = reached.Level > start.Told ? reached.Level : start.Told,
            ThresholdTold = start.ThresholdTold || reached.Threshold,
        };
    }
}

/// <summary>A contract's money at one judgement: what a payment is recognised by.</summary>
internal sealed record Seen(decimal Balance, DateOnly? NextCharge, decimal? Price);

/// <summary>How near the end a contract is now: the nearest level, and the own threshold beside it.</summary>
internal readonly record struct Reached(Level Level, bool Threshold)
{
    /// <summary>What was told before is over by another wish: it arms again without "all right".</summary>
    public bool EndsEpisode { get; init; }
}
