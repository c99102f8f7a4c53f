using BalanceBot.Inbox;
using BalanceBot.Scanning;
using BalanceBot.Storage.Moving;
using BalanceBot.Subscribers;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>How rows of a collection are given to a move, and taken from one.</summary>
internal sealed record MovedTableRows(
    string Name,
    Func<BsonDocument, MovedRow> Read,
    Func<MovedRow, BsonDocument> Write
)
{
    /// <summary>The field by which it is read in pages.</summary>
    public string Order { get; init; } = "_id";
}

internal static class MovedTables
{
    private const string RunId = "scan";
    private const string PauseId = "pause";
    private const string SecretId = "webhook";

    /// <summary>The rows of "meta" that are moved; the layout's version and the mark of a move are not.</summary>
    public static readonly IReadOnlyList<string> MetaIds = [PauseId, RunId, SecretId];

    public static MovedTableRows Of(MovedTable table, KeyRing keys) =>
        table switch
        {
            MovedTable.Subscribers => new(
                "subscribers",
                row => Person(row, new SubscriberRows(keys)),
                row => new SubscriberRows(keys).Row(As<MovedRow.Person>(row).Subscriber)
            ),
            MovedTable.Sessions => new("sessions", Dialogue, Dialogue),
            MovedTable.Attempts => new("attempts", row => new MovedRow.Guesses(AttemptTable.Record(row)), Guesses),
            MovedTable.Watches => new("watches", row => new MovedRow.Watched(WatchRows.Watch(row)), Watched),
            MovedTable.Due => new("due", Due, Due),
            MovedTable.Decisions => new("decisions", Decided, Decided),
            MovedTable.Dedupe => new("dedupe", row => new MovedRow.Once(row["_id"], Tables.Time(row["at"])), Once),
            MovedTable.Done => new("done", row => new MovedRow.Done(row["_id"], Tables.Time(row["at"])), Done),
            MovedTable.Quarantine => new("quarantine", Poison, Poison),
            MovedTable.Inbox => new("inbox", Received, Received),
            MovedTable.Outbox => new("outbox", Unsent, Unsent) { Order = "seq" },
            MovedTable.Audit => new("audit", row => Audited(row, keys), row => Audited(row, keys)),
            MovedTable.Meta => new("meta", Meta, Meta),
            _ => throw new ArgumentOutOfRangeException(nameof(table), table, "No such table"),
        };

    private static MovedRow.Person Person(BsonDocument row, SubscriberRows people)
    {
        Subscriber read = people.Subscriber(row);
        return new MovedRow.Person(
            read with
            {
                Language = MovedRow.Storable(read.Language),
                HeardLanguage = MovedRow.Storable(read.HeardLanguage),
            }
        );
    }

    private static MovedRow.Dialogue Dialogue(BsonDocument row) =>
        new MovedRow.Dialogue(
            row["_id"],
            row["schema"],
            row["state"],
            row["draft"].IsNull ? null : row["draft"].AsBinary,
            Tables.TimeOrNull(row["ends"]),
            MovedRow.Storable(Tables.TextOrNull(row["language"])),
            row["version"]
        );

    private static BsonDocument Dialogue(MovedRow row)
    {
        MovedRow.Dialogue session = As<MovedRow.Dialogue>(row);
        return new()
        {
            ["_id"] = session.Chat,
            ["schema"] = session.Schema,
            ["state"] = session.State,
            ["draft"] = session.Draft is { } draft ? draft : BsonValue.Null,
            ["ends"] = Tables.Ticks(session.Ends),
            ["language"] = Tables.Text(session.Language),
            ["version"] = session.Version,
        };
    }

    private static BsonDocument Guesses(MovedRow row) => AttemptTable.Row(As<MovedRow.Guesses>(row).Record);

    private static BsonDocument Watched(MovedRow row)
    {
        Watch watch = As<MovedRow.Watched>(row).Watch;
        BsonDocument kept = new()
        {
            ["_id"] = WatchId.Of(watch.ContractKey, watch.Chat),
            ["version"] = watch.RowVersion,
        };
        ChoiceRows.Write(kept, watch.Choices);
        ChoiceRows.Write(kept, watch.Contract);
        WatchRows.Write(kept, watch.Episode);
        Tables.Set(kept, "gone", watch.Reachable ? BsonValue.Null : true);
        Tables.Set(kept, "last", watch.Last is { } last ? WatchRows.Row(last) : BsonValue.Null);
        Tables.Set(kept, "due", Tables.Ticks(watch.DueAt));
        return kept;
    }

    private static MovedRow.Due Due(BsonDocument row)
    {
        byte[] id = row["_id"].AsBinary;
        return new MovedRow.Due(
            WatchId.Key(id),
            WatchId.Chat(id).Value,
            Tables.TimeOrNull(row["wake"]),
            row["rank"].IsNull ? null : row["rank"].AsInt32,
            Tables.TimeOrNull(row["since"]),
            row["urgency"]
        );
    }

    /// <summary>Since when it has a rank is PostgreSQL's to know; here it is only carried along.</summary>
    private static BsonDocument Due(MovedRow row)
    {
        MovedRow.Due due = As<MovedRow.Due>(row);
        BsonDocument kept = new()
        {
            ["_id"] = WatchId.Of(due.ContractKey, new ChatId(due.Chat)),
            ["chat"] = due.Chat,
            ["urgency"] = due.Urgency,
        };
        Tables.Set(kept, "wake", Tables.Ticks(due.Wake));
        Tables.Set(kept, "rank", due.Rank is { } rank ? rank : BsonValue.Null);
        Tables.Set(kept, "since", Tables.Ticks(due.Since));
        return kept;
    }

