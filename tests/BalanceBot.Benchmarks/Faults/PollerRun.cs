using BalanceBot.Benchmarks.Faults.BotApi;
using BalanceBot.Benchmarks.Faults.Ground;
using BalanceBot.Benchmarks.Faults.People;

namespace BalanceBot.Benchmarks.Faults;

/// <summary>Several processes by polling: the one that polls is killed, stopped or frozen while people speak.</summary>
internal sealed class PollerRun(
    FaultPlan plan,
    string folder,
    PrivatePostgres database,
    TimeProvider time,
    Action<string> say
)
{
    private const string Database = "poller";
    private const int Chats = 200;
    private const int MostUpdates = 200_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(15);
    private readonly Chance chance = new(plan.Seed);
    private readonly Heard heard = new();

    /// <summary>How long nobody polled, and what did not hold.</summary>
    public async Task<(IReadOnlyList<PollerFall> Falls, IReadOnlyList<string> Broken)> Run(CancellationToken stop)
    {
        Person[] people = [.. Enumerable.Range(0, Chats).Select(number => new Person(number, heard))];
        await Fleet.WriteContracts(folder, people, stop);
        await database.Make(Database, stop);
        Ledger ledger = new(database.To(Database));
        IReadOnlyList<int> apis = Ports.Free(plan.Processes);
        PollLine line = new(time);
        await using ApiEnd api = new(people, apis, chance, time) { Line = line };
        await api.Start(stop);
        Fleet fleet = Fleet.Prepare(
            plan,
            folder,
            database.To(Database),
            () => !database.IsUp,
            apis,
            polls: true,
            chance,
            time
        );
        await using (fleet)
        {
            Task first = line.NextPoll(_ => true);
            fleet.Start();
            await first.WaitAsync(Patience, time, stop);
            await ledger.Begin(stop);
            Crowd crowd = new(people, line, MostUpdates, chance, time) { Think = TimeSpan.FromSeconds(3) };
            Task speaking = crowd.Run(stop);
            List<PollerFall> falls = [];
            for (int fall = 0; fall < plan.PollerFalls; fall++)
            {
                await Task.Delay(chance.Between(2, 4), time, stop);
                falls.Add(await Fall(fall, line, fleet, stop));
                say(Text.Of($"the poller was {falls[^1].How}: the next poll after {falls[^1].Seconds:N2} s"));
            }

            crowd.Enough();
            await speaking;
            Drained left = await new Draining(ledger, time).Wait(crowd.AllAnswered(), stop);
            return (falls, await Judge(people, crowd, ledger, left, fleet, falls, stop));
        }
    }

    private async Task<PollerFall> Fall(int number, PollLine line, Fleet fleet, CancellationToken stop)
    {
        int poller = line.Poller;
        Instance instance = fleet.Instances[poller];
        Task<long> next = line.NextPoll(process => process != poller);
        long begun = time.GetTimestamp();
        (string how, Task fault) = (number % 3) switch
        {
            0 => ("killed", instance.Kill(TimeSpan.FromSeconds(6))),
            1 => ("stopped", instance.Restart()),
            _ => ("frozen", instance.Freeze(Frozen)),
        };
        TimeSpan gap = time.GetElapsedTime(begun, await next.WaitAsync(Patience, time, stop));
        await fault;
        return new PollerFall(how, gap.TotalSeconds);
    }

    private async Task<IReadOnlyList<string>> Judge(
        Person[] people,
        Crowd crowd,
        Ledger ledger,
        Drained left,
        Fleet fleet,
        IReadOnlyList<PollerFall> falls,
        CancellationToken stop
    )
    {
        FaultReport report = new()
        {
            Plan = plan,
            Seconds = 0,
            Updates = crowd.Begun,
            Done = await ledger.Done(crowd, stop),
            Effects = await ledger.Effects(people, stop),
            Answers = new AnswerFigures(
                heard.Answers,
                people.Sum(person => person.Begun - person.Answered),
                heard.Repeated,
                heard.RepeatedLate,
                heard.Wrongs
            ),
            Deliveries = new DeliveryFigures(crowd.Begun, 0, 0, 0),
            ClockWasWrong = Fleet.CanLie,
            PollerFalls = falls,
            Broken = [],
        };
        return
        [
            .. Invariants
                .Broken(report, left, heard, new Dictionary<int, int>(), fleet.Died)
                .Select(one => $"by polling: {one}"),
        ];
    }
}
