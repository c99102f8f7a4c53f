using BalanceBot.Warnings;

namespace BalanceBot.Scanning;

/// <summary>A judgement as it is kept for "why". Pure.</summary>
internal static class Recording
{
    public static Recorded Of(Judged judged, DateTimeOffset now)
    {
        Recorded recorded = judged.Judgement.Decision switch
        {
            Decision.Warn warn => With(new Recorded(now, RecordedKind.Warned, 0), warn.Forecast) with
            {
                Level = warn.Level,
            },
            Decision.Received received => With(new Recorded(now, RecordedKind.Received, 0), received.Forecast),
            Decision.AllRight allRight => With(new Recorded(now, RecordedKind.AllRight, 0), allRight.Forecast),
            Decision.Later later => new Recorded(now, RecordedKind.Later, (int)later.Reason) { Until = later.At },
            Decision.Silent silent => new Recorded(now, RecordedKind.Silent, (int)silent.Reason),
            _ => throw new ArgumentOutOfRangeException(nameof(judged), "No such decision"),
        };
        return recorded with { Balance = judged.Contract?.Balance.Amount };
    }

    private static Recorded With(Recorded recorded, Forecast forecast) =>
        recorded with
        {
            Ends = forecast is Forecast.LastsUntil(var on, _, _) ? on : null,
            Missing = TopUp.MissingOf(forecast),
        };
}
