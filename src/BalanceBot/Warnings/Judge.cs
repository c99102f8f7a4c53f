using BalanceBot.Billing;

namespace BalanceBot.Warnings;

/// <summary>A decision, and what is remembered if it is carried out.</summary>
internal sealed record Judgement(Decision Decision, Episode Episode);

/// <summary>
/// Whether a contract's chat is told something now. Pure: the same contract, memory and time give the same judgement,
/// so it may be made again just before sending.
/// </summary>
internal sealed partial class Judge(WarningLimits limits)
{
    public Judgement Decide(ContractSnapshot contract, Episode episode, Wishes wishes, DateTimeOffset now)
    {
        if (Unfit(contract, now) is { } unfit)
        {
            return new(new Decision.Silent(unfit), episode);
        }

        Case judged = Look(contract, episode, wishes, now);
        if (!wishes.On)
        {
            return judged.Silent(SilenceReason.SwitchedOff);
        }

        if (Exempt(judged.Forecast) is { } exempt)
        {
            return new(new Decision.Silent(exempt), judged.Episode.Ended());
        }

        return Payment(judged) ?? Warning(judged) ?? End(judged) ?? judged.Silent(judged.WhyQuiet);
    }

    /// <summary>How near the end the contract is by these wishes, whatever was told.</summary>
    public Reached Reach(ContractSnapshot contract, Episode episode, Wishes wishes, DateTimeOffset now) =>
        Unfit(contract, now) is null ? Look(contract, episode, wishes, now).Reached : default;

    /// <summary>Whether what was told is over by these wishes.</summary>
    public bool IsOver(ContractSnapshot contract, Episode episode, Wishes wishes, DateTimeOffset now) =>
        episode.IsOpen && Unfit(contract, now) is null && !Look(contract, episode, wishes, now).Armed.IsOpen;

    internal static SilenceReason? Exempt(Forecast forecast) =>
        forecast is Forecast.NoEnd(var reason)
            ? reason switch
            {
                NoEndReason.Closed => SilenceReason.Closed,
                NoEndReason.Frozen => SilenceReason.Frozen,
                NoEndReason.Disabled => SilenceReason.Disabled,
                NoEndReason.AutoPay => SilenceReason.AutoPay,
                NoEndReason.Free => SilenceReason.Free,
                _ => null,
            }
            : null;

    private static Judgement? Payment(Case judged)
    {
        if (judged.Receipt is null || !judged.Wishes.Payments)
        {
            return null;
        }

        // It tells what is missing and by when, so it is the warning too.
        return Quiet(judged)
            ?? new(
                new Decision.Received(judged.Receipt.Sum, judged.Forecast),
                judged.Armed.Shown(judged.Reached) with
                {
                    Unsure = false,
                }
            );
    }

    private Judgement? Warning(Case judged)
    {
        if (!judged.IsNew)
        {
            return null;
        }

        if (judged.Episode.StoppedSince?.AddDays(limits.StoppedDays) < judged.Today)
        {
            return judged.Silent(SilenceReason.StoppedLong);
        }

        if (judged.Armed.Count >= limits.MostInEpisode)
        {
            return judged.Silent(SilenceReason.EnoughInEpisode);
        }

        if (judged.Wishes.SnoozedUntil > judged.Now)
        {
            return judged.Later(judged.Wishes.SnoozedUntil.Value, WaitReason.Snoozed);
        }

        DateTimeOffset? cool = judged.Before.WarnedAt + limits.CoolDown;
        if (cool > judged.Now)
        {
            return judged.Later(cool.Value, WaitReason.CoolDown);
        }

        return Quiet(judged)
            ?? new(new Decision.Warn(judged.Nearest, judged.Forecast, DeadlineOf(judged)), Told(judged));
    }

    private static Judgement? End(Case judged)
    {
        if (!judged.Before.IsOpen || judged.Armed.IsOpen)
        {
            return null;
        }

        if (!judged.Wishes.AllRight)
        {
            return judged.Silent(SilenceReason.EndedQuietly);
        }

        return Quiet(judged) ?? new(new Decision.AllRight(judged.Forecast), judged.Armed);
    }

    /// <summary>Not before the quiet hours end.</summary>
    private static Judgement? Quiet(Case judged) =>
        judged.Wishes.Quiet.EndAfter(judged.Now, judged.Wishes.Zone) is { } end
            ? judged.Later(end, WaitReason.QuietHours)
            : null;

    private DateOnly? DeadlineOf(Case judged) =>
        judged.Forecast is Forecast.LastsUntil(var on, _, _) && limits.Banking.LastInTime(on) is var last && last < on
            ? last
            : null;

    private static Episode Told(Case judged) =>
        judged.Armed.Shown(judged.Reached) with
        {
            Unsure = false,
            Count = judged.Armed.Count + 1,
            WarnedAt = judged.Now,
        };
}
