using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Benchmarks.Scans;

/// <summary>The store, and how much a scan gave it to write.</summary>
internal sealed class CountingStore(IScanStore store, string log, Action<ScanRun> told) : IScanStore
{
    public int Written { get; private set; }

    /// <summary>How large the journal beside the file became.</summary>
    public long LargestLog { get; private set; }

    public async Task Commit(IReadOnlyList<WatchChange> changes, ScanRun run)
    {
        await store.Commit(changes, run);
        Written += changes.Count;
        FileInfo journal = new(log);
        LargestLog = Math.Max(LargestLog, journal.Exists ? journal.Length : 0);
        told(run);
    }

    public Task<IReadOnlyList<Watch>> Watches(string? after, string? through, int most) =>
        store.Watches(after, through, most);

    public Task<IReadOnlyList<Watch>> WatchesOf(string contractKey) => store.WatchesOf(contractKey);

    public Task<ScanRun> Run() => store.Run();

    public Task<IReadOnlyList<ClaimedOutgoing>> Commit(
        ScanRun run,
        IReadOnlyList<Outgoing> messages,
        Sending sending
    ) => store.Commit(run, messages, sending);

    public Task<IReadOnlyList<DueChat>> Due(DateTimeOffset now, int most) => store.Due(now, most);

    public Task<DateTimeOffset?> NextDue() => store.NextDue();

    public Task<IReadOnlyList<ClaimedOutgoing>> Announce(IReadOnlyList<Announcement> announcements, Sending sending) =>
        store.Announce(announcements, sending);

    public Task<IReadOnlyList<(ChatId Chat, Recorded Decision)>> Decisions(string contractKey, int most) =>
        store.Decisions(contractKey, most);

    public Task<int> Forget(DateTimeOffset before) => store.Forget(before);
}
