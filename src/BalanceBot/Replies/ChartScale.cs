namespace BalanceBot.Replies;

/// <summary>Round sums for the lines across a chart. Pure.</summary>
internal static class ChartScale
{
    private const int Lines = 5;
    private static readonly decimal[] Steps = [1, 2, 5, 10];

    /// <summary>From at or below the lowest to at or above the highest, zero among them.</summary>
    public static IReadOnlyList<decimal> Of(decimal lowest, decimal highest)
    {
        decimal low = Math.Min(0, lowest);
        decimal high = Math.Max(0, highest);
        decimal step = StepFor(Math.Max(high - low, 1));
        decimal first = Math.Floor(low / step);
        decimal last = Math.Ceiling(high / step);
        return first == last
            ? [0, step]
            : [.. Enumerable.Range(0, (int)(last - first) + 1).Select(n => (first + n) * step)];
    }

    private static decimal StepFor(decimal span)
    {
        decimal power = 0.1m;
        while (true)
        {
            foreach (decimal step in Steps)
            {
                if (span / (step * power) <= Lines)
                {
                    return step * power;
                }
            }

            power *= 10;
        }
    }
}
