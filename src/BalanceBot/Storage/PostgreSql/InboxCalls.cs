using System.Collections.Concurrent;
using BalanceBot.Inbox;
using BalanceBot.Subscribers;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>An update on its way into the inbox, with the claim under which it will be ours.</summary>
internal sealed record KeptRow(long Id, long Chat, byte[] Raw, Guid Claim);

/// <param name="disown">Frees rows of whoever gave up waiting, for nobody will handle them under that claim.</param>
internal sealed class KeepCall(
    CallKind kind,
    IReadOnlyList<KeptRow> rows,
    string owner,
    DateTimeOffset now,
    DateTimeOffset until,
    Action<IReadOnlyList<KeptRow>> disown
) : Call<IReadOnlyList<long>>(kind)
{
    public IReadOnlyList<KeptRow> Rows { get; } = rows;
    public string Owner { get; } = owner;
    public DateTimeOffset Now { get; } = now;
    public DateTimeOffset Until { get; } = until;

    protected override void Unwanted() => disown(Rows);
}

/// <summary>
/// Keeps updates. Two instances may keep updates of one chat at the same time: the chat's lock lets one look and write
/// before the other looks.
/// </summary>
internal sealed class KeepKind(LoadKind load, Arrivals arrivals) : CallKind
{
    /// <summary>Born claimed, unless another has the chat or an earlier row of it waits for a claim.</summary>
    private const string Insert = """
        insert into inbox (update_id, chat, raw, kept, claim, owner, until)
        select n.id, n.chat, n.raw, n.kept, n.claim, n.owner,
            case when exists (
                select from inbox o
                where o.chat = n.chat
                    and not (o.owner = n.owner and o.until > n.kept)
                    and (o.update_id < n.id or o.until > n.kept)
                    and o.update_id <> n.id
            ) then 0 else n.until end
        from unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bigint[], $5::uuid[], $6::text[], $7::bigint[])
            as n(id, chat, raw, kept, claim, owner, until)
        where (select d.update_id from done d where d.update_id = n.id) is null
        on conflict (update_id) do nothing
        returning claim, until
        """;

    private const string GiveUp = "update inbox set until = 0 where update_id = any($1) and claim = any($2)";

    private readonly ConcurrentDictionary<Guid, KeptRow> unwanted = [];

    /// <summary>One round trip of writes is under way at a time.</summary>
    private Arrivals.Moment[] read = [];

    /// <summary>
    /// Rows of updates that another had done while the insertion waited for it: nobody will handle them, and somebody must
    /// take them away.
    /// </summary>
    public Action<IReadOnlyList<long>> LeftDone { get; set; } = _ => { };

    private const string Kept = "select claim, until from inbox where update_id = any($1)";

    /// <summary>
    /// Rows that bear a claim of ours under which nobody will handle them: until they are free, whatever comes behind them
    /// must not take them for ours.
    /// </summary>
    public void Disown(IReadOnlyList<KeptRow> rows)
    {
        foreach (KeptRow row in rows)
        {
            unwanted[row.Claim] = row;
        }
    }

    public void Forget(IReadOnlyList<KeptRow> freed)
    {
        foreach (KeptRow row in freed)
        {
            unwanted.TryRemove(row.Claim, out _);
        }
    }

    public override void Write(NpgsqlBatch batch, IReadOnlyList<Call> calls, bool again)
    {
        (KeepCall Call, KeptRow Row)[] all = All(calls);
        long[] ids = [.. all.Select(one => one.Row.Id)];
        batch.Then(Locks.OfInbox, Values.Of([.. all.Select(one => one.Row.Chat)]));
        KeptRow[] free = [.. unwanted.Values.Where(row => all.Any(one => one.Row.Chat == row.Chat))];
        if (free.Length > 0)
        {
            batch.Then(
                GiveUp,
                Values.Of([.. free.Select(row => row.Id)]),
                Values.Of([.. free.Select(row => row.Claim)])
            );
        }

        batch.Then(
            Insert,
            Values.Of(ids),
            Values.Of([.. all.Select(one => one.Row.Chat)]),
            Values.Of([.. all.Select(one => (byte[]?)one.Row.Raw)]),
            Values.Of([.. all.Select(one => one.Call.Now.UtcTicks)]),
            Values.Of([.. all.Select(one => one.Row.Claim)]),
            Values.Of([.. all.Select(one => (string?)one.Call.Owner)]),
            Values.Of([.. all.Select(one => one.Call.Until.UtcTicks)])
        );
        if (again)
        {
            batch.Then(Kept, Values.Of(ids));
        }

        read = [.. all.Select(one => arrivals.Now(one.Row.Chat))];
        LoadKind.Ask(
            batch,
            [.. all.Select(one => one.Row.Chat)],
            [.. all.Select(one => (string?)one.Call.Owner)],
            [.. all.Select(one => one.Call.Now.UtcTicks)],
            [.. ids.Select(id => (long?)id)]
        );
    }

