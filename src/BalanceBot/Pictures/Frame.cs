using BalanceBot.Replies;
using SkiaSharp;

namespace BalanceBot.Pictures;

/// <summary>Where a day and a sum lie on the picture.</summary>
internal readonly record struct Frame(SKRect Plot, DateOnly First, DateOnly Last, decimal Low, decimal High)
{
    public static Frame Of(Chart chart, float labels) =>
        new(
            new SKRect(Look.Margin + labels + 16, Look.Top, Look.Width - Look.Margin, Look.Height - Look.Bottom),
            chart.First,
            chart.Last,
            chart.Sums[0].At,
            chart.Sums[^1].At
        );

    public float X(DateOnly day) =>
        Plot.Left + (Plot.Width * (day.DayNumber - First.DayNumber) / Math.Max(1, Last.DayNumber - First.DayNumber));

    public float Y(decimal sum) => Plot.Bottom - (Plot.Height * (float)((sum - Low) / (High - Low)));
}
