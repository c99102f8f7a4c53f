using BalanceBot.Billing;

namespace BalanceBot.Warnings;

/// <summary>A decision, and what is remembered if it is carried out.</summary>
internal sealed record Judgement(Decision Decision, Episode Episode);

/// <summary>
/// Whether a contract's chat is told something now. Pure: the same contract, memory and time give the same judgement,
/// so it may be made again just before sending.
/// </summary>
internal sealed class Judge(WarningLimits limits)
{
    public Judgement Decide(ContractSnapshot contract, Episode episode, Wishes wishes, DateTimeOffset now)
    {
        if (now - contract.AsOf > limits.Freshness)
        {
            return new(new Decision.Silent(SilenceReason.StaleData), episode);
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
        now - contract.AsOf > limits.Freshness ? default : Look(contract, episode, wishes, now).Reached;

    private Case Look(ContractSnapshot contract, Episode episode, Wishes wishes, DateTimeOffset now)
    {
        DateOnly today = limits.Today(now);
        Forecast forecast = Forecast.Of(contract, today);
        Spending? spending = forecast is Forecast.Unknown ? Watched(contract, episode, today) : null;
        if (spending?.Average(today) is { } daily)
        {
            forecast = Forecast.Of(contract, today, daily);
        }

        Wishes meant = WithPlainThreshold(wishes, forecast);
        Seen seen = new(contract.Balance.Amount, contract.NextCharge, contract.Price);
        return new Case(contract, forecast, meant, now, today)
        {
            Before = episode,
            Episode = episode with
            {
                Last = seen,
                Spending = spending,
                StoppedSince = forecast is Forecast.Stopped ? episode.StoppedSince ?? today : null,
            },
            Reached = new Reached(
                LevelOf(contract, forecast, meant, today),
                contract.Balance.Amount <= meant.Threshold
            ),
        };
    }

    /// <summary>Where the billing does not say what it will charge, what was spent since the last look is remembered.</summary>
    private static Spending Watched(ContractSnapshot contract, Episode episode, DateOnly today) =>
        (episode.Spending ?? Spending.From(today)).Observe(
            episode.Last?.Balance ?? contract.Balance.Amount,
            contract.Balance.Amount,
            today
        );

    private Wishes WithPlainThreshold(Wishes wishes, Forecast forecast) =>
        forecast is Forecast.Unknown && wishes.Threshold is null
            ? wishes with
            {
                Threshold = limits.PlainThreshold,
            }
            : wishes;

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

    /// <summary>The nearest level that is reached, of those that the subscriber wants; never by equality with a day.</summary>
    private Level LevelOf(ContractSnapshot contract, Forecast forecast, Wishes wishes, DateOnly today) =>
        forecast switch
        {
            // A post-paid contract is below zero every month, and nobody says until when.
            Forecast.Stopped when IsPostPaid(contract) => Level.None,
            Forecast.Stopped => Level.Stopped,
            Forecast.LastsUntil(var on, _, _) => wishes
                .Levels.Where(level => DaysLeft(on, today) <= level.Days())
                .DefaultIfEmpty(Level.None)
                .Max(),
            _ => Level.None,
        };

    private static bool IsPostPaid(ContractSnapshot contract) =>
        contract is { State: ContractState.Active, Period: null, NextCharge: null };

    private int DaysLeft(DateOnly end, DateOnly today) => limits.Banking.LastInTime(end).DayNumber - today.DayNumber;

    private Judgement? Payment(Case judged)
    {
        if (Receipt.Of(judged.Before.Last, judged.Contract) is not { } receipt || !judged.Wishes.Payments)
        {
            return null;
        }

        if (Quiet(judged) is { } wait)
        {
            return wait;
        }

        // It tells what is missing and by when, so it is the warning too.
        Episode after = IsOver(judged, paid: true) ? judged.Episode.Ended() : Told(judged, counts: false);
        return new(new Decision.Received(receipt.Sum, judged.Forecast), after);
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

        if (judged.Before.Count >= limits.MostInEpisode)
        {
            return judged.Silent(SilenceReason.EnoughInEpisode);
        }

        if (judged.Wishes.SnoozedUntil is { } snoozed && snoozed > judged.Now)
        {
            return judged.Later(snoozed, WaitReason.Snoozed);
        }

        if (judged.Before.WarnedAt + limits.CoolDown is { } cool && cool > judged.Now)
        {
            return judged.Later(cool, WaitReason.CoolDown);
        }

        return Quiet(judged)
            ?? new(new Decision.Warn(judged.Nearest, judged.Forecast, DeadlineOf(judged)), Told(judged));
    }

    private Judgement? End(Case judged)
    {
        if (!judged.Before.IsOpen || !IsOver(judged, paid: false))
        {
            return null;
        }

        if (!judged.Wishes.AllRight)
        {
            return new(new Decision.Silent(SilenceReason.EndedQuietly), judged.Episode.Ended());
        }

        return Quiet(judged) ?? new(new Decision.AllRight(judged.Forecast), judged.Episode.Ended());
    }

    /// <summary>Not before the quiet hours end; what was seen before stays the measure, so that it is found again then.</summary>
    private static Judgement? Quiet(Case judged) =>
        judged.Wishes.Quiet.EndAfter(judged.Now, judged.Wishes.Zone) is { } end
            ? judged.Later(end, WaitReason.QuietHours)
            : null;

    private DateOnly? DeadlineOf(Case judged) =>
        judged.Forecast is Forecast.LastsUntil(var on, _, _) && limits.Banking.LastInTime(on) is var last && last < on
            ? last
            : null;

    private static Episode Told(Case judged, bool counts = true) =>
        judged.Episode.Shown(judged.Reached) with
        {
            Unsure = false,
            Count = judged.Before.Count + (counts ? 1 : 0),
            WarnedAt = counts ? judged.Now : judged.Before.WarnedAt,
        };

    /// <summary>
    /// More than one day above the farthest level, so that a forecast that goes to and fro over a level warns once; a
    /// payment need only lift it above the level.
    /// </summary>
    private bool IsOver(Case judged, bool paid)
    {
        int farthest = judged.Wishes.Levels.Max(level => level.Days()) ?? 0;
        bool lasts = judged.Forecast switch
        {
            Forecast.LastsUntil(var on, _, _) => DaysLeft(on, judged.Today) > farthest + (paid ? 0 : 1),
            Forecast.Stopped => IsPostPaid(judged.Contract),
            _ => true,
        };
        decimal threshold = judged.Wishes.Threshold ?? decimal.MinValue;
        decimal margin = judged.Wishes.Threshold is { } set ? Math.Abs(set) * limits.ThresholdMargin : 0;
        return lasts && judged.Contract.Balance.Amount > threshold + (paid ? 0 : margin);
    }
}
