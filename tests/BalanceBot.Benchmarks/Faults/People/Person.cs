using System.Text;
using System.Text.RegularExpressions;

namespace BalanceBot.Benchmarks.Faults.People;

/// <summary>A subscriber made up by a number, who follows the script and checks each answer.</summary>
internal sealed partial class Person(int number, Heard heard)
{
    private const long FirstChat = 1_000_000_000;
    private const int Sums = 500;
    private readonly Lock gate = new();
    private TaskCompletionSource? answered;
    private int begun;
    private int next;

    public int Number { get; } = number;
    public long Chat { get; } = FirstChat + number;
    public string Contract { get; } = Text.Of($"C{number:D7}");
    public string Document { get; } = Text.Of($"{4_500_000_000 + number}");
    public string Balance { get; } = Text.Of($"{500 + (number % Sums)}.{number / Sums % 100:D2}");

    /// <summary>Lines said.</summary>
    public int Begun => begun;

    /// <summary>Lines whose answer has arrived.</summary>
    public int Answered => next;

    public static int NumberOf(long chat) => (int)(chat - FirstChat);

    /// <summary>The next line, as Telegram brings it.</summary>
    public byte[] Say(long updateId, long now)
    {
        int line = begun;
        lock (gate)
        {
            begun++;
        }

        string words = Script.Words(this, line);
        string from = Text.Of($$"""{"id":{{Chat}},"is_bot":false,"first_name":"Anna","language_code":"en"}""");
        string chat = Text.Of($$"""{"id":{{Chat}},"first_name":"Anna","type":"private"}""");
        string entities =
            words[0] == '/'
                ? Text.Of($$""","entities":[{"offset":0,"length":{{words.Length}},"type":"bot_command"}]""")
                : "";
        return Encoding.UTF8.GetBytes(
            Script.At(line) == Ask.Threshold
                ? $$$"""{"update_id":{{{updateId}}},"callback_query":{"id":"{{{updateId}}}","from":{{{from}}},"chat_instance":"1","data":"{{{words}}}","message":{"message_id":{{{line + 1}}},"date":{{{now}}},"chat":{{{chat}}},"text":"..."} } }"""
                : $$$"""{"update_id":{{{updateId}}},"message":{"message_id":{{{line + 1}}},"from":{{{from}}},"chat":{{{chat}}},"date":{{{now}}},"text":"{{{words}}}"{{{entities}}} } }"""
        );
    }

    /// <summary>Ends when each line said so far is answered.</summary>
    public Task AllAnswered()
    {
        lock (gate)
        {
            if (next >= begun)
            {
                return Task.CompletedTask;
            }

            answered ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return answered.Task;
        }
    }

    public void Hear(string text)
    {
        TaskCompletionSource? done = null;
        lock (gate)
        {
            if (ContractNumbers().EnumerateMatches(text) is var others && IsForeign(others, text))
            {
                heard.Wrong(this, "told of another person's contract", text);
                return;
            }

            Place(text);
            if (next >= begun)
            {
                done = answered;
                answered = null;
            }
        }

        done?.TrySetResult();
    }

    private void Place(string text)
    {
        if (next < begun && Script.IsAnswer(this, next, text))
        {
            next++;
            heard.First();
            return;
        }

        for (int line = next - 1; line >= 0; line--)
        {
            if (Script.IsAnswer(this, line, text))
            {
                heard.Again(this, next - line, text);
                return;
            }
        }

        int ahead = Enumerable
            .Range(next, begun - next)
            .FirstOrDefault(line => Script.IsAnswer(this, line, text), defaultValue: -1);
        heard.Wrong(
            this,
            ahead < 0 ? "told what nobody asked for" : "told of a later line before an earlier one",
            text
        );
        next = ahead < 0 ? next : ahead + 1;
    }

    private bool IsForeign(Regex.ValueMatchEnumerator found, string text)
    {
        foreach (ValueMatch match in found)
        {
            if (!text.AsSpan(match.Index, match.Length).SequenceEqual(Contract))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex("C[0-9]{7}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ContractNumbers();
}

/// <summary>What all people have heard.</summary>
internal sealed class Heard
{
    private const int Samples = 10;
    private readonly Lock gate = new();
    private readonly List<string> wrong = [];
    private readonly List<string> lateOnes = [];
    private int answers;
    private int repeated;
    private int late;
    private int wrongs;

    public int Answers => answers;

    /// <summary>Answers that came once more.</summary>
    public int Repeated => repeated;

    /// <summary>... and behind others.</summary>
    public int RepeatedLate => late;

    public int Wrongs => wrongs;

    /// <summary>The first few, with their texts: everything here is made up.</summary>
    public IReadOnlyList<string> WrongOnes
    {
        get
        {
            lock (gate)
            {
                return [.. wrong];
            }
        }
    }

    public IReadOnlyList<string> LateOnes
    {
        get
        {
            lock (gate)
            {
                return [.. lateOnes];
            }
        }
    }

    public void First() => Interlocked.Increment(ref answers);

    /// <param name="back">1: of the line answered last.</param>
    public void Again(Person person, int back, string text)
    {
        Interlocked.Increment(ref repeated);
        if (back > 1)
        {
            Interlocked.Increment(ref late);
            Sample(lateOnes, person, Text.Of($"told again of {back} lines before"), text);
        }
    }

    public void Wrong(Person person, string what, string text)
    {
        Interlocked.Increment(ref wrongs);
        Sample(wrong, person, what, text);
    }

    private void Sample(List<string> to, Person person, string what, string text)
    {
        lock (gate)
        {
            if (to.Count < Samples)
            {
                to.Add(
                    Text.Of($"person {person.Number} at line {person.Answered} of {person.Begun} was {what}: {text}")
                );
            }
        }
    }
}
