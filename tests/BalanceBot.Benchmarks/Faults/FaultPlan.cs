namespace BalanceBot.Benchmarks.Faults;

/// <summary>What is done to the bot, and how often. The moments are drawn from the seed.</summary>
internal sealed record FaultPlan
{
    public int Updates { get; init; } = 1_000_000;
    public int Chats { get; init; } = 5_000;
    public int Processes { get; init; } = 3;
    public int Seed { get; init; } = 1;

    /// <summary>kill -9, and a new start a moment later.</summary>
    public int Kills { get; init; } = 30;

    /// <summary>In turn at once (immediate) and in order (fast).</summary>
    public int DatabaseRestarts { get; init; } = 6;

    /// <summary>SIGSTOP for a second.</summary>
    public int Pauses { get; init; } = 5;

    /// <summary>SIGSTOP for longer than the others believe that it lives.</summary>
    public int Freezes { get; init; } = 2;

    /// <summary>SIGTERM and a new start, one process after the other.</summary>
    public int RollingRestarts { get; init; } = 1;

    /// <summary>The database is stopped for so long, once; zero: not.</summary>
    public TimeSpan DatabaseAway { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Of all updates, so many come twice: half at once to two processes, half some time later.</summary>
    public double Duplicates { get; init; } = 0.04;

    /// <summary>The clock of one process is wrong by so much, now before and now behind; zero: not.</summary>
    public TimeSpan WrongClock { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>By polling: the process that polls is killed, frozen or stopped, so many times.</summary>
    public int PollerFalls { get; init; } = 6;

    /// <summary>Where the processes write; null: beside their data, which is thrown away.</summary>
    public string? Logs { get; init; }

    /// <summary>A run that takes longer has failed.</summary>
    public TimeSpan AtMost { get; init; } = TimeSpan.FromMinutes(60);
}

/// <summary>Chance from a seed, for many at once.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random random = new(seed);
    private readonly Lock gate = new();

    public double Share()
    {
        lock (gate)
        {
            return random.NextDouble();
        }
    }

    public int Below(int end) => (int)(Share() * end);

    public TimeSpan Between(double from, double to) => TimeSpan.FromSeconds(from + (Share() * (to - from)));
}
