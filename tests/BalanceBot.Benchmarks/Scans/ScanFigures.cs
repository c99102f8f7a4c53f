using System.Text.Json.Serialization;
using BalanceBot.Benchmarks.MadeUp;

namespace BalanceBot.Benchmarks.Scans;

/// <summary>One measured run, as the process that made it tells it.</summary>
/// <param name="Peak">Bytes of working set at most, of the whole process.</param>
/// <param name="LargestLog">Bytes of the journal beside the file at most.</param>
internal sealed record ScanFigures(
    int Judged,
    int Written,
    int Due,
    double Seconds,
    long Peak,
    long Allocated,
    long LargestLog
);

/// <summary>The runs of one kind and number of contracts: medians, and the highest peak.</summary>
/// <param name="Growth">Bytes over the process that opened an empty store and scanned nothing.</param>
internal sealed record ScanRow(
    int Contracts,
    [property: JsonConverter(typeof(JsonStringEnumConverter<Change>))] Change Change,
    int Written,
    double Seconds,
    double PerSecond,
    long Peak,
    long Growth,
    double AllocatedEach,
    long LargestLog
);

/// <summary>How the time grows with the number of contracts; ten times as many should take ten times as long.</summary>
internal sealed record Ratio(
    [property: JsonConverter(typeof(JsonStringEnumConverter<Change>))] Change Change,
    double Contracts,
    double Time
);

internal sealed record ScanReport(long EmptyPeak, IReadOnlyList<ScanRow> Rows, IReadOnlyList<Ratio> Ratios);
