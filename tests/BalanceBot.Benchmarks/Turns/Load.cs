using System.Diagnostics;
using BalanceBot.Benchmarks.Turns.BotApi;

namespace BalanceBot.Benchmarks.Turns;

/// <summary>
/// Plays people who each wait for their answer before they say the next word. So many of them wait at any moment; whoever
/// was answered goes to the end of the row, for the bot keeps to Telegram's one message a second per chat.
/// </summary>
internal sealed class Load(IReadOnlyList<Person> people, int atOnce, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Queue<Person> free = new(people);
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> mistakes = new(StringComparer.Ordinal);
    private Phase phase = new(0, []);
    private long lastUpdate = 700_000_000;
    private int underWay;

    public required IDelivery Delivery { get; set; }

    /// <summary>What was wrong, and how often. Empty, or the figures mean nothing.</summary>
    public IReadOnlyDictionary<string, int> Mistakes
    {
        get
        {
            lock (gate)
            {
                return new Dictionary<string, int>(mistakes, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Everybody links their contract.</summary>
    public Task<IReadOnlyList<long>> Link(CancellationToken stop) =>
        Play(
            people.Count,
            [new("/link"), new(null, Says: p => p.Contract), new(null, Says: p => p.Document, TellsContract: true)],
            stop
        );

    /// <summary>So many ask for their balance; how long each waited, in Stopwatch ticks.</summary>
    public Task<IReadOnlyList<long>> Ask(int turns, CancellationToken stop) =>
        Play(turns, [new("/balance", TellsContract: true, TellsBalance: true)], stop);

    /// <summary>A message of the bot has come; false: there is no such chat.</summary>
    public bool Hear(long chat, ReadOnlySpan<byte> text)
    {
        long now = Stopwatch.GetTimestamp();
        if (Person.NumberOf(chat) is var number && (number < 0 || number >= people.Count))
        {
            Note("a message to nobody");
            return false;
        }

        Person person = people[number];
        lock (gate)
        {
            if (person.Asked is not { } question)
            {
                Note("a message that nobody waited for");
                return true;
            }

            if (AnswerCheck.Mistake(person, question, text) is { } mistake)
            {
                Note(mistake);
            }

            person.Asked = null;
            Say(Follow(person, now - question.AskedAt));
            return true;
        }
    }

    private async Task<IReadOnlyList<long>> Play(int count, Step[] steps, CancellationToken stop)
    {
        Phase playing = new(count, steps);
        lock (gate)
        {
            phase = playing;
            while (playing.Begun < Math.Min(atOnce, count))
            {
                Say(Begin());
            }
        }

        await UntilEnded(playing, stop);
        return playing.Waited;
    }

    private async Task UntilEnded(Phase playing, CancellationToken stop)
    {
        int before = -1;
        while (!playing.Ended.Task.IsCompleted)
        {
            if (playing.Answered == before)
            {
                throw new InvalidOperationException(
                    $"No answer in {Patience.TotalSeconds:0} s; {before} of {playing.Count * playing.Steps.Length} came."
                );
            }

            before = playing.Answered;
            await Task.WhenAny(playing.Ended.Task, Task.Delay(Patience, time, stop));
            stop.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Their next word, or somebody else's first.</summary>
    private (Person, Question)? Follow(Person person, long waited)
    {
        phase.Waited.Add(waited);
        if (++phase.StepOf(person) < phase.Steps.Length)
        {
            return Ready(person);
        }

        phase.Done(person);
        free.Enqueue(person);
        underWay--;
        if (phase.Begun < phase.Count)
        {
            return Begin();
        }

        if (underWay == 0)
        {
            phase.Ended.TrySetResult();
        }

        return null;
    }

    private (Person, Question) Begin()
    {
        phase.Begun++;
        underWay++;
        return Ready(free.Dequeue());
    }

    private (Person, Question) Ready(Person person)
    {
        Step step = phase.Steps[phase.StepOf(person)];
        Question question = new(
            step.Words ?? step.Says!(person),
            step.TellsBalance,
            step.TellsContract,
            Stopwatch.GetTimestamp()
        );
        person.Asked = question;
        return (person, question);
    }

    /// <summary>Under the lock: ids must come into the line in their order, or an offset would forget what nobody has seen.</summary>
    private void Say((Person Person, Question Question)? next)
    {
        if (next is var (person, question))
        {
            long id = ++lastUpdate;
            Delivery.Deliver(person, id, person.Update(id, question.Words, time.GetUtcNow().ToUnixTimeSeconds()));
        }
    }

    private void Note(string mistake)
    {
        lock (gate)
        {
            mistakes[mistake] = mistakes.GetValueOrDefault(mistake) + 1;
        }
    }
}
