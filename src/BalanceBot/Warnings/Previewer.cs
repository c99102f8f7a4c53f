using BalanceBot.Billing;

namespace BalanceBot.Warnings;

/// <summary>The answer to a changed setting: not a message that fires, but when the next one would.</summary>
internal sealed class Previewer(WarningLimits limits)
{
    public Preview Of(ContractSnapshot contract, Episode episode, Wishes wishes, DateTimeOffset now)
    {
        if (!wishes.On)
        {
            return new Preview.Never(SilenceReason.SwitchedOff);
        }

        DateOnly today = limits.Today(now);
        // Stryker disable once Equality : what is snoozed until now is due today, too.
        DateOnly earliest = wishes.SnoozedUntil is { } snoozed && snoozed > now ? limits.Today(snoozed) : today;
        Forecast forecast = Forecast.Of(contract, today, episode.Spending?.Average(today));
        if (Judge.Exempt(forecast) is { } exempt)
        {
            return new Preview.Never(exempt);
        }

        if (episode.Count >= limits.MostInEpisode)
        {
            return new Preview.NothingMore();
        }

        Preview.On? next = Days(forecast, episode, wishes, earliest)
            .Concat(Threshold(contract, forecast, episode, wishes, (today, earliest)))
            .OrderBy(on => on.Day)
            .ThenByDescending(on => on.Level)
            .FirstOrDefault();
        return next is not null ? next
            : episode.IsOpen ? new Preview.NothingMore()
            : new Preview.Never(
                forecast is Forecast.Unknown or Forecast.Stopped ? SilenceReason.NoDueDate : SilenceReason.Enough
            );
    }

    private IEnumerable<Preview.On> Days(Forecast forecast, Episode episode, Wishes wishes, DateOnly earliest)
    {
        if (forecast is not Forecast.LastsUntil(var end, _, _))
        {
            yield break;
        }

        DateOnly inTime = limits.Banking.LastInTime(end);
        foreach (Level level in wishes.Levels.Where(level => level > episode.Told))
        {
            int day = Math.Max(inTime.DayNumber - level.Days()!.Value, 0);
            yield return new Preview.On(Later(DateOnly.FromDayNumber(day), earliest), level);
        }

        if (episode.Told < Level.Stopped)
        {
            yield return new Preview.On(Later(end, earliest), Level.Stopped);
        }
    }

    private IEnumerable<Preview.On> Threshold(
        ContractSnapshot contract,
        Forecast forecast,
        Episode episode,
        Wishes wishes,
        (DateOnly Today, DateOnly Earliest) from
    )
    {
        if (
            Judge.Meant(wishes, contract, forecast, limits).Threshold is { } threshold
            && episode is { ThresholdTold: false, Told: Level.None }
            && Forecaster.FirstDayAtOrBelow(contract, threshold, from.Today) is { } day
        )
        {
            yield return new Preview.On(Later(day, from.Earliest), Level.Threshold);
        }
    }

    // Stryker disable once Equality : of two that are equal either is the later.
    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}
