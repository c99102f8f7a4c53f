using BalanceBot.Billing;

namespace BalanceBot.Warnings;

/// <summary>Everything that one judgement looks at.</summary>
internal sealed record Case(
    ContractSnapshot Contract,
    Forecast Forecast,
    Wishes Wishes,
    DateTimeOffset Now,
    DateOnly Today
)
{
    /// <summary>As it was remembered.</summary>
    public required Episode Before { get; init; }

    /// <summary>With what was seen now.</summary>
    public required Episode Episode { get; init; }

    /// <summary>As it is when it has ended, or its levels are armed again, by what was seen now.</summary>
    public Episode Armed { get; init; } = Episode.Fresh;

    /// <summary>Null: no payment is seen.</summary>
    public required Receipt? Receipt { get; init; }

    public required Reached Reached { get; init; }

    public Level Level => Reached.Level;
    public bool ThresholdReached => Reached.Threshold;

    /// <summary>Something is reached that was not told in this episode, or was told and perhaps never heard.</summary>
    public bool IsNew =>
        Level > Armed.Told
        || (ThresholdReached && !Armed.ThresholdTold && Armed.Told == Level.None)
        || ((Before.Unsure || IsReminderDue) && IsReached);

    /// <summary>"Remind me tomorrow" was pressed after the last warning, and tomorrow has come.</summary>
    private bool IsReminderDue => Wishes.SnoozedUntil <= Now && Before.WarnedAt < Wishes.SnoozedUntil && Armed.IsOpen;

    private bool IsReached => Level != Level.None || ThresholdReached;

    public Level Nearest => Level == Level.None ? Level.Threshold : Level;

    public SilenceReason WhyQuiet =>
        Level != Level.None || ThresholdReached ? SilenceReason.ToldAlready
        : Forecast is Forecast.Unknown or Forecast.Stopped && Wishes.Threshold is null ? SilenceReason.NoDueDate
        : SilenceReason.Enough;

    public Judgement Silent(SilenceReason reason) => new(new Decision.Silent(reason), Armed);

    /// <summary>
    /// The episode goes on until it is told that it is over. A payment is to be found again then, so what was seen before
    /// it stays the measure.
    /// </summary>
    public Judgement Later(DateTimeOffset at, WaitReason reason) =>
        new(
            new Decision.Later(at, reason),
            Receipt is null ? Episode : Episode with { Last = Before.Last, Spending = Before.Spending }
        );
}
