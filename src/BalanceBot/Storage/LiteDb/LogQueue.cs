using System.Reflection;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>
/// LiteDB 5.0.20 hands the pages of a commit to a task of its own and returns before they are written: a process killed
/// then loses what it was told is there (a store test saw it about once in six runs). The queue can be waited for, but
/// only from inside; the version is pinned, and opening fails at once should its inside ever differ.
/// </summary>
internal sealed class LogQueue
{
    private const BindingFlags Inside = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
    private readonly Action wait;
    private readonly FieldInfo failure;
    private readonly object queue;

    private LogQueue(object queue)
    {
        this.queue = queue;
        wait = Method(queue, "Wait").CreateDelegate<Action>(queue);
        failure = Field(queue, "_exception");
    }

    public static LogQueue Of(LiteDatabase database)
    {
        object engine = Value(database, "_engine");
        object lazy = Value(Value(engine, "_disk"), "_queue");
        return new LogQueue(lazy.GetType().GetProperty("Value")!.GetValue(lazy)!);
    }

    /// <summary>Returns when every page of the commits so far is in the log file; throws when one could not be written.</summary>
    public void WaitUntilWritten()
    {
        wait();
        if (failure.GetValue(queue) is Exception cause)
        {
            throw cause as IOException ?? new IOException("LiteDB could not write its log.", cause);
        }
    }

    private static object Value(object owner, string field) => Field(owner, field).GetValue(owner)!;

    private static FieldInfo Field(object owner, string name) =>
        owner.GetType().GetField(name, Inside) ?? throw Changed(name);

    private static MethodInfo Method(object owner, string name) =>
        owner.GetType().GetMethod(name, Inside) ?? throw Changed(name);

    private static InvalidOperationException Changed(string name) =>
        new($"LiteDB has no {name} inside any more: read LogQueue before moving its version.");
}
