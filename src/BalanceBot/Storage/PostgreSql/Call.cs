using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>One call that goes to the database together with others.</summary>
internal abstract class Call(CallKind kind)
{
    public CallKind Kind { get; } = kind;

    /// <summary>Whoever asked does not wait for it any more.</summary>
    public abstract bool IsOver { get; }

    /// <summary>After the commit.</summary>
    public abstract void Tell();

    public abstract void Fail(Exception why);
}

internal abstract class Call<T>(CallKind kind) : Call(kind)
{
    private readonly TaskCompletionSource<T> told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => told.Task;

    /// <summary>What will be told, once it is durable.</summary>
    public T? Result { get; set; }

    public override bool IsOver => told.Task.IsCompleted;

    public override void Tell()
    {
        if (!told.TrySetResult(Result!))
        {
            Unwanted();
        }
    }

    public override void Fail(Exception why) => told.TrySetException(why);

    /// <summary>It was done, but whoever asked gave up before.</summary>
    protected virtual void Unwanted() { }
}

/// <summary>Calls of one kind in one round trip, in the order in which kinds stand in a script.</summary>
internal abstract class CallKind
{
    /// <summary>Adds the statements that do the work of all of them.</summary>
    /// <param name="again">An earlier try may have been committed.</param>
    public abstract void Write(NpgsqlBatch batch, IReadOnlyList<Call> calls, bool again);

    /// <summary>Reads exactly the results of those statements, and leaves the next at hand.</summary>
    public abstract Task Read(NpgsqlDataReader reader, IReadOnlyList<Call> calls, bool again);
}
