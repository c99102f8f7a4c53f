using BalanceBot.Benchmarks.Faults.Ground;

namespace BalanceBot.Benchmarks.Faults;

/// <summary>Does the faults, each when its share of the updates has been said; one may fall into another.</summary>
internal sealed class Director(FaultPlan plan, Fleet fleet, PrivatePostgres database, Chance chance, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim oneAtTheDatabase = new(1, 1);
    private int done;

    /// <summary>Faults that have begun, for who watches.</summary>
    public int Done => done;

    /// <summary>What was going on while the database was away; null: it has not been.</summary>
    public AwayFigures? Away { get; private set; }

    public required Func<Sight> See { get; init; }

    /// <summary>Ends when all are over.</summary>
    /// <param name="progress">From 0 to 1.</param>
    public async Task Run(Func<double> progress, CancellationToken stop)
    {
        List<Task> under = [];
        foreach ((double at, Func<Task> fault) in Planned(stop).OrderBy(one => one.At))
        {
            while (progress() < at)
            {
                await Task.Delay(Look, time, stop);
            }

            done++;
            under.Add(Task.Run(fault, stop));
        }

        await Task.WhenAll(under);
    }

    public void Dispose() => oneAtTheDatabase.Dispose();

    private IEnumerable<(double At, Func<Task> Fault)> Planned(CancellationToken stop)
    {
        IEnumerable<(double, Func<Task>)> Some(int count, Func<int, Task> fault) =>
            Enumerable
                .Range(0, count)
                // Spread, so that each falls somewhere else: the n-th within its own n-th part.
                .Select(n => (0.01 + (0.94 * (n + chance.Share()) / count), (Func<Task>)(() => fault(n))));

        return
        [
            .. Some(plan.Kills, _ => Any().Kill(chance.Between(0, 2))),
            .. Some(plan.DatabaseRestarts, n => Down(n % 2 == 0, TimeSpan.Zero, stop)),
            .. Some(plan.Pauses, _ => Any().Freeze(TimeSpan.FromSeconds(1))),
            .. Some(plan.Freezes, _ => Any().Freeze(chance.Between(15, 20))),
            .. Some(plan.RollingRestarts, _ => Roll()),
            .. Some(plan.DatabaseAway > TimeSpan.Zero ? 1 : 0, _ => BeAway(stop)),
        ];
    }

    private Instance Any() => fleet.Instances[chance.Below(fleet.Instances.Count)];

    private async Task Roll()
    {
        foreach (Instance instance in fleet.Instances)
        {
            await instance.Restart();
            await instance.Ready();
        }
    }

    private async Task BeAway(CancellationToken stop)
    {
        Sight before = See();
        Sight after = before;
        await Down(
            immediate: false,
            plan.DatabaseAway,
            stop,
            async () =>
            {
                // What was answered before it went may still be on its way.
                await Task.Delay(Settled, time, stop);
                before = See();
            },
            () =>
            {
                after = See();
                return Task.CompletedTask;
            }
        );
        long back = time.GetTimestamp();
        while (See().Answers < after.Said)
        {
            await Task.Delay(Look, time, stop);
        }

        Away = new AwayFigures(
            plan.DatabaseAway.TotalSeconds,
            after.Taken - before.Taken,
            after.Refused - before.Refused,
            after.Answers - before.Answers,
            time.GetElapsedTime(back).TotalSeconds
        );
    }

    private async Task Down(
        bool immediate,
        TimeSpan length,
        CancellationToken stop,
        Func<Task>? gone = null,
        Func<Task>? back = null
    )
    {
        await oneAtTheDatabase.WaitAsync(stop);
        try
        {
            await database.Down(immediate, stop);
            await (gone?.Invoke() ?? Task.CompletedTask);
            await Task.Delay(length, time, stop);
            await (back?.Invoke() ?? Task.CompletedTask);
            await database.Up(stop);
        }
        finally
        {
            oneAtTheDatabase.Release();
        }
    }
}

/// <summary>The counts at one moment.</summary>
/// <param name="Said">Updates that were begun.</param>
/// <param name="Taken">Deliveries answered 200.</param>
/// <param name="Refused">... and 503.</param>
internal sealed record Sight(int Said, int Taken, int Refused, int Answers);

/// <summary>While the database was away, and after.</summary>
/// <param name="Taken">Deliveries answered 200 meanwhile: there must be none.</param>
/// <param name="Refused">... and 503.</param>
/// <param name="Answers">Answers that arrived meanwhile: of turns that were done before.</param>
/// <param name="DrainedIn">Seconds from its return to the answer of the last line said before.</param>
internal sealed record AwayFigures(double Seconds, int Taken, int Refused, int Answers, double DrainedIn);
