using BalanceBot.Billing;

namespace BalanceBot.Warnings;

/// <summary>What a judgement looks at.</summary>
internal sealed partial class Judge
{
    private SilenceReason? Unfit(ContractSnapshot contract, DateTimeOffset now) =>
        now - contract.AsOf > limits.Freshness ? SilenceReason.StaleData
        // Remembered as what was seen last, it would spoil the next judgement too.
        : Forecaster.IsNonsense(contract.Balance.Amount) ? SilenceReason.NotJudged
        : null;

    private Case Look(ContractSnapshot contract, Episode episode, Wishes wishes, DateTimeOffset now)
    {
        DateOnly today = limits.Today(now);
        Forecast forecast = Forecast.Of(contract, today);
        Spending? spending = Watched(contract, forecast, episode, today);
        if (spending?.Average(today) is { } daily)
        {
            forecast = Forecast.Of(contract, today, daily);
        }

        Wishes meant = Meant(wishes, contract, forecast, limits);
        Level level = LevelOf(contract, forecast, meant, today);
        Case seen = new(contract, forecast, meant, now, today)
        {
            Before = episode,
            Episode = episode with
            {
                Last = new Seen(contract.Balance.Amount, contract.NextCharge, contract.Price),
                Spending = spending,
                StoppedSince = level == Level.Stopped ? episode.StoppedSince ?? today : null,
            },
            Receipt = Receipt.Of(episode.Last, contract),
            Reached = new Reached(level, BalanceOf(contract) <= meant.Threshold),
        };
        return seen with { Armed = Armed(seen) };
    }

    /// <summary>
    /// Where the billing does not say what it will charge, what was spent since the last look is remembered; who was
    /// stopped meanwhile need not be learned anew.
    /// </summary>
    private static Spending? Watched(ContractSnapshot contract, Forecast forecast, Episode episode, DateOnly today)
    {
        Spending? known = forecast switch
        {
            Forecast.Unknown => episode.Spending ?? Spending.From(today),
            Forecast.Stopped => episode.Spending,
            _ => null,
        };
        decimal now = contract.Balance.Amount;
        return known?.Observe(episode.Last?.Balance ?? now, now, today);
    }

    /// <summary>With the operator's plain threshold where nothing else is known.</summary>
    internal static Wishes Meant(Wishes wishes, ContractSnapshot contract, Forecast forecast, WarningLimits limits) =>
        wishes.Threshold is null && (forecast is Forecast.Unknown || IsPostPaidDebt(contract, forecast))
            ? wishes with
            {
                Threshold = limits.PlainThreshold,
            }
            : wishes;

    /// <summary>The nearest level that is reached, of those that the subscriber wants; never by equality with a day.</summary>
    private Level LevelOf(ContractSnapshot contract, Forecast forecast, Wishes wishes, DateOnly today) =>
        forecast switch
        {
            Forecast.Stopped => IsPostPaidDebt(contract, forecast) ? Level.None : Level.Stopped,
            Forecast.LastsUntil(var on, _, _) => wishes
                .Levels.Where(level => DaysLeft(on, today) <= level.Days())
                .DefaultIfEmpty(Level.None)
                .Max(),
            _ => Level.None,
        };

    /// <summary>A post-paid contract is below zero every month, and nobody says until when.</summary>
    private static bool IsPostPaidDebt(ContractSnapshot contract, Forecast forecast) =>
        forecast is Forecast.Stopped && contract is { State: ContractState.Active, Period: null, NextCharge: null };

    private int DaysLeft(DateOnly end, DateOnly today) => limits.Banking.LastInTime(end).DayNumber - today.DayNumber;

    private static decimal BalanceOf(ContractSnapshot contract) =>
        MinorUnits.Down(contract.Balance.Amount, MinorUnits.Digits(contract.Balance.Currency));

    /// <summary>
    /// The levels arm again when the money lasts, even where the balance stays below the own threshold: who set that high
    /// is told of it once, and of every end. The episode is over when the threshold arms again too.
    /// </summary>
    private Episode Armed(Case judged) =>
        !Lasts(judged) ? judged.Episode
        : IsAboveThreshold(judged) ? judged.Episode.Ended()
        : judged.Episode with { Told = Level.None, Count = 0 };

    /// <summary>
    /// More than one day above the farthest level, so that a forecast that goes to and fro over a level warns once; a
    /// payment need only lift it above the level.
    /// </summary>
    private bool Lasts(Case judged)
    {
        int farthest = judged.Wishes.Levels.Max(level => level.Days()) ?? 0;
        bool isDayTold = judged.Before.Told != Level.None;
        return judged.Forecast switch
        {
            Forecast.LastsUntil(var on, _, _) => DaysLeft(on, judged.Today)
                > farthest + (judged.Receipt is null ? 1 : 0),
            // A billing that forgets a day of charge, or an estimate that runs dry, has not paid it.
            Forecast.Unknown => !isDayTold || judged.Receipt is not null,
            Forecast.Stopped => !isDayTold && IsPostPaidDebt(judged.Contract, judged.Forecast),
            _ => true,
        };
    }

    private bool IsAboveThreshold(Case judged) =>
        judged.Wishes.Threshold is not { } sum
        || BalanceOf(judged.Contract) > sum + (Math.Abs(sum) * limits.ThresholdMargin);
}
