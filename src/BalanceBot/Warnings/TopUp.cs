using BalanceBot.Billing;

namespace BalanceBot.Warnings;

/// <summary>How much to pay. Pure.</summary>
internal static class TopUp
{
    private const int MonthDays = 30;

    /// <summary>
    /// What is missing, or where a little is charged each day what a month lacks, rounded up to a multiple of
    /// <paramref name="step"/>; null when nothing is known to be missing.
    /// </summary>
    public static decimal? Recommended(ContractSnapshot contract, Forecast forecast, DateOnly today, decimal step)
    {
        if (MissingOf(forecast) is not { } missing || missing <= 0)
        {
            return null;
        }

        decimal month = MonthOf(contract, forecast) - contract.Available(today) ?? missing;
        return Math.Ceiling(Math.Max(missing, month) / step) * step;
    }

    public static decimal? MissingOf(Forecast forecast) =>
        forecast switch
        {
            Forecast.LastsUntil(_, var missing, _) => missing,
            Forecast.Stopped(var missing) => missing,
            Forecast.Unknown(var missing) => missing,
            _ => null,
        };

    /// <summary>Null where a charge is a month's or so: then its rest is the sum to pay.</summary>
    private static decimal? MonthOf(ContractSnapshot contract, Forecast forecast) =>
        forecast is Forecast.LastsUntil { IsEstimate: true } estimate ? estimate.Charge * MonthDays
        : contract.Period is ChargePeriod.Daily ? contract.Price * MonthDays
        : contract.Period is ChargePeriod.SpreadOverMonth ? contract.Price
        : null;
}
