namespace BalanceBot.Benchmarks.MadeUp;

/// <summary>Time that passes as it does, but begins at the same noon in every process: nothing is due by the calendar alone.</summary>
internal sealed class SteadyTime(TimeSpan later) : TimeProvider
{
    public static DateTimeOffset Noon { get; } = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private readonly long begun = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => Noon + later + System.GetElapsedTime(begun);
}
