using BalanceBot.Billing;

namespace BalanceBot.Warnings;

/// <summary>What is charged from now on, as a sum that grows with the days; each kind in closed form.</summary>
internal abstract record ChargePlan(decimal Price)
{
    /// <summary>All that is charged up to and with a day. Never falls from one day to the next.</summary>
    public abstract decimal Through(DateOnly day);

    /// <summary>Null when the billing does not say enough.</summary>
    public static ChargePlan? Of(ContractSnapshot contract, DateOnly today, int digits) =>
        (contract.Period, contract.NextCharge) switch
        {
            (null, _) => null,
            _ when contract.Price is null or < 0 => null,
            (ChargePeriod.Daily, var next) => new EveryDays(contract.Price.Value, DailyFrom(next, today), 1),
            (ChargePeriod.SpreadOverMonth, var next) => new Spread(
                contract.Price.Value,
                DailyFrom(next, today),
                digits
            ),
            (_, null) => null,
            (ChargePeriod.Monthly, { } next) => NotLongOverdue(new OnDayOfMonth(contract.Price.Value, next), today),
            (ChargePeriod.Rolling { Days: > 0 } rolling, { } next) => NotLongOverdue(
                new EveryDays(contract.Price.Value, next, rolling.Days),
                today
            ),
            _ => null,
        };

    /// <summary>Without a word of the billing today's part is taken as charged already.</summary>
    private static DateOnly DailyFrom(DateOnly? next, DateOnly today) =>
        next is null ? today.AddDays(1)
        : next < today ? today
        : next.Value;

    /// <summary>One overdue charge is due now; a date that is older still is a field that the billing does not keep up.</summary>
    private static ChargePlan? NotLongOverdue(ChargePlan plan, DateOnly today) =>
        plan.Through(today) > plan.Price ? null : plan;

    /// <summary>
    /// On the day of the month of the first charge, or on the month's last day where it is shorter: 31 January,
    /// 28 February, 31 March. A first charge on the last day of a short month counts as that day: rather too early.
    /// </summary>
    private sealed record OnDayOfMonth(decimal Price, DateOnly First) : ChargePlan(Price)
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

    private sealed record EveryDays(decimal Price, DateOnly First, int Days) : ChargePlan(Price)
    {
        public override decimal Through(DateOnly day) =>
            day < First ? 0 : Price * (((day.DayNumber - First.DayNumber) / Days) + 1);
    }

    /// <summary>
    /// The month's parts are rounded as running totals, so that they add up to the price exactly in every month:
    /// 100.00 in 30 days is 3.33, 3.34, 3.33, ...
    /// </summary>
    private sealed record Spread(decimal Price, DateOnly First, int Digits) : ChargePlan(Price)
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
}
