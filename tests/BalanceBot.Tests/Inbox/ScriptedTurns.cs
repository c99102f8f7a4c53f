using BalanceBot.Inbox;

namespace BalanceBot.Tests.Inbox;

/// <summary>A conversation by script: what each update's turns come to, and what was taken.</summary>
internal sealed class ScriptedTurns : ITurnTaker
{
    private readonly Lock gate = new();
    private readonly List<long> taken = [];
    private readonly List<long> apologies = [];
    private readonly List<string> acknowledged = [];

    /// <summary>The turn of this update, by its number of tries so far (from 1).</summary>
    public Func<Update, int, CancellationToken, Task<TurnEnd>> Turn { get; set; } =
        (_, _, _) => Task.FromResult(TurnEnd.Quiet);

    public IReadOnlyList<long> Taken => Copy(taken);
    public IReadOnlyList<long> Apologies => Copy(apologies);
    public IReadOnlyList<string> Acknowledged => Copy(acknowledged);

    public Task<TurnEnd> Take(Update update, CancellationToken stop)
    {
        int tries;
        lock (gate)
        {
            taken.Add(update.Id);
            tries = taken.Count(id => id == update.Id);
        }

        return Turn(update, tries, stop);
    }

    public Task Apologise(Update update, CancellationToken stop)
    {
        lock (gate)
        {
            apologies.Add(update.Id);
        }

        return Task.CompletedTask;
    }

    public void Acknowledge(Update.Press press)
    {
        lock (gate)
        {
            acknowledged.Add(press.CallbackId);
        }
    }

    private List<T> Copy<T>(List<T> list)
    {
        lock (gate)
        {
            return [.. list];
        }
    }
}
