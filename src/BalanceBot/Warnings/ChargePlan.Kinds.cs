namespace BalanceBot.Warnings;

/// <summary>The kinds of charge, and how they are put together.</summary>
internal abstract partial record ChargePlan
{
    /// <summary>
    /// On the day of the month of the first charge, or on the month's last day where it is shorter: 31 January,
    /// 28 February, 31 March. A first charge on the last day of a short month counts as that day: rather too early.
    /// </summary>
    private sealed record OnDayOfMonth(decimal Price, DateOnly First) : ChargePlan
    {
        public override decimal Through(DateOnly day)
        {
            if (day < First)
            {
                return 0;
            }

            int months = ((day.Year - First.Year) * 12) + day.Month - First.Month;
            return Price * (First.AddMonths(months) <= day ? months + 1 : months);
        }
    }

    private sealed record EveryDays(decimal Price, DateOnly First, int Days) : ChargePlan
    {
        public override decimal Through(DateOnly day) =>
            day < First ? 0 : Price * (((day.DayNumber - First.DayNumber) / Days) + 1);
    }

    /// <summary>
    /// The month's parts are rounded as running totals, so that they add up to the price exactly in every month:
    /// 100.00 in 30 days is 3.33, 3.34, 3.33, ...
    /// </summary>
    private sealed record Spread(decimal Price, DateOnly First, int Digits) : ChargePlan
    {
        public override decimal Through(DateOnly day)
        {
            if (day < First)
            {
                return 0;
            }

            int months = ((day.Year - First.Year) * 12) + day.Month - First.Month;
            return (Price * months) + InMonth(day, day.Day) - InMonth(First, First.Day - 1);
        }

        private decimal InMonth(DateOnly month, int days)
        {
            int all = DateTime.DaysInMonth(month.Year, month.Month);
            return days == all ? Price : MinorUnits.Nearest(Price * days / all, Digits);
        }
    }

    /// <summary>
    /// Both have the same days of charge, so the first charge at the new price is the first on or after the change; a
    /// charge on the 31st stays one, even where the change falls into February.
    /// </summary>
    private sealed record Changing(ChargePlan Before, ChargePlan After, DateOnly From) : ChargePlan
    {
        public override decimal Through(DateOnly day)
        {
            if (day < From)
            {
                return Before.Through(day);
            }

            // A billing may write "at once" as the first of all days, which no day is before.
            DateOnly last = From == DateOnly.MinValue ? From : From.AddDays(-1);
            return Before.Through(last) + After.Through(day) - After.Through(last);
        }
    }

    private sealed record Together(IReadOnlyList<ChargePlan> Parts) : ChargePlan
    {
        public override decimal Through(DateOnly day) => Parts.Sum(part => part.Through(day));
    }
}
