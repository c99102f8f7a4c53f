namespace BalanceBot.Benchmarks.Bulk;

/// <summary>Scans of all linked contracts, out of a real database.</summary>
/// <param name="FirstSeconds">Of the scan that has something to write for every contract.</param>
/// <param name="Seconds">The median of those after it, with the queries.</param>
/// <param name="HeapGrowth">Live bytes after the last scan over those after the first.</param>
/// <param name="Peak">Bytes of working set at most, of the whole process.</param>
internal sealed record BulkRow(
    string Engine,
    int Contracts,
    double FirstSeconds,
    double Seconds,
    double PerSecond,
    long HeapGrowth,
    long Peak
);

internal sealed record BulkReport(IReadOnlyList<BulkRow> Rows);
