using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Scanning;

/// <summary>A judgement of one watch.</summary>
/// <param name="Contract">Null: the billing does not have it, or did not answer.</param>
internal sealed record Judged(Watch Watch, ContractSnapshot? Contract, Judgement Judgement);

/// <summary>From a judgement to what is written. Pure.</summary>
internal sealed class WatchJudge(Judge judge, WarningLimits limits)
{
    public Judged Of(Watch watch, ContractSnapshot contract, DateTimeOffset now) =>
        !watch.Reachable ? Silent(watch, SilenceReason.Unreachable)
        : Standing.HasChanged(watch.Contract.Standing, contract) ? Silent(watch, SilenceReason.NotProved)
        : new Judged(watch, contract, judge.Decide(contract, watch.Episode, WishesOf(watch), now));

    public static Judged Silent(Watch watch, SilenceReason reason) =>
        new(watch, null, new Judgement(new Decision.Silent(reason), watch.Episode));

    public Wishes WishesOf(Watch watch) => Wishes.Of(watch.Choices, watch.Contract, limits);

    /// <summary>
    /// What a scan writes; null where nothing has changed. A message that is due is only marked: it is judged again when
    /// its turn comes, for that may be hours later.
    /// </summary>
    public static WatchChange? Found(Judged judged, DateTimeOffset now)
    {
        Watch watch = judged.Watch;
        if (judged.Judgement.Decision.Speaks)
        {
            return watch.DueAt <= now
                ? null
                : new WatchChange(watch, watch.Episode) { DueAt = FullMinute(now), Urgency = UrgencyOf(judged, now) };
        }

        WatchChange change = Told(judged, now);
        return change.Record is null && change.DueAt == watch.DueAt && change.Episode == watch.Episode ? null : change;
    }

    /// <summary>What goes with a message, or with the decision that none goes.</summary>
    public static WatchChange Told(Judged judged, DateTimeOffset now)
    {
        Recorded record = Recorded.Of(judged.Judgement.Decision, judged.Contract?.Balance.Amount, now);
        return new WatchChange(judged.Watch, judged.Judgement.Episode)
        {
            Record = record.SaysTheSameAs(judged.Watch.Last) ? null : record,
            DueAt = judged.Judgement.Decision is Decision.Later(var at, _) ? FullMinute(at) : null,
            Urgency = UrgencyOf(judged, now),
        };
    }

    /// <summary>What is due in the same minute is due at the same moment, so that a chat is told of it at once.</summary>
    private static DateTimeOffset FullMinute(DateTimeOffset at)
    {
        long over = at.UtcTicks % TimeSpan.TicksPerMinute;
        return over == 0 ? at : at.AddTicks(TimeSpan.TicksPerMinute - over);
    }

    /// <summary>
    /// The day of the end: who stops soonest goes first, also of those who waited for the morning. Whoever paid waits for
    /// a word now.
    /// </summary>
    private static DateOnly UrgencyOf(Judged judged, DateTimeOffset now)
    {
        DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);
        return judged.Judgement.Decision switch
        {
            Decision.Warn(_, Forecast.LastsUntil(var on, _, _), _) => on,
            Decision.AllRight => today.AddYears(1),
            Decision.Later when judged.Contract is { } contract => Forecast.Of(contract, today)
                is Forecast.LastsUntil(var on, _, _)
                ? on
                : today,
            _ => today,
        };
    }
}