    private static (KeepCall Call, KeptRow Row)[] All(IReadOnlyList<Call> calls) =>
        [.. calls.Cast<KeepCall>().SelectMany(call => call.Rows.Select(row => (call, row)))];

    public override async Task Read(NpgsqlDataReader reader, IReadOnlyList<Call> calls, bool again)
    {
        await reader.NextResultAsync();
        List<(Guid Claim, long Until)> born = await reader.Rows(row => (row.GetGuid(0), row.GetInt64(1)));
        if (again)
        {
            born.AddRange(await reader.Rows(row => (row.GetGuid(0), row.GetInt64(1))));
        }

        HashSet<Guid> ours = [.. born.Where(row => row.Until != 0).Select(row => row.Claim)];
        (KeepCall Call, KeptRow Row)[] all = All(calls);
        List<long> done = [];
        await load.Each(
            reader,
            n => new ChatId(all[n].Row.Chat),
            (n, chat) =>
            {
                (KeepCall call, KeptRow row) = all[n];
                if (chat.IsDone && ours.Remove(row.Claim))
                {
                    done.Add(row.Id);
                }
                else if (ours.Contains(row.Claim))
                {
                    arrivals.Add(row.Id, call.Owner, chat, read[n]);
                }
            },
            // Its own turn will meet it; what came with it must be kept.
            (_, _) => { }
        );
        if (done.Count > 0)
        {
            LeftDone(done);
        }

        foreach (KeepCall call in calls.Cast<KeepCall>())
        {
            call.Result = [.. call.Rows.Where(row => ours.Contains(row.Claim)).Select(row => row.Id)];
        }
    }
}

internal sealed class CompleteCall(CallKind kind, long id, DateTimeOffset now) : Call<bool>(kind)
{
    public long Id { get; } = id;
    public DateTimeOffset Now { get; } = now;
}

/// <summary>Marks updates as done and removes their rows.</summary>
internal sealed class CompleteKind : CallKind
{
    private const string MarkAndRemove = """
        with gone as (delete from inbox where update_id = any($1::bigint[]))
        insert into done (update_id, at) select * from unnest($1::bigint[], $2::bigint[]) on conflict (update_id) do nothing
        """;

    public override void Write(NpgsqlBatch batch, IReadOnlyList<Call> calls, bool again)
    {
        long[] ids = [.. calls.Cast<CompleteCall>().Select(call => call.Id)];
        batch.Then(
            MarkAndRemove,
            Values.Of(ids),
            Values.Of([.. calls.Cast<CompleteCall>().Select(call => call.Now.UtcTicks)])
        );
    }

    public override Task Read(NpgsqlDataReader reader, IReadOnlyList<Call> calls, bool again) => Task.CompletedTask;
}

internal sealed class QuarantineCall(CallKind kind, QuarantinedUpdate update) : Call<bool>(kind)
{
    public QuarantinedUpdate Update { get; } = update;
}

/// <summary>Rare, so one statement for each.</summary>
internal sealed class QuarantineKind : CallKind
{
    private const string Keep = """
        insert into quarantine (update_id, reason, bytes, attempts, at) values ($1, $2, $3, $4, $5)
        on conflict (update_id) do update
        set reason = excluded.reason, bytes = excluded.bytes, attempts = excluded.attempts, at = excluded.at
        """;

    private const string Mark = "insert into done (update_id, at) values ($1, $2) on conflict (update_id) do nothing";
    private const string Remove = "delete from inbox where update_id = $1";

    public override void Write(NpgsqlBatch batch, IReadOnlyList<Call> calls, bool again)
    {
        foreach (QuarantinedUpdate update in calls.Cast<QuarantineCall>().Select(call => call.Update))
        {
            batch
                .Then(
                    Keep,
                    Values.Of(update.Id),
                    Values.Of(Values.Storable(update.Reason)),
                    Values.Of(update.Bytes),
                    Values.Of(update.Attempts),
                    Values.Of(update.At)
                )
                .Then(Mark, Values.Of(update.Id), Values.Of(update.At))
                .Then(Remove, Values.Of(update.Id));
        }
    }

    public override Task Read(NpgsqlDataReader reader, IReadOnlyList<Call> calls, bool again) => Task.CompletedTask;
}
