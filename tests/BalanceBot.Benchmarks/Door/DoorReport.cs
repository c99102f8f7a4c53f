namespace BalanceBot.Benchmarks.Door;

/// <summary>How long refusals of one reason took.</summary>
/// <param name="Reason">Why, in words.</param>
/// <param name="Count">So many.</param>
internal sealed record DoorRow(string Reason, int Count)
{
    /// <summary>With the attempt written to the disk.</summary>
    public required double Median { get; init; }
    public required double P99 { get; init; }

    /// <summary>The billing alone, whose time is the only one that a reason could change: the disk hides it.</summary>
    public required double BillingMedian { get; init; }
    public required double BillingP99 { get; init; }
}

/// <param name="Contracts">In the billing file.</param>
/// <param name="Rows">All times in microseconds.</param>
internal sealed record DoorReport(int Contracts, IReadOnlyList<DoorRow> Rows);
