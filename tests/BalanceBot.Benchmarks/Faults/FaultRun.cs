using BalanceBot.Benchmarks.Faults.BotApi;
using BalanceBot.Benchmarks.Faults.Ground;
using BalanceBot.Benchmarks.Faults.People;

namespace BalanceBot.Benchmarks.Faults;

/// <summary>
/// Processes of the real bot by webhook over one database; a crowd that speaks; and faults all the time. In the end the
/// database itself tells what became of every update.
/// </summary>
internal sealed class FaultRun(
    FaultPlan plan,
    string folder,
    PrivatePostgres database,
    TimeProvider time,
    Action<string> say
)
{
    private const string Database = "faults";
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReadyAtMost = TimeSpan.FromSeconds(60);
    private readonly Chance chance = new(plan.Seed);
    private readonly Heard heard = new();

    public async Task<FaultReport> Run(CancellationToken stop)
    {
        Person[] people = [.. Enumerable.Range(0, plan.Chats).Select(number => new Person(number, heard))];
        await Fleet.WriteContracts(folder, people, stop);
        await database.Make(Database, stop);
        Ledger ledger = new(database.To(Database));
        IReadOnlyList<int> apis = Ports.Free(plan.Processes);
        await using ApiEnd api = new(people, apis, chance, time);
        await api.Start(stop);
        Fleet fleet = Fleet.Prepare(
            plan,
            folder,
            database.To(Database),
            () => !database.IsUp,
            apis,
            polls: false,
            chance,
            time
        );
        await using (fleet)
        {
            fleet.Start();
            string secret = await api.Secret.WaitAsync(ReadyAtMost, time, stop);
            await ledger.Begin(stop);
            using Deliveries deliveries = new(fleet.Doors, secret, plan.Duplicates, chance, time);
            Crowd crowd = new(people, deliveries, plan.Updates, chance, time);
            return await Run(people, crowd, deliveries, fleet, ledger, stop);
        }
    }

    private async Task<FaultReport> Run(
        Person[] people,
        Crowd crowd,
        Deliveries deliveries,
        Fleet fleet,
        Ledger ledger,
        CancellationToken stop
    )
    {
        List<string> broken = [];
        long begun = time.GetTimestamp();
        using Director director = new(plan, fleet, database, chance, time)
        {
            See = () => new Sight(crowd.Begun, deliveries.Count(200), deliveries.Count(503), heard.Answers),
        };
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        enough.CancelAfter(plan.AtMost);
        Task telling = Tell(crowd, () => director.Done, enough.Token);
        try
        {
            await Task.WhenAll(
                crowd.Run(enough.Token),
                director.Run(() => crowd.Begun / (double)plan.Updates, enough.Token)
            );
            await deliveries.AllBrought(enough.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            broken.Add(Text.Of($"the run did not end in {plan.AtMost.TotalMinutes} minutes"));
        }

        Drained left = await new Draining(ledger, time).Wait(crowd.AllAnswered(), stop);
        double seconds = time.GetElapsedTime(begun).TotalSeconds;
        await enough.CancelAsync();
        await telling;
        FaultReport report = new()
        {
            Plan = plan,
            Seconds = seconds,
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
            Deliveries = new DeliveryFigures(
                deliveries.Count(200),
                deliveries.Count(503),
                deliveries.Unanswered,
                deliveries.Duplicated
            ),
            Away = director.Away,
            ClockWasWrong = Fleet.CanLie && plan.WrongClock > TimeSpan.Zero,
            Broken = [],
        };
        broken.AddRange(
            people
                .Where(person => person.Answered < person.Begun)
                .Take(10)
                .Select(person =>
                    Text.Of($"person {person.Number} has no answer to line {person.Answered} of {person.Begun}")
                )
        );
        heard.LateOnes.ToList().ForEach(say);
        broken.AddRange(Invariants.Broken(report, left, heard, deliveries.Strange, fleet.Died));
        return report with { Broken = broken };
    }

    private async Task Tell(Crowd crowd, Func<int> faults, CancellationToken stop)
    {
        int before = 0;
        try
        {
            while (true)
            {
                await Task.Delay(SayEvery, time, stop);
                say(
                    Text.Of(
                        $"{crowd.Begun:N0} of {plan.Updates:N0} updates, {(crowd.Begun - before) / SayEvery.TotalSeconds:N0}/s, {faults()} faults, {heard.Repeated} answers repeated, {heard.Wrongs} wrong"
                    )
                );
                before = crowd.Begun;
            }
        }
        catch (OperationCanceledException) { }
    }
}
