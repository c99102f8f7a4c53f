using BalanceBot.Warnings;

namespace BalanceBot.Replies;

/// <summary>A number or a day at the edge of a chart, as it reads.</summary>
internal sealed record ChartMark<T>(T At, string Label);

/// <summary>A balance over time, ready to be drawn: every word and number on it is in the person's language.</summary>
internal sealed record Chart(string Title, IReadOnlyList<DayBalance> Past, IReadOnlyList<DayBalance> Ahead)
{
    /// <summary>In which currency.</summary>
    public required string Subtitle { get; init; }
    public required string PastLabel { get; init; }
    public required string AheadLabel { get; init; }

    /// <summary>Lines across, from the lowest: all that is drawn lies between the first and the last.</summary>
    public required IReadOnlyList<ChartMark<decimal>> Sums { get; init; }

    public required IReadOnlyList<ChartMark<DateOnly>> Days { get; init; }

    public required ChartMark<DateOnly> Now { get; init; }

    /// <summary>Null: it lasts as far as is drawn.</summary>
    public ChartMark<DateOnly>? RunsOut { get; init; }

    public DateOnly First => Past[0].Day;

    public DateOnly Last => Ahead.Count > 0 ? Ahead[^1].Day : Past[^1].Day;
}
