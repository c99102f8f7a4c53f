using BalanceBot.Inbox;
using BalanceBot.Storage.Moving;
using BalanceBot.Subscribers;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

internal static class MovedTables
{
    public static MovedTableRows Of(MovedTable table, KeyRing keys) =>
        table switch
        {
            MovedTable.Subscribers => Subscribers(new SubscriberRows(keys)),
            MovedTable.Sessions => Sessions,
            MovedTable.Attempts => Attempts,
            MovedTable.Watches => Watches,
            MovedTable.Due => Due,
            MovedTable.Decisions => Decisions,
            MovedTable.Dedupe => Dedupe,
            MovedTable.Done => Done,
            MovedTable.Quarantine => Quarantine,
            MovedTable.Inbox => Inbox,
            MovedTable.Outbox => Outbox,
            MovedTable.Audit => Audit(keys),
            MovedTable.Meta => Meta,
            _ => throw new ArgumentOutOfRangeException(nameof(table), table, "No such table"),
        };

    private static readonly (string, string)[] Free = [("claim", "gen_random_uuid()"), ("owner", "''"), ("until", "0")];

    private static MovedTableRows Subscribers(SubscriberRows people) =>
        new(
            "subscribers",
            ["chat", "links", "language", "heard", "choices", "reachable", "version"],
            [("chat", KeyType.Number)],
            "chat",
            row => new MovedRow.Person(people.Subscriber(row, new ChatId(row.GetInt64(0)), 1)),
            row =>
                row is MovedRow.Person { Subscriber: var person }
                    ? people.Row(person, person.RowVersion)
                    : throw Foreign(row)
        );

    private static readonly MovedTableRows Sessions = new(
        "sessions",
        ["chat", "schema", "state", "draft", "ends", "language", "version"],
        [("chat", KeyType.Number)],
        "chat",
        row => new MovedRow.Dialogue(
            row.GetInt64(0),
            row.GetInt32(1),
            row.GetInt32(2),
            row.BytesOrNull(3),
            row.TimeOrNull(4),
            row.TextOrNull(5),
            row.GetInt64(6)
        ),
        row =>
            row is MovedRow.Dialogue session
                ?
                [
                    Values.Of(session.Chat),
                    Values.Of(session.Schema),
                    Values.Of(session.State),
                    Values.Of(session.Draft),
                    Values.Of(session.Ends),
                    Values.Of(session.Language),
                    Values.Of(session.Version),
                ]
                : throw Foreign(row)
    );

    private static readonly MovedTableRows Attempts = new(
        "attempts",
        ["key", "wrong", "locks", "locked_until", "last_at", "last_update", "last_verdict"],
        [("key", KeyType.Words)],
        "key",
        row => new MovedRow.Guesses(AttemptTable.Record(row)),
        row => row is MovedRow.Guesses { Record: var record } ? AttemptTable.Row(record) : throw Foreign(row)
    );

    private static readonly MovedTableRows Watches = new(
        "watches",
        WatchRows.Columns.Split(", "),
        [("contract", KeyType.Bytes), ("chat", KeyType.Number)],
        "contract, chat",
        row => new MovedRow.Watched(WatchRows.Watch(row)),
        row =>
            row is MovedRow.Watched { Watch: var watch }
                ?
                [
                    Values.Of(Values.Key(watch.ContractKey)),
                    Values.Of(watch.Chat.Value),
                    Values.Of(watch.RowVersion),
                    Values.Of(watch.Reachable),
                    Values.Of(watch.DueAt),
                    Values.Of(Stored.Write(watch.Choices)),
                    Values.Of(Stored.Write(watch.Contract)),
                    Values.Of(Stored.Write(watch.Episode)),
                    Values.Of(watch.Episode.Unsure),
                    Values.Of(watch.Last is { } last ? Stored.Write(last) : null),
                ]
                : throw Foreign(row)
    );

    private static readonly MovedTableRows Due = new(
        "due",
        ["contract", "chat", "wake", "rank", "since", "urgency"],
        [("contract", KeyType.Bytes), ("chat", KeyType.Number)],
        "contract, chat",
        row => new MovedRow.Due(
            Values.Key(row.Bytes(0)),
            row.GetInt64(1),
            row.TimeOrNull(2),
            row.IsDBNull(3) ? null : row.GetInt32(3),
            row.TimeOrNull(4),
            row.GetInt32(5)
        ),
        row =>
            row is MovedRow.Due due
                ?
                [
                    Values.Of(Values.Key(due.ContractKey)),
                    Values.Of(due.Chat),
                    Values.Of(due.Wake),
                    Values.Of(due.Rank),
                    Values.Of(due.Since),
                    Values.Of(due.Urgency),
                ]
                : throw Foreign(row)
    );

    private static readonly MovedTableRows Decisions = new(
        "decisions",
        ["contract", "chat", "at", "decision"],
        [("contract", KeyType.Bytes), ("chat", KeyType.Number), ("at", KeyType.Number)],
        "contract, chat, at",
        row => new MovedRow.Decided(
            Values.Key(row.Bytes(0)),
            row.GetInt64(1),
            Stored.Decision(row.GetString(3))! with
            {
                At = row.Time(2),
            }
        ),
        row =>
            row is MovedRow.Decided decided
                ?
                [
                    Values.Of(Values.Key(decided.ContractKey)),
                    Values.Of(decided.Chat),
                    Values.Of(decided.Decision.At),
                    Values.Of(Stored.Write(decided.Decision)),
                ]
                : throw Foreign(row)
    );

