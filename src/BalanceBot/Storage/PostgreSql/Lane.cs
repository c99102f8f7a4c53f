using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// Group commit from this side: calls that come while a round trip is under way wait for the next and go together in it.
/// The busier it is, the less each costs.
/// </summary>
/// <param name="kinds">In the order in which they are done within a round trip.</param>
/// <param name="mostAtOnce">Round trips side by side.</param>
internal sealed class Lane(Database database, IReadOnlyList<CallKind> kinds, int mostAtOnce)
{
    private const int MostInOne = 200;

    private readonly Lock gate = new();
    private readonly Queue<Call> waiting = [];
    private int running;

    public Task<T> Do<T>(Call<T> call)
    {
        bool start;
        lock (gate)
        {
            waiting.Enqueue(call);
            start = running < mostAtOnce;
            running += start ? 1 : 0;
        }

        if (start)
        {
            _ = Task.Run(Run);
        }

        return call.Task;
    }

    private async Task Run()
    {
        while (Next() is { Count: > 0 } calls)
        {
            await Go(calls);
        }
    }

    private List<Call> Next()
    {
        lock (gate)
        {
            List<Call> calls = [];
            while (calls.Count < MostInOne && waiting.TryDequeue(out Call? call))
            {
                if (!call.IsOver)
                {
                    calls.Add(call);
                }
            }

            running -= calls.Count == 0 ? 1 : 0;
            return calls;
        }
    }

    private async Task Go(List<Call> calls)
    {
        try
        {
            await database.Run((connection, again) => Together(connection, calls, again), vital: true);
            calls.ForEach(call => call.Tell());
        }
#pragma warning disable CA1031 // It is handed to whoever asked; the lane must go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (calls is [Call only])
            {
                only.Fail(failure);
                return;
            }

            // One of them is to blame: alone, it hurts nobody else.
            foreach (Call call in calls)
            {
                await Go([call]);
            }
        }
    }

    private async Task<bool> Together(NpgsqlConnection connection, List<Call> calls, bool again)
    {
        (CallKind Kind, List<Call> Calls)[] groups =
        [
            .. kinds
                .Select(kind => (kind, calls.FindAll(call => call.Kind == kind)))
                .Where(group => group.Item2.Count > 0),
        ];
        await using NpgsqlBatch batch = new(connection);
        foreach ((CallKind kind, List<Call> some) in groups)
        {
            kind.Write(batch, some, again);
        }

        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        foreach ((CallKind kind, List<Call> some) in groups)
        {
            await kind.Read(reader, some, again);
        }

        // The commit is behind the last result.
        await reader.CloseAsync();
        return true;
    }
}
