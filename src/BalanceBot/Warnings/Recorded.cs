namespace BalanceBot.Warnings;

/// <summary>A decision as it is kept, for "why". Numbers of the kinds are stored: never change one.</summary>
/// <param name="Reason">Of <see cref="WaitReason"/> or <see cref="SilenceReason"/>, by kind; 0 without one.</param>
internal sealed record Recorded(DateTimeOffset At, RecordedKind Kind, int Reason)
{
    public Level Level { get; init; }
    public decimal? Balance { get; init; }
    public DateOnly? Ends { get; init; }
    public decimal? Missing { get; init; }

    /// <summary>Of a decision to wait.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <param name="balance">Null: the billing did not tell.</param>
    public static Recorded Of(Decision decision, decimal? balance, DateTimeOffset now) =>
        (
            decision switch
            {
                Decision.Warn warn => new Recorded(now, RecordedKind.Warned, 0).With(warn.Forecast) with
                {
                    Level = warn.Level,
                },
                Decision.Received received => new Recorded(now, RecordedKind.Received, 0).With(received.Forecast),
                Decision.AllRight allRight => new Recorded(now, RecordedKind.AllRight, 0).With(allRight.Forecast),
                Decision.Later later => new Recorded(now, RecordedKind.Later, (int)later.Reason) { Until = later.At },
                Decision.Silent silent => new Recorded(now, RecordedKind.Silent, (int)silent.Reason),
                _ => throw new ArgumentOutOfRangeException(
                    nameof(decision),
                    decision.GetType().Name,
                    "No such decision"
                ),
            }
        ) with
        {
            Balance = balance,
        };

    /// <summary>Whether it says nothing new: a decision is recorded when it changes, not at each scan.</summary>
    public bool SaysTheSameAs(Recorded? other) =>
        other is not null
        && other.Kind == Kind
        && other.Reason == Reason
        && other.Level == Level
        && other.Until == Until
        && Kind is RecordedKind.Silent or RecordedKind.Later;

    private Recorded With(Forecast forecast) =>
        this with
        {
            Ends = forecast is Forecast.LastsUntil(var on, _, _) ? on : null,
            Missing = TopUp.MissingOf(forecast),
        };
}

internal enum RecordedKind
{
    Silent = 1,
    Later,
    Warned,
    Received,
    AllRight,
}