    private static readonly MovedTableRows Dedupe = new(
        "dedupe",
        ["key", "at"],
        [("key", KeyType.Bytes)],
        "key",
        row => new MovedRow.Once(Values.Key(row.Bytes(0)), row.Time(1)),
        row => row is MovedRow.Once once ? [Values.Of(Values.Key(once.Key)), Values.Of(once.At)] : throw Foreign(row)
    );

    private static readonly MovedTableRows Done = new(
        "done",
        ["update_id", "at"],
        [("update_id", KeyType.Number)],
        "update_id",
        row => new MovedRow.Done(row.GetInt64(0), row.Time(1)),
        row => row is MovedRow.Done done ? [Values.Of(done.UpdateId), Values.Of(done.At)] : throw Foreign(row)
    );

    private static readonly MovedTableRows Quarantine = new(
        "quarantine",
        ["update_id", "reason", "bytes", "attempts", "at"],
        [("update_id", KeyType.Number)],
        "update_id",
        row => new MovedRow.Poison(
            new QuarantinedUpdate(row.GetInt64(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.Time(4))
        ),
        row =>
            row is MovedRow.Poison { Update: var update }
                ?
                [
                    Values.Of(update.Id),
                    Values.Of(update.Reason),
                    Values.Of(update.Bytes),
                    Values.Of(update.Attempts),
                    Values.Of(update.At),
                ]
                : throw Foreign(row)
    );

    private static readonly MovedTableRows Inbox = new(
        "inbox",
        ["update_id", "chat", "raw", "kept"],
        [("update_id", KeyType.Number)],
        "update_id",
        row => new MovedRow.Received(row.GetInt64(0), row.GetInt64(1), row.Bytes(2), row.Time(3)),
        row =>
            row is MovedRow.Received update
                ? [Values.Of(update.UpdateId), Values.Of(update.Chat), Values.Of(update.Raw), Values.Of(update.Kept)]
                : throw Foreign(row)
    )
    {
        Fixed = Free,
    };

    private static readonly MovedTableRows Outbox = new(
        "outbox",
        ["id", "seq", "chat", "class", "body", "dedupe", "about", "not_before", "expires", "tries", "begun"],
        [("seq", KeyType.Number)],
        "id",
        row => new MovedRow.Unsent(
            row.GetGuid(0),
            row.GetInt64(1),
            row.GetInt64(2),
            row.GetInt32(3),
            row.Bytes(4),
            row.BytesOrNull(5) is { } key ? Values.Key(key) : null,
            row.IsDBNull(6) ? [] : [.. row.GetFieldValue<byte[][]>(6).Select(Values.Key)],
            row.TimeOrNull(7),
            row.TimeOrNull(8),
            row.GetInt32(9),
            row.GetBoolean(10)
        ),
        row =>
            row is MovedRow.Unsent message
                ?
                [
                    Values.Of(message.Id),
                    Values.Of(message.Seq),
                    Values.Of(message.Chat),
                    Values.Of(message.Class),
                    Values.Of(message.Body),
                    Values.Of(message.DedupeKey is { } key ? Values.Key(key) : null),
                    Values.Of(message.About.Count == 0 ? (byte[]?[]?)null : [.. message.About.Select(Values.Key)]),
                    Values.Of(message.NotBefore),
                    Values.Of(message.Expires),
                    Values.Of(message.Tries),
                    Values.Of(message.Begun),
                ]
                : throw Foreign(row)
    )
    {
        Fixed = Free,
        Numbered = "seq",
    };

    private static MovedTableRows Audit(KeyRing keys) =>
        new(
            "audit",
            AuditTable.Columns.Split(", "),
            [("id", KeyType.Number)],
            "id",
            row => new MovedRow.Audited(row.GetInt64(0), AuditTable.Entry(row, keys)),
            row =>
                row is MovedRow.Audited audited
                    ? [Values.Of(audited.Id), .. AuditTable.Row(audited.Entry, keys)]
                    : throw Foreign(row)
        )
        {
            Numbered = "id",
        };

    private static readonly MovedTableRows Meta = new(
        "meta",
        ["id", "until", "body", "sealed"],
        [("id", KeyType.Words)],
        "id",
        row =>
            row.GetString(0) switch
            {
                "scan" => new MovedRow.Scan(Stored.Run(row.GetString(2))),
                "pause" => new MovedRow.Pause(row.Time(1)),
                "webhook" => new MovedRow.Secret(row.Bytes(3)),
                string other => throw new InvalidDataException($"meta has a row {other} that no move knows"),
            },
        row =>
            row switch
            {
                MovedRow.Scan scan => MetaRow("scan", body: Stored.Write(scan.Run)),
                MovedRow.Pause pause => MetaRow("pause", until: pause.Until),
                MovedRow.Secret secret => MetaRow("webhook", secret: secret.Closed),
                _ => throw Foreign(row),
            }
    )
    {
        // The mark of the move itself is no part of what is moved, nor are the probes of keys: each side has its own.
        Only = $"id <> '{MoveMark.Id}' and not starts_with(id, '{KeyProbes.Prefix}')",
    };

    private static NpgsqlParameter[] MetaRow(
        string id,
        DateTimeOffset? until = null,
        string? body = null,
        byte[]? secret = null
    ) => [Values.Of(id), Values.Of(until), Values.Of(body), Values.Of(secret)];

    private static ArgumentException Foreign(MovedRow row) =>
        new($"A {row.GetType().Name} does not belong into this table.", nameof(row));
}
