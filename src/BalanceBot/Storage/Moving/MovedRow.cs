using System.Text.Json;
using System.Text.Json.Serialization;
using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Storage.Moving;

/// <summary>
/// What is kept, in the order of moving. The numbers lie in the mark of an unfinished move. Invitations are left behind:
/// they last minutes, and whoever holds one asks for another.
/// </summary>
internal enum MovedTable
{
    Subscribers = 0,
    Sessions = 1,
    Attempts = 2,
    Watches = 3,
    Due = 4,
    Decisions = 5,
    Dedupe = 6,
    Done = 7,
    Quarantine = 8,
    Inbox = 9,
    Outbox = 10,

    /// <summary>How the scan stands, Telegram's pause, the webhook's secret.</summary>
    Meta = 11,

    Audit = 13,
}

/// <summary>
/// One row, as every engine can give and take it. Leases are not in it: whoever held one is gone. What is sealed stays
/// sealed, for the token is the same on both sides.
/// </summary>
internal abstract record MovedRow
{
    private MovedRow() { }

    public sealed record Person(Subscriber Subscriber) : MovedRow;

    public sealed record Dialogue(
        long Chat,
        int Schema,
        int State,
        byte[]? Draft,
        DateTimeOffset? Ends,
        string? Language,
        long Version
    ) : MovedRow;

    public sealed record Guesses(AttemptRecord Record) : MovedRow;

    public sealed record Watched(Watch Watch) : MovedRow;

    public sealed record Due(
        string ContractKey,
        long Chat,
        DateTimeOffset? Wake,
        int? Rank,
        DateTimeOffset? Since,
        int Urgency
    ) : MovedRow;

    public sealed record Decided(string ContractKey, long Chat, Recorded Decision) : MovedRow;

    public sealed record Once(string Key, DateTimeOffset At) : MovedRow;

    public sealed record Done(long UpdateId, DateTimeOffset At) : MovedRow;

    public sealed record Poison(QuarantinedUpdate Update) : MovedRow;

    public sealed record Received(long UpdateId, long Chat, byte[] Raw, DateTimeOffset Kept) : MovedRow;

    /// <param name="Begun">It was on its way when its process died: it is not sent again.</param>
    public sealed record Unsent(
        Guid Id,
        long Seq,
        long Chat,
        int Class,
        byte[] Body,
        string? DedupeKey,
        IReadOnlyList<string> About,
        DateTimeOffset? NotBefore,
        DateTimeOffset? Expires,
        int Tries,
        bool Begun
    ) : MovedRow;

    public sealed record Audited(long Id, AuditEntry Entry) : MovedRow;

    public sealed record Scan : MovedRow
    {
        /// <summary>In one order, for two that are the same must look the same.</summary>
        public Scan(ScanRun run) =>
            Run = run with { Alarms = new SortedDictionary<Alarm, DateTimeOffset>(run.Alarms.ToDictionary()) };

        public ScanRun Run { get; }
    }

    public sealed record Pause(DateTimeOffset Until) : MovedRow;

    public sealed record Secret(byte[] Closed) : MovedRow;

    /// <summary>What both engines can keep of a text from outside: PostgreSQL has no NUL.</summary>
    public static string? Storable(string? text) => text?.Replace('\0', '\uFFFD');

    /// <summary>The same row in the same bytes, from whichever engine it comes.</summary>
    public byte[] Canonical() => JsonSerializer.SerializeToUtf8Bytes(this, MovedJson.Default.GetTypeInfo(GetType())!);
}

[JsonSerializable(typeof(MovedRow.Person))]
[JsonSerializable(typeof(MovedRow.Dialogue))]
[JsonSerializable(typeof(MovedRow.Guesses))]
[JsonSerializable(typeof(MovedRow.Watched))]
[JsonSerializable(typeof(MovedRow.Due))]
[JsonSerializable(typeof(MovedRow.Decided))]
[JsonSerializable(typeof(MovedRow.Once))]
[JsonSerializable(typeof(MovedRow.Done))]
[JsonSerializable(typeof(MovedRow.Poison))]
[JsonSerializable(typeof(MovedRow.Received))]
[JsonSerializable(typeof(MovedRow.Unsent))]
[JsonSerializable(typeof(MovedRow.Audited))]
[JsonSerializable(typeof(MovedRow.Scan))]
[JsonSerializable(typeof(MovedRow.Pause))]
[JsonSerializable(typeof(MovedRow.Secret))]
[JsonSerializable(typeof(MoveMark))]
internal sealed partial class MovedJson : JsonSerializerContext;
