namespace BalanceBot.Sandbox.BotApi;

internal enum FaultKind
{
    /// <summary>429 with retry_after, not done.</summary>
    TooMany = 1,

    /// <summary>403, not done.</summary>
    Forbidden,

    /// <summary>500 as JSON, not done.</summary>
    ServerError,

    /// <summary>502 with a proxy's page, not done.</summary>
    Html,

    /// <summary>Done, but half of the answer is missing.</summary>
    CutBody,

    /// <summary>Not done, and never an answer.</summary>
    Hang,

    /// <summary>Done, later.</summary>
    Slow,

    /// <summary>Done, but the connection ends without a byte.</summary>
    ReplyLost,

    /// <summary>Not done, the connection ends.</summary>
    Reset,

    /// <summary>getUpdates brings the last batch once more, though it was confirmed.</summary>
    Duplicate,
}

/// <param name="Method">In any case; null: any method.</param>
/// <param name="Seconds">For TooMany and Slow.</param>
internal sealed record Fault(FaultKind Kind, string? Method = null, long? Chat = null, int Seconds = 1)
{
    /// <summary>So often, then it is gone; null: until it is taken away.</summary>
    public int? Times { get; init; }
}

/// <summary>The script of faults; safe for concurrent use.</summary>
internal sealed class Faults
{
    private readonly Lock gate = new();
    private readonly List<(Fault Fault, int Left)> script = [];

    public void Add(Fault fault)
    {
        lock (gate)
        {
            script.Add((fault, fault.Times ?? int.MaxValue));
        }
    }

    public void Remove(Predicate<Fault> which)
    {
        lock (gate)
        {
            script.RemoveAll(entry => which(entry.Fault));
        }
    }

    public IReadOnlyList<Fault> Active()
    {
        lock (gate)
        {
            return [.. script.Select(entry => entry.Fault)];
        }
    }

    /// <summary>The first fault that is meant, counted; null: all is well.</summary>
    public Fault? Take(string method, long? chat, bool duplicates = false)
    {
        lock (gate)
        {
            int at = script.FindIndex(entry =>
                (entry.Fault.Kind == FaultKind.Duplicate) == duplicates
                && (entry.Fault.Method is null || entry.Fault.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
                && (entry.Fault.Chat is null || entry.Fault.Chat == chat)
            );
            if (at < 0)
            {
                return null;
            }

            (Fault fault, int left) = script[at];
            if (left <= 1)
            {
                script.RemoveAt(at);
            }
            else
            {
                script[at] = (fault, left == int.MaxValue ? left : left - 1);
            }

            return fault;
        }
    }
}
