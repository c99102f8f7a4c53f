using BalanceBot.Billing;

namespace BalanceBot.Warnings;

/// <summary>A balance at the end of a day.</summary>
internal readonly record struct DayBalance(DateOnly Day, decimal Balance);

/// <summary>
/// A contract's balance day by day: back from what it is now by what was paid and charged, and ahead by what will be
/// charged. Pure.
/// </summary>
/// <param name="Past">The oldest first, today last.</param>
/// <param name="Ahead">From today until it runs out, or as far as it is looked; empty: nobody can say.</param>
/// <param name="RunsOut">The day on which it does not last any more, if that is to be seen.</param>
internal sealed record Course(
    string Currency,
    IReadOnlyList<DayBalance> Past,
    IReadOnlyList<DayBalance> Ahead,
    DateOnly? RunsOut
)
{
    public const int DaysBack = 90;
    public const int DaysAhead = 30;

    public DayBalance Highest => Past.MaxBy(one => one.Balance);

    public DayBalance Lowest => Past.MinBy(one => one.Balance);

    public DayBalance Now => Past[^1];

    /// <param name="dayOf">A moment's day in the operator's time zone.</param>
    /// <returns>Null: a sum is nonsense.</returns>
    public static Course? Of(
        ContractSnapshot contract,
        IReadOnlyList<Movement> payments,
        IReadOnlyList<Movement> charges,
        DateOnly today,
        Func<DateTimeOffset, DateOnly> dayOf
    )
    {
        Movement[] all = [.. payments, .. charges];
        if (Forecaster.IsNonsense(contract.Balance.Amount) || all.Any(one => Forecaster.IsNonsense(one.Amount)))
        {
            return null;
        }

        Dictionary<DateOnly, decimal> changes = [];
        foreach ((Movement movement, int sign) in payments.Select(p => (p, 1)).Concat(charges.Select(c => (c, -1))))
        {
            DateOnly day = dayOf(movement.At);
            changes[day] = changes.GetValueOrDefault(day) + (sign * movement.Amount);
        }

        DayBalance[] past = new DayBalance[DaysBack + 1];
        decimal balance = MinorUnits.Down(contract.Balance.Amount, MinorUnits.Digits(contract.Balance.Currency));
        for (int back = 0; back <= DaysBack; back++)
        {
            DateOnly day = today.AddDays(-back);
            past[DaysBack - back] = new DayBalance(day, balance);
            balance -= changes.GetValueOrDefault(day);
        }

        DateOnly last = today.AddDays(DaysAhead);
        DateOnly? runsOut = Forecast.Of(contract, today) is Forecast.LastsUntil(var on, _, _) && on <= last ? on : null;
        return new Course(contract.Balance.Currency, past, Forecaster.Ahead(contract, today, runsOut ?? last), runsOut);
    }
}
