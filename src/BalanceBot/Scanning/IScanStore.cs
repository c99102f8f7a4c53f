using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Scanning;

/// <summary>What a judgement changes in one watch.</summary>
/// <param name="Before">As it was read: a row of another version is left as it is.</param>
internal sealed record WatchChange(Watch Before, Episode Episode)
{
    /// <summary>Null: nothing new to record.</summary>
    public Recorded? Record { get; init; }

    /// <summary>When its chat is to be judged and told; null takes an older mark away.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Who stops soonest goes first: the day of the end.</summary>
    public DateOnly Urgency { get; init; }
}

/// <summary>What one chat is told, and what is remembered with it: all or nothing.</summary>
internal sealed record Announcement(ChatId Chat, IReadOnlyList<WatchChange> Changes, Outgoing? Message);

/// <summary>A chat whose turn has come.</summary>
internal sealed record DueChat(Subscriber Subscriber, IReadOnlyList<Watch> Watches);

/// <summary>How a run stands; kept, so that the next process goes on with it.</summary>
internal sealed record ScanRun
{
    public static ScanRun None { get; } = new();

    /// <summary>When the last run began, open or not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>It has not seen every contract yet.</summary>
    public bool IsOpen { get; init; }

    /// <summary>All contracts up to this key are judged; null: none yet.</summary>
    public string? After { get; init; }

    public RunSummary Summary { get; init; } = new();

    /// <summary>The last run that saw every contract.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When the last page was judged.</summary>
    public DateTimeOffset? Heartbeat { get; init; }

    /// <summary>Alarms that were raised and not yet cleared, and since when.</summary>
    public IReadOnlyDictionary<Alarm, DateTimeOffset> Alarms { get; init; } = new Dictionary<Alarm, DateTimeOffset>();
}

/// <summary>Numbers are stored: never change one.</summary>
internal enum Alarm
{
    BillingAway = 1,
    StaleData,
    NoCompleteRun,
    ManyChanged,
}

/// <summary>Counts of the contracts up to the place where the run stands.</summary>
internal sealed record RunSummary
{
    public int Judged { get; init; }

    /// <summary>Contracts that the billing or their own data kept from being judged.</summary>
    public int Failed { get; init; }

    /// <summary>Linked, but no longer in the billing.</summary>
    public int Gone { get; init; }
    public int Stale { get; init; }

    /// <summary>Found due to be told, now or later.</summary>
    public int Due { get; init; }

    /// <summary>Links that must be proved again, for their contracts are not those that were proved.</summary>
    public int Changed { get; init; }

    public RunSummary Plus(RunSummary page) =>
        new()
        {
            Judged = Judged + page.Judged,
            Failed = Failed + page.Failed,
            Gone = Gone + page.Gone,
            Stale = Stale + page.Stale,
            Due = Due + page.Due,
            Changed = Changed + page.Changed,
        };
}

/// <summary>What scanning and announcing read and write. Writes are durable when the task completes.</summary>
internal interface IScanStore
{
    /// <summary>
    /// Watches whose contract key is above <paramref name="after"/> (null: from the first) and not above
    /// <paramref name="through"/> (null: to the last), in ordinal order of key and then by chat; at most so many, and never
    /// only some of a key's.
    /// </summary>
    Task<IReadOnlyList<Watch>> Watches(string? after, string? through, int most);

    /// <summary>The watches of one contract, in every chat.</summary>
    Task<IReadOnlyList<Watch>> WatchesOf(string contractKey);

    /// <summary>One page of a run: changes of rows that nobody changed meanwhile, and how the run stands, in one commit.</summary>
    Task Commit(IReadOnlyList<WatchChange> changes, ScanRun run);

    Task<ScanRun> Run();

    /// <summary>How the run stands, and messages to operators that go with it, in one commit.</summary>
    Task<IReadOnlyList<ClaimedOutgoing>> Commit(ScanRun run, IReadOnlyList<Outgoing> messages, Sending sending);

    /// <summary>
    /// Chats with something due by now, the most urgent first. A chat that cannot be reached has nothing due.
    /// </summary>
    Task<IReadOnlyList<DueChat>> Due(DateTimeOffset now, int most);

    /// <summary>When the next chat is due; null: none waits.</summary>
    Task<DateTimeOffset?> NextDue();

    /// <summary>
    /// Each chat all or nothing, all chats in one commit. A chat of which anything was changed since it was read is left out
    /// and stays due. The messages are claimed by the sender.
    /// </summary>
    Task<IReadOnlyList<ClaimedOutgoing>> Announce(IReadOnlyList<Announcement> announcements, Sending sending);

    /// <summary>The last decisions about a contract, newest first.</summary>
    Task<IReadOnlyList<(ChatId Chat, Recorded Decision)>> Decisions(string contractKey, int most);

    /// <summary>Removes decisions and dedupe keys older than this; how many.</summary>
    Task<int> Forget(DateTimeOffset before);
}

/// <summary>Who sends what a commit stores, and until when nobody else may.</summary>
internal sealed record Sending(string Owner, DateTimeOffset Now, DateTimeOffset ClaimedUntil);
