namespace BalanceBot.Warnings;

/// <summary>
/// What was spent on the last days, for contracts whose billing does not say what it will charge. A value of its days:
/// the same instance comes back while nothing is to be remembered anew.
/// </summary>
/// <param name="Since">The first day that was watched.</param>
internal sealed record Spending(DateOnly Since, IReadOnlyList<DaySpend> Days)
{
    /// <summary>How far back the average looks.</summary>
    public const int LookBackDays = 30;

    /// <summary>A week has every day of the week once; less says nothing of a month.</summary>
    public const int FewestDays = 7;

    public static Spending From(DateOnly today) => new(today, []);

    /// <summary>A balance that fell was spent; one that rose was paid into, and hides what was spent meanwhile.</summary>
    public Spending Observe(decimal before, decimal after, DateOnly today)
    {
        decimal spent = Math.Max(0, before - after);
        DateOnly oldest = today.AddDays(-LookBackDays);
        if (spent == 0 && (Days.Count == 0 || Days[0].Day > oldest))
        {
            return this;
        }

        decimal already = Days.Where(day => day.Day == today).Sum(day => day.Sum);
        IEnumerable<DaySpend> kept = Days.Where(day => day.Day > oldest && day.Day != today);
        return this with { Days = spent + already == 0 ? [.. kept] : [.. kept, new DaySpend(today, spent + already)] };
    }

    /// <summary>Average a day over the days that were watched, today not counted; null while they are too few.</summary>
    public decimal? Average(DateOnly today)
    {
        int watched = Math.Min(LookBackDays, today.DayNumber - Since.DayNumber);
        return watched < FewestDays
            ? null
            : Days.Where(day => day.Day < today && day.Day.DayNumber >= today.DayNumber - watched).Sum(day => day.Sum)
                / watched;
    }
}

internal readonly record struct DaySpend(DateOnly Day, decimal Sum);
