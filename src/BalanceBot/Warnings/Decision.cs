namespace BalanceBot.Warnings;

/// <summary>What a judgement came to, sent or not: a closed family, each recorded with its reason.</summary>
internal abstract record Decision
{
    private Decision() { }

    /// <summary>A message goes now.</summary>
    public bool Speaks => this is Warn or Received or AllRight;

    /// <summary>A balance warning goes now.</summary>
    /// <param name="Deadline">The last day on which a transfer arrives in time, when it is before the end.</param>
    public sealed record Warn(Level Level, Forecast Forecast, DateOnly? Deadline) : Decision;

    /// <summary>A payment has come.</summary>
    /// <param name="Sum">Null when charges in between hide how much it was.</param>
    public sealed record Received(decimal? Sum, Forecast Forecast) : Decision;

    /// <summary>The episode is over without a payment that was told: short and silent.</summary>
    public sealed record AllRight(Forecast Forecast) : Decision;

    /// <summary>Something is to be told, but not now; judged again at this time.</summary>
    public sealed record Later(DateTimeOffset At, WaitReason Reason) : Decision;

    /// <summary>Nothing is to be told.</summary>
    public sealed record Silent(SilenceReason Reason) : Decision;
}

/// <summary>Numbers are stored: never change one.</summary>
internal enum WaitReason
{
    QuietHours = 1,
    CoolDown,
    Snoozed,
}

/// <summary>Numbers are stored: never change one.</summary>
internal enum SilenceReason
{
    /// <summary>The money lasts.</summary>
    Enough = 1,
    ToldAlready,
    SwitchedOff,
    StaleData,
    Closed,
    Frozen,
    Disabled,
    AutoPay,
    Free,

    /// <summary>The billing does not say what is charged, or when, and no threshold is set.</summary>
    NoDueDate,
    EnoughInEpisode,
    StoppedLong,

    /// <summary>The episode has ended, and the subscriber does not want to hear of it.</summary>
    EndedQuietly,

    /// <summary>The person has blocked the bot or is gone.</summary>
    Unreachable,

    /// <summary>The billing does not have the contract (any more), or has two of its key.</summary>
    NotInBilling,

    /// <summary>The billing gave no answer for this contract, or its data cannot be judged.</summary>
    NotJudged,

    /// <summary>The contract is not the one that was proved: it has another holder, other papers or another state since.</summary>
    NotProved,
}
