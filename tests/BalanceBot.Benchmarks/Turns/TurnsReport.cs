namespace BalanceBot.Benchmarks.Turns;

/// <summary>One measured part: so many turns of one bot. What this program itself takes is missing to the bot on the same machine.</summary>
internal sealed record TurnsRound(
    double PerSecond,
    double MedianMilliseconds,
    double Slowest1PercentMilliseconds,
    double ProcessorMillisecondsEach,
    double DatabaseMillisecondsEach,
    double DriverMillisecondsEach
);

/// <summary>A bot's medians over its rounds; memory in bytes.</summary>
internal sealed record TurnsRow(
    string Bot,
    TurnsRound Median,
    long Memory,
    long PeakMemory,
    IReadOnlyList<TurnsRound> Rounds
);

/// <summary>A bot of ours beside the best peer of the same run: of each round, then the median of those ratios.</summary>
internal sealed record TurnsRatio(string Bot, double ProcessorOfBestPeer, double PerSecondOfBestPeer);

internal sealed record TurnsReport(
    int People,
    int AtOnce,
    int Turns,
    IReadOnlyList<TurnsRow> Rows,
    IReadOnlyList<TurnsRatio> Ratios
);