    private static MovedRow.Decided Decided(BsonDocument row)
    {
        byte[] id = row["_id"].AsBinary;
        return new MovedRow.Decided(
            WatchId.Key(id, timed: true),
            WatchId.Chat(id, timed: true).Value,
            WatchRows.Recorded(row)
        );
    }

    private static BsonDocument Decided(MovedRow row)
    {
        MovedRow.Decided decided = As<MovedRow.Decided>(row);
        BsonDocument kept = WatchRows.Row(decided.Decision);
        kept["_id"] = WatchId.Of(decided.ContractKey, new ChatId(decided.Chat), decided.Decision.At);
        return kept;
    }

    private static BsonDocument Once(MovedRow row)
    {
        MovedRow.Once once = As<MovedRow.Once>(row);
        return new() { ["_id"] = once.Key, ["at"] = once.At.UtcTicks };
    }

    private static BsonDocument Done(MovedRow row)
    {
        MovedRow.Done done = As<MovedRow.Done>(row);
        return new() { ["_id"] = done.UpdateId, ["at"] = done.At.UtcTicks };
    }

    private static MovedRow.Poison Poison(BsonDocument row)
    {
        QuarantinedUpdate read = InboxTable.Quarantined(row);
        return new MovedRow.Poison(read with { Reason = MovedRow.Storable(read.Reason)! });
    }

    private static BsonDocument Poison(MovedRow row) => InboxTable.Row(As<MovedRow.Poison>(row).Update);

    private static MovedRow.Received Received(BsonDocument row) =>
        // Rows of the first versions have no chat; 0 is nobody's.
        new MovedRow.Received(
            row["_id"],
            row["chat"].IsNull ? 0 : row["chat"].AsInt64,
            row["raw"].AsBinary,
            Tables.Time(row["kept"])
        );

    private static BsonDocument Received(MovedRow row)
    {
        MovedRow.Received update = As<MovedRow.Received>(row);
        return Free(
            new()
            {
                ["_id"] = update.UpdateId,
                ["chat"] = update.Chat,
                ["raw"] = update.Raw,
                ["kept"] = update.Kept.UtcTicks,
            }
        );
    }

    private static MovedRow.Unsent Unsent(BsonDocument row) =>
        new MovedRow.Unsent(
            row["_id"],
            row["seq"],
            row["chat"],
            row["class"],
            row["body"].AsBinary,
            Tables.TextOrNull(row["dedupe"]),
            [.. OutboxSettling.About(row)],
            Tables.TimeOrNull(row["notBefore"]),
            Tables.TimeOrNull(row["expires"]),
            row["tries"],
            !row["begun"].IsNull
        );

    private static BsonDocument Unsent(MovedRow row)
    {
        MovedRow.Unsent message = As<MovedRow.Unsent>(row);
        BsonDocument kept = new()
        {
            ["_id"] = message.Id,
            ["seq"] = message.Seq,
            ["chat"] = message.Chat,
            ["class"] = message.Class,
            ["body"] = message.Body,
            ["dedupe"] = Tables.Text(message.DedupeKey),
            ["about"] = new BsonArray(message.About.Select(key => new BsonValue(key))),
            ["notBefore"] = Tables.Ticks(message.NotBefore),
            ["expires"] = Tables.Ticks(message.Expires),
            ["tries"] = message.Tries,
        };
        Tables.Set(kept, "begun", message.Begun ? true : BsonValue.Null);
        return Free(kept);
    }

    private static MovedRow.Audited Audited(BsonDocument row, KeyRing keys) =>
        new(row["_id"], AuditTable.Entry(row, keys));

    private static BsonDocument Audited(MovedRow row, KeyRing keys)
    {
        MovedRow.Audited audited = As<MovedRow.Audited>(row);
        BsonDocument kept = AuditTable.Row(audited.Entry, keys);
        kept["_id"] = audited.Id;
        return kept;
    }

    private static MovedRow Meta(BsonDocument row) =>
        row["_id"].AsString switch
        {
            RunId => new MovedRow.Scan(RunRow.Read(row)),
            PauseId => new MovedRow.Pause(Tables.Time(row["until"])),
            SecretId => new MovedRow.Secret(row["secret"].AsBinary),
            string other => throw new InvalidDataException($"meta has a row {other} that no move knows"),
        };

    private static BsonDocument Meta(MovedRow row) =>
        row switch
        {
            MovedRow.Scan scan => RunRow.Row(scan.Run),
            MovedRow.Pause pause => new() { ["_id"] = PauseId, ["until"] = pause.Until.UtcTicks },
            MovedRow.Secret secret => new() { ["_id"] = SecretId, ["secret"] = secret.Closed },
            _ => throw new InvalidCastException(),
        };

    private static BsonDocument Free(BsonDocument row)
    {
        row["claim"] = Guid.NewGuid();
        row["owner"] = "";
        row["until"] = 0L;
        return row;
    }

    private static T As<T>(MovedRow row)
        where T : MovedRow => (T)row;
}
