using System.Threading.Channels;

namespace BalanceBot.Benchmarks.Faults.People;

/// <summary>How an update goes from Telegram to the bot.</summary>
internal interface IDelivery
{
    /// <summary>Ends when Telegram would go on to the chat's next update.</summary>
    Task Deliver(long updateId, byte[] update, CancellationToken stop);
}

/// <summary>
/// Everybody speaks, some at a time: a few lines in a row, as people who do not wait for the answer, and then they wait
/// for all answers.
/// </summary>
internal sealed class Crowd(
    IReadOnlyList<Person> people,
    IDelivery delivery,
    int updates,
    Chance chance,
    TimeProvider time
)
{
    public const long FirstUpdate = 500_000_000;
    private const int AtWork = 400;
    private const int MostInARow = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly int[] speakers = new int[updates];
    private readonly Channel<Person> free = Channel.CreateUnbounded<Person>();
    private int begun;
    private bool enough;

    /// <summary>Updates that were brought on their way.</summary>
    public int Begun => Math.Min(begun, updates);

    /// <summary>Between two times of speaking.</summary>
    public TimeSpan Think { get; init; }

    public Person SpeakerOf(long updateId) => people[speakers[updateId - FirstUpdate]];

    /// <summary>Whoever speaks says no more than begun.</summary>
    public void Enough() => enough = true;

    public async Task Run(CancellationToken stop)
    {
        foreach (Person person in people.OrderBy(_ => chance.Share()))
        {
            free.Writer.TryWrite(person);
        }

        await Task.WhenAll(Enumerable.Range(0, AtWork).Select(_ => Task.Run(() => Work(stop), stop)));
    }

    /// <summary>Ends when everything is answered.</summary>
    public Task AllAnswered() => Task.WhenAll(people.Select(person => person.AllAnswered()));

    private async Task Work(CancellationToken stop)
    {
        while (!enough && begun < updates && await free.Reader.WaitToReadAsync(stop))
        {
            if (!free.Reader.TryRead(out Person? person))
            {
                continue;
            }

            await Speak(person, stop);
            Task answered = Wait(person);
            // Whoever waits long keeps nobody else from speaking.
            await Task.WhenAny(answered, Task.Delay(Patience, time, stop));
            _ = answered.ContinueWith(_ => free.Writer.TryWrite(person), TaskScheduler.Default);
        }

        // The others wait for somebody to speak, and nobody will.
        free.Writer.TryComplete();
    }

    private async Task Wait(Person person)
    {
        await person.AllAnswered();
        if (Think > TimeSpan.Zero)
        {
            await Task.Delay(Think * (0.5 + chance.Share()), time);
        }
    }

    private async Task Speak(Person person, CancellationToken stop)
    {
        for (int lines = 1 + chance.Below(MostInARow); lines > 0 && !enough; lines--)
        {
            int number = Interlocked.Increment(ref begun) - 1;
            if (number >= updates)
            {
                return;
            }

            speakers[number] = person.Number;
            long id = FirstUpdate + number;
            await delivery.Deliver(id, person.Say(id, time.GetUtcNow().ToUnixTimeSeconds()), stop);
        }
    }
}
