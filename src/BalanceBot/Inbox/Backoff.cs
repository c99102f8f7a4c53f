namespace BalanceBot.Inbox;

/// <summary>How long to wait after failures in a row: doubling from the first to the longest, with jitter. Pure.</summary>
/// <param name="Chance">Uniform in [0, 1): many bots that lost one server do not come back in step.</param>
internal sealed record Backoff(TimeSpan First, TimeSpan Longest, Func<double> Chance)
{
    /// <summary>Between half and the whole of the doubled wait; <paramref name="failures"/> counts from 1.</summary>
    public TimeSpan After(int failures)
    {
        double doubled = First.TotalSeconds * Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        return TimeSpan.FromSeconds(Math.Min(doubled, Longest.TotalSeconds) * (0.5 + (Chance() / 2)));
    }
}
