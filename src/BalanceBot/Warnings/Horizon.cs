namespace BalanceBot.Warnings;

/// <summary>The days from today on, as far as it is looked ahead.</summary>
internal static class Horizon
{
    /// <summary>
    /// The first day of something that stays: what has grown can only be paid by money that does not grow. A binary
    /// search, some 12 steps for ten years.
    /// </summary>
    public static DateOnly? FirstDay(DateOnly today, Func<DateOnly, bool> isReached)
    {
        int before = today.DayNumber - 1;
        int reached = Of(today).DayNumber;
        if (!isReached(DateOnly.FromDayNumber(reached)))
        {
            return null;
        }

        while (reached - before > 1)
        {
            int middle = before + ((reached - before) / 2);
            if (isReached(DateOnly.FromDayNumber(middle)))
            {
                reached = middle;
            }
            else
            {
                before = middle;
            }
        }

        return DateOnly.FromDayNumber(reached);
    }

    private static DateOnly Of(DateOnly today) =>
        today.Year + Forecast.HorizonYears > DateOnly.MaxValue.Year
            ? DateOnly.MaxValue
            : today.AddYears(Forecast.HorizonYears);
}
