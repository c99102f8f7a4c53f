using System.Collections.Concurrent;
using BalanceBot.Inbox;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

internal sealed class InboxTable(
    Database database,
    Lane writes,
    InboxKinds kinds,
    ISeal seal,
    KeyRing keys,
    TimeProvider time
) : IInboxStore
{
    /// <summary>A webhook must answer: then it is 503, and Telegram comes again.</summary>
    private static readonly TimeSpan KeepWaits = TimeSpan.FromSeconds(1.5);

    private const string DropDone =
        "delete from inbox i where (select d.update_id from done d where d.update_id = i.update_id) is not null";

    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly ConcurrentDictionary<long, Task> underWay = new();

    /// <summary>For ever, once a value was met that this process cannot open: it ends, and what it has in hand is for others.</summary>
    public Task? Away => keys.Failed.IsCompleted ? Never : database.Availability.Away;

    public async Task<IReadOnlyList<long>> Keep(
        IReadOnlyList<Incoming> updates,
        string owner,
        DateTimeOffset now,
        DateTimeOffset until
    )
    {
        if (updates.Count == 0)
        {
            return [];
        }

        KeptRow[] rows =
        [
            .. updates.Select(update => new KeptRow(
                update.Raw.Id,
                update.Chat.Value,
                seal.Close(update.Raw.Json),
                Guid.NewGuid()
            )),
        ];
        KeepCall call = new(kinds.Keep, rows, owner, now, until, given => _ = Disown(given));
        long started = time.GetTimestamp();
        Task over = Enter(call);
        try
        {
            // While the database is away nothing is queued: whoever waits, waits outside, and not for long.
            await (Away ?? Task.CompletedTask).WaitAsync(KeepWaits, time);
            TimeSpan left = KeepWaits - time.GetElapsedTime(started);
            return await writes.Do(call).WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        }
        catch (TimeoutException late)
        {
            StoreAwayException away = new(late);
            call.Fail(away);
            return await call.Task;
        }
        finally
        {
            call.Fail(new StoreAwayException());
            await over;
        }
    }

    public async Task<IReadOnlyList<ClaimedUpdate>> ClaimUpdates(
        string owner,
        int most,
        DateTimeOffset now,
        DateTimeOffset until
    )
    {
        Claim claim = new(Guid.NewGuid(), owner, until);
        List<InboxClaims.Row> rows = await database.Run(
            (connection, again) => InboxClaims.Claim(connection, claim, most, now, again)
        );
        List<ClaimedUpdate> claimed = [];
        List<Task> unreadable = [];
        foreach (InboxClaims.Row row in rows.OrderBy(row => row.Id))
        {
            if (seal.Open(row.Raw) is { } json)
            {
                claimed.Add(new ClaimedUpdate(new RawUpdate(row.Id, json), row.Kept, claim));
            }
            else
            {
                unreadable.Add(Quarantine(Unopened(row, now)));
            }
        }

        await Task.WhenAll(unreadable);
        return claimed;
    }

    private static QuarantinedUpdate Unopened(InboxClaims.Row row, DateTimeOffset now) =>
        new(row.Id, "was sealed with another token and cannot be opened", row.Raw.Length, 0, now);

    public async Task Complete(long updateId, DateTimeOffset now)
    {
        await Settled(updateId);
        await writes.Do(new CompleteCall(kinds.Complete, updateId, now));
    }

    public async Task Quarantine(QuarantinedUpdate update)
    {
        await Settled(update.Id);
        await writes.Do(new QuarantineCall(kinds.Quarantine, update));
    }

    /// <summary>
    /// Ends when no keeping of this update is under way: whoever finishes it looks for its row, and must not look before it
    /// is there.
    /// </summary>
    public Task Settled(long updateId) =>
        underWay.TryGetValue(updateId, out Task? keeping) ? keeping : Task.CompletedTask;

    public async Task<IReadOnlyCollection<long>> Known(DateTimeOffset since) =>
        await database.Read(
            "select update_id from done where at >= $1 union select update_id from inbox",
            row => row.GetInt64(0),
            Values.Of(since)
        );

    public async Task<IReadOnlyList<QuarantinedUpdate>> Quarantined(int most) =>
        await database.Read(
            "select update_id, reason, bytes, attempts, at from quarantine order by at desc limit $1",
            row => new QuarantinedUpdate(
                row.GetInt64(0),
                row.GetString(1),
                row.GetInt32(2),
                row.GetInt32(3),
                row.Time(4)
            ),
            Values.Of(most)
        );

    public async Task<DateTimeOffset?> OldestKept() =>
        (await database.Read("select min(kept) from inbox", row => row.TimeOrNull(0)))[0];

    public async Task<int> ForgetDone(DateTimeOffset doneBefore, DateTimeOffset quarantinedBefore)
    {
        // A row that is done was left by a race of two who had the same update; its mark must not go before it.
        await database.Write(DropDone);
        return await database.Delete(
                "delete from done where update_id = any(array(select update_id from done where at < $1 limit $2))",
                doneBefore
            )
            + await database.Delete(
                "delete from quarantine where update_id = any(array(select update_id from quarantine where at < $1 limit $2))",
                quarantinedBefore
            );
    }

    public Task<string> WebhookSecret(string fresh)
    {
        byte[] closed = seal.Close(fresh);
        return database.Run(
            async (connection, _) =>
            {
                await using NpgsqlBatch batch = new(connection);
                batch
                    .Then(
                        "insert into meta (id, sealed) values ('webhook', $1) on conflict (id) do nothing",
                        Values.Of(closed)
                    )
                    .Then("select sealed from meta where id = 'webhook'");
                byte[] kept;
                await using (NpgsqlDataReader reader = await batch.ExecuteReaderAsync())
                {
                    kept = (await reader.Rows(row => row.Bytes(0)))[0];
                }

                return seal.Open(kept) ?? await Replace(connection, kept, fresh, closed);
            }
        );
    }

    /// <summary>It was sealed with another token; of two who replace it one is first.</summary>
    private async Task<string> Replace(NpgsqlConnection connection, byte[] unreadable, string fresh, byte[] closed)
    {
        await using NpgsqlBatch batch = new(connection);
        batch
            .Then(
                "update meta set sealed = $2 where id = 'webhook' and sealed = $1",
                Values.Of(unreadable),
                Values.Of(closed)
            )
            .Then("select sealed from meta where id = 'webhook'");
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        return seal.Open((await reader.Rows(row => row.Bytes(0)))[0]) ?? fresh;
    }

    /// <summary>Of these, whatever is done.</summary>
    public Task<int> Drop(IReadOnlyList<long> done) =>
        database.Write($"{DropDone} and i.update_id = any($1)", Values.Of([.. done]));

    private Task Enter(KeepCall call)
    {
        TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (KeptRow row in call.Rows)
        {
            underWay[row.Id] = over.Task;
        }

        return Leave(call, over);
    }

    private async Task Leave(KeepCall call, TaskCompletionSource over)
    {
        await Task.WhenAny(call.Task);
        foreach (KeptRow row in call.Rows)
        {
            underWay.TryRemove(new KeyValuePair<long, Task>(row.Id, over.Task));
        }

        over.SetResult();
    }

    /// <summary>They are kept, and claimed for somebody who thinks that they are not: free for whoever comes.</summary>
    private async Task Disown(IReadOnlyList<KeptRow> rows)
    {
        // At once, for the next round trip may keep what comes behind them.
        kinds.Keep.Disown(rows);
        await database.Run(
            async (connection, _) =>
            {
                await using NpgsqlBatch batch = new(connection);
                await batch
                    .Then(Locks.OfInbox, Values.Of([.. rows.Select(row => row.Chat)]))
                    .Then(
                        "update inbox set until = 0 where update_id = any($1) and claim = any($2)",
                        Values.Of([.. rows.Select(row => row.Id)]),
                        Values.Of([.. rows.Select(row => row.Claim)])
                    )
                    .Run();
                return true;
            }
        );
        kinds.Keep.Forget(rows);
    }
}

/// <summary>What is done to the inbox in groups.</summary>
internal sealed record InboxKinds(KeepKind Keep, CompleteKind Complete, QuarantineKind Quarantine);
