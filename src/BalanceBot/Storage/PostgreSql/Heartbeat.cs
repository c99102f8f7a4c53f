using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// Tells the others every two seconds, by the database's clock, that this instance lives; and frees what those held that
/// do not any more.
/// </summary>
internal sealed partial class Heartbeat : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <summary>Who takes over must itself have been seen just before: after a restart of the database all look dead.</summary>
    private const string Beat = $$"""
        with before as (select seen_at from instances where owner = $1),
        dead as (
            delete from instances
            where seen_at < clock_timestamp() - interval '10 s' and owner <> $1
                and exists (select from before where seen_at > clock_timestamp() - interval '5 s')
            returning owner
        ),
        seen as (
            insert into instances (owner, seen_at, version, key) values ($1, clock_timestamp(), $2, $3)
            on conflict (owner) do update set seen_at = excluded.seen_at, version = excluded.version, key = excluded.key
        )
        select clock_timestamp(), (select count(*) from dead), v.version, v.oldest_reader,
            set_config('{{Leases.Gone}}', coalesce((select array_agg(owner) from dead), '{}')::text, true)
        from (
            select coalesce(max(version), 0) as version, coalesce(max(oldest_reader), 0) as oldest_reader
            from schema_version
        ) v
        """;

    private const string ForgetOperations = "delete from operations where at < clock_timestamp() - interval '1 hour'";

    private readonly Database database;
    private readonly string owner;
    private readonly string version;
    private readonly string? key;
    private readonly Presence presence;
    private readonly SharedTime shared;
    private readonly TimeProvider time;
    private readonly Action<Exception> fail;
    private readonly ILogger log;
    private readonly CancellationTokenSource stop = new();
    private Task beating = Task.CompletedTask;
    private int beats;

    public Heartbeat(
        Database database,
        string owner,
        string? key,
        Presence presence,
        SharedTime shared,
        TimeProvider time,
        Action<Exception> fail,
        ILogger log
    )
    {
        this.database = database;
        this.owner = owner;
        this.key = key;
        version = typeof(Heartbeat).Assembly.GetName().Version?.ToString(3) ?? "";
        this.presence = presence;
        this.shared = shared;
        this.time = time;
        this.fail = fail;
        this.log = log;
    }

    /// <summary>Beats once, then goes on by itself.</summary>
    public async Task Start()
    {
        await Once();
        beating = Task.Run(GoOn);
    }

    /// <summary>The last one: what this instance holds is free at once, for whoever comes.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        // Without the database nobody is waited for: the others free what is held once they have missed this one.
        await Task.WhenAny(End(), Task.Delay(Every, time));
        stop.Dispose();
    }

    private async Task GoOn()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Every, time, stop.Token);
                await Once();
            }
        }
        catch (OperationCanceledException) { }
        catch (ObjectDisposedException) { }
#pragma warning disable CA1031 // Nobody waits for this task: whatever ends it ends the process, in order.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            fail(failure);
        }
    }

    private async Task Once()
    {
        Answer answer = await database.Run((connection, _) => Ask(connection), vital: true);
        if (Schema.Refusal(answer.Version, answer.OldestReader, Schema.Current) is { } newer)
        {
            fail(newer);
        }

        if (answer.Dead > 0)
        {
            Log.TookOver(log, answer.Dead);
        }

        if (beats++ % 300 == 0)
        {
            await database.Write(ForgetOperations);
        }
    }

    private async Task<Answer> Ask(NpgsqlConnection connection)
    {
        long asked = time.GetTimestamp();
        await using NpgsqlBatch batch = new(connection);
        Leases.Free(batch.Then(Beat, Values.Of(owner), Values.Of(version), Values.Of(key)));
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        Answer answer = (await reader.Rows(Answer.Of))[0];
        long answered = time.GetTimestamp();
        await reader.CloseAsync();
        shared.Set(answer.Clock, asked, answered);
        presence.Seen(asked);
        return answer;
    }

    private async Task End()
    {
        await beating;
        await database.Run(
            async (connection, _) =>
            {
                await Leases.Leave(connection, owner);
                return true;
            }
        );
    }

    private sealed record Answer(DateTimeOffset Clock, long Dead, int Version, int OldestReader)
    {
        public static Answer Of(NpgsqlDataReader row) =>
            new(
                new DateTimeOffset(row.GetDateTime(0), TimeSpan.Zero),
                row.GetInt64(1),
                row.GetInt32(2),
                row.GetInt32(3)
            );
    }

    private static partial class Log
    {
        [LoggerMessage(
            8204,
            LogLevel.Warning,
            "{Count} other instance(s) were not seen for 10 s: what they held is free for the others",
            EventName = "InstancesGone"
        )]
        public static partial void TookOver(ILogger log, long count);
    }
}
