using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

/// <summary>What holds of each judgement, whatever has happened before; told in other words than the code.</summary>
internal sealed record Promises(
    Judge Judge,
    WarningLimits Limits,
    ContractSnapshot Contract,
    Episode Before,
    Wishes Wishes,
    DateTimeOffset Now,
    Judgement Judgement
)
{
    private Decision Decision => Judgement.Decision;
    private Episode After => Judgement.Episode;
    private DateOnly Today => Ledger.DayOf(Now);
    private Forecast Forecast => Forecast.Of(Contract, Today, After.Spending?.Average(Today));

    private bool IsStale => Now - Contract.AsOf > Limits.Freshness;
    private bool IsExempt =>
        Contract.State is ContractState.Frozen
        || (Contract.State is ContractState.Active && Contract.AutoPay)
        || Forecast == new Forecast.NoEnd(NoEndReason.Free);

    private bool IsPostPaid => Contract is { State: ContractState.Active, Period: null, NextCharge: null };

    private decimal? Threshold =>
        Wishes.Threshold
        ?? (
            Forecast is Forecast.Unknown || (Forecast is Forecast.Stopped && IsPostPaid) ? Limits.PlainThreshold : null
        );

    private bool IsQuiet
    {
        get
        {
            TimeOnly clock = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, Wishes.Zone).DateTime);
            (TimeOnly from, TimeOnly to) = (Wishes.Quiet.From, Wishes.Quiet.To);
            return from < to ? from <= clock && clock < to : from > to && (clock >= from || clock < to);
        }
    }

    /// <summary>The first promise that is broken; null: none.</summary>
    public string? Broken() =>
        OfSilence().Concat(OfWarnings()).Concat(OfEpisodes()).Concat(OfLater()).FirstOrDefault(p => !p.Holds).What;

    private IEnumerable<(bool Holds, string What)> OfSilence()
    {
        yield return (Judge.Decide(Contract, Before, Wishes, Now).Decision == Decision, "the same in, the same out");
        yield return (!IsStale || (!Decision.Speaks && After == Before), "nothing from stale data");
        yield return (!Decision.Speaks || !IsQuiet, "nothing in quiet hours");
        yield return (!Decision.Speaks || Wishes.On, "nothing to whom has switched it off");
        yield return (IsStale || !IsExempt || Decision is Decision.Silent, "nothing for an exempt contract");
        yield return (Decision is not Decision.Received || Wishes.Payments, "no receipt for whom does not want it");
        yield return (Decision is not Decision.AllRight || Wishes.AllRight, "no all-right for whom does not want it");
    }

    private IEnumerable<(bool Holds, string What)> OfWarnings()
    {
        if (Decision is not Decision.Warn warn)
        {
            yield return (After.WarnedAt == Before.WarnedAt, "only a warning begins the cool-down");
            yield return (
                After.Count == Before.Count || IsOver(),
                "only a warning counts, and only an end counts anew"
            );
            yield break;
        }

        yield return (!(Before.WarnedAt > Now - Limits.CoolDown), "not two warnings in the cool-down");
        yield return (!(Wishes.SnoozedUntil > Now), "not while snoozed");
        yield return (Before.Count < Limits.MostInEpisode || IsOver(), "not more than so many in an episode");
        yield return (IsReached(warn.Level), "nothing that is not reached");
        yield return (Before.Unsure || WasAskedFor || IsOver() || IsNew(warn.Level), "nothing that was told");
        yield return (After.Told >= warn.Level || warn.Level == Level.Threshold, "what is told is remembered");
        yield return (!After.Unsure && After.WarnedAt == Now, "and when");
        yield return (
            warn.Level != Level.Stopped || !(Before.StoppedSince?.AddDays(Limits.StoppedDays) < Today),
            "nothing after two weeks"
        );
    }

    private IEnumerable<(bool Holds, string What)> OfEpisodes()
    {
        yield return (After.Told >= Before.Told || IsOver(), "levels arm again only when the money lasts");
        yield return (
            After.ThresholdTold || !Before.ThresholdTold || IsExempt || IsOver() && IsAbove(),
            "the threshold arms again only above its margin"
        );
        yield return (
            Decision is not Decision.AllRight
                || (Before.IsOpen && !After.IsOpen && IsOver() && !IsReached(Level.Threshold)),
            "all right only at the end of an episode"
        );
        yield return (
            Decision is not Decision.Received || Before.Last?.Balance < Contract.Balance.Amount + (Contract.Price ?? 0),
            "no receipt without a payment"
        );
    }

    private IEnumerable<(bool Holds, string What)> OfLater()
    {
        if (Decision is not Decision.Later(var at, var reason))
        {
            yield break;
        }

        Decision then = Judge.Decide(Contract with { AsOf = at }, After, Wishes, at).Decision;
        yield return (at > Now, "later is later");
        yield return (
            // Who is awake for less than an hour may sleep through it in the night in which the clock goes forward.
            then is not Decision.Later(var again, var next)
                || next != reason
                || (reason is WaitReason.QuietHours && again > at),
            "never twice for the same reason"
        );
        yield return (
            (After.Told, After.ThresholdTold, After.Unsure, After.Count)
                == (Before.Told, Before.ThresholdTold, Before.Unsure, Before.Count),
            "what waits has told nothing"
        );
    }

    /// <summary>Once after "remind me tomorrow".</summary>
    private bool WasAskedFor => Wishes.SnoozedUntil > Before.WarnedAt && Wishes.SnoozedUntil <= Now;

    private bool IsNew(Level level) => level > Before.Told && (level != Level.Threshold || !Before.ThresholdTold);

    private bool IsReached(Level level) =>
        level switch
        {
            Level.Threshold => Contract.Balance.Amount <= Threshold,
            Level.Stopped => Forecast is Forecast.Stopped && !IsPostPaid,
            _ => DaysLeft() <= level.Days() && Wishes.Levels.Contains(level),
        };

    /// <summary>Nothing ends sooner than a day after the farthest level, or on it after a payment.</summary>
    private bool IsOver()
    {
        bool isPaid = Before.Last?.Balance < Contract.Balance.Amount + (Contract.Price ?? 0);
        int farthest = Wishes.Levels.Select(level => level.Days()!.Value).DefaultIfEmpty(0).Max();
        return IsExempt
            || Forecast switch
            {
                Forecast.LastsUntil => DaysLeft() > farthest + (isPaid ? 0 : 1),
                Forecast.Unknown => isPaid || Before.Told == Level.None,
                Forecast.Stopped => IsPostPaid && Before.Told == Level.None,
                _ => true,
            };
    }

    private bool IsAbove() =>
        Threshold is not { } sum || Contract.Balance.Amount > sum + (Math.Abs(sum) * Limits.ThresholdMargin);

    private int? DaysLeft() =>
        Forecast is Forecast.LastsUntil(var on, _, _)
            ? Limits.Banking.LastInTime(on).DayNumber - Today.DayNumber
            : null;
}
