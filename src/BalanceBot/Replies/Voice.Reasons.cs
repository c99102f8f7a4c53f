using BalanceBot.Warnings;

namespace BalanceBot.Replies;

/// <summary>Reasons and levels in words.</summary>
internal sealed partial class Voice
{
    private static Sentence ReasonOf(SilenceReason reason) =>
        reason switch
        {
            SilenceReason.Enough => Sentence.ReasonEnough,
            SilenceReason.ToldAlready => Sentence.ReasonToldAlready,
            SilenceReason.SwitchedOff => Sentence.ReasonSwitchedOff,
            SilenceReason.StaleData => Sentence.ReasonStaleData,
            SilenceReason.Closed => Sentence.ReasonClosed,
            SilenceReason.Frozen => Sentence.ReasonFrozen,
            SilenceReason.Disabled => Sentence.ReasonDisabled,
            SilenceReason.AutoPay => Sentence.ReasonAutoPay,
            SilenceReason.Free => Sentence.ReasonFree,
            SilenceReason.NoDueDate => Sentence.ReasonNoDueDate,
            SilenceReason.EnoughInEpisode => Sentence.ReasonEnoughInEpisode,
            SilenceReason.StoppedLong => Sentence.ReasonStoppedLong,
            SilenceReason.EndedQuietly => Sentence.ReasonEndedQuietly,
            SilenceReason.Unreachable => Sentence.ReasonUnreachable,
            SilenceReason.NotProved => Sentence.ReasonNotProved,
            SilenceReason.NotInBilling => Sentence.ReasonNotInBilling,
            SilenceReason.NotJudged => Sentence.ReasonNotJudged,
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No such reason"),
        };

    private static Sentence ReasonOf(WaitReason reason) =>
        reason switch
        {
            WaitReason.QuietHours => Sentence.WaitQuietHours,
            WaitReason.CoolDown => Sentence.WaitCoolDown,
            WaitReason.Snoozed => Sentence.WaitSnoozed,
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No such reason"),
        };

    private static Sentence LevelOf(Level level) =>
        level switch
        {
            Level.Threshold => Sentence.LevelThreshold,
            Level.Week => Sentence.LevelWeek,
            Level.ThreeDays => Sentence.LevelThreeDays,
            Level.Day => Sentence.LevelDay,
            Level.Stopped => Sentence.LevelStopped,
            _ => throw new ArgumentOutOfRangeException(nameof(level), level, "No such level"),
        };
}
