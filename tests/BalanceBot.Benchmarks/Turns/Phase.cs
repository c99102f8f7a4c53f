using System.Runtime.InteropServices;

namespace BalanceBot.Benchmarks.Turns;

/// <summary>What a person says, and what the answer to it must hold.</summary>
internal sealed record Step(
    string? Words,
    Func<Person, string>? Says = null,
    bool TellsContract = false,
    bool TellsBalance = false
);

/// <summary>So many people go through the same steps.</summary>
internal sealed class Phase(int count, Step[] steps)
{
    private readonly Dictionary<int, int> places = [];

    public int Count { get; } = count;
    public Step[] Steps { get; } = steps;
    public int Begun { get; set; }

    /// <summary>Of each answer, in the order of their coming.</summary>
    public List<long> Waited { get; } = new(count * steps.Length);

    public int Answered => Waited.Count;
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ref int StepOf(Person person) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(places, person.Number, out _);

    public void Done(Person person) => places.Remove(person.Number);
}
