using BalanceBot.Billing;

namespace BalanceBot.Warnings;

/// <summary>
/// Until when a contract's money lasts: a closed family. Sums are in the balance's currency, in whole minor units;
/// a missing sum is what must be paid, rounded up.
/// </summary>
internal abstract record Forecast
{
    /// <summary>How far ahead it is looked.</summary>
    public const int HorizonYears = 10;

    private Forecast() { }

    /// <summary>On this day, for the first time, balance and usable credit do not cover what is due.</summary>
    /// <param name="Charge">Everything charged on that day; 0 when it is the credit that has ended.</param>
    public sealed record LastsUntil(DateOnly On, decimal Missing, decimal Charge) : Forecast
    {
        /// <summary>By what was spent until now, for want of a word of the billing.</summary>
        public bool IsEstimate { get; init; }
    }

    /// <summary>Stopped for debt, or below what the credit allows already.</summary>
    /// <param name="Missing">Null when the billing does not say enough to know it.</param>
    public sealed record Stopped(decimal? Missing) : Forecast;

    public sealed record NoEnd(NoEndReason Reason) : Forecast;

    /// <summary>The billing does not say what is charged, or when.</summary>
    /// <param name="Missing">What the next charge lacks, if its price is known and more than there is.</param>
    public sealed record Unknown(decimal? Missing) : Forecast;

    /// <summary>Pure. <paramref name="today"/> is the day in the operator's time zone.</summary>
    /// <param name="dailySpend">What a day has cost on average: used only where the billing does not say what is charged.</param>
    public static Forecast Of(ContractSnapshot contract, DateOnly today, decimal? dailySpend = null) =>
        Forecaster.Judge(contract, today, dailySpend);
}

internal enum NoEndReason
{
    Closed = 1,
    Frozen,
    Disabled,
    AutoPay,
    Free,

    /// <summary>It lasts longer than <see cref="Forecast.HorizonYears"/>.</summary>
    FarAway,
}
