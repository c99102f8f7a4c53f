namespace BalanceBot.Warnings;

/// <summary>How much to pay. Pure.</summary>
internal static class TopUp
{
    /// <summary>What is missing, rounded up to a multiple of <paramref name="step"/>; null when nothing is known to be missing.</summary>
    public static decimal? Recommended(Forecast forecast, decimal step) =>
        MissingOf(forecast) is { } missing and > 0 ? Math.Ceiling(missing / step) * step : null;

    public static decimal? MissingOf(Forecast forecast) =>
        forecast switch
        {
            Forecast.LastsUntil(_, var missing, _) => missing,
            Forecast.Stopped(var missing) => missing,
            Forecast.Unknown(var missing) => missing,
            _ => null,
        };
}
