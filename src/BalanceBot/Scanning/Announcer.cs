using System.Diagnostics;
using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Warnings;

namespace BalanceBot.Scanning;

/// <summary>
/// Tells chats whose turn has come, who stops soonest first. Each is judged again with the billing's word of now, all its
/// contracts at once, and what follows is one commit: message, memory and reason. Only a few seconds' worth of messages
/// is ever ahead in the outbox, so that nothing in it grows old, however many are due.
/// </summary>
internal sealed partial class Announcer(
    IBilling billing,
    IScanStore store,
    WatchJudge judge,
    Composer composer,
    Dispatcher outbox,
    int bulkPerSecond,
    string owner,
    TimeProvider time,
    ILogger<Announcer> log
) : BackgroundService
{
    private const int MostChatsAtOnce = 200;

    /// <summary>So many questions in a row without an answer, and it is the billing that is away.</summary>
    private const int AwayAfter = 3;
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan BillingRest = TimeSpan.FromSeconds(30);

    /// <summary>When it looks again; once that has passed, it is at work. For whoever moves the clock.</summary>
    internal DateTimeOffset RestsUntil { get; private set; }

    private int MostAhead => Math.Max(4, (int)(bulkPerSecond * Ahead.TotalSeconds));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                TimeSpan wait = await Step(stoppingToken);
                Task rest = Task.Delay(wait, time, stoppingToken);
                RestsUntil = time.GetUtcNow() + wait;
                await rest;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    /// <summary>How long to wait before the next one.</summary>
    internal async Task<TimeSpan> Step(CancellationToken stop)
    {
        // Whoever is due since another billing was asked stays so: this one tells nothing without a password.
        if (billing.Abilities.HasFlag(BillingAbilities.SnapshotBySignIn))
        {
            return LookAgain;
        }

        int room = MostAhead - outbox.BulkInHand;
        if (room <= MostAhead / 2)
        {
            return Busy;
        }

        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<DueChat> chats = await store.Due(now, Math.Min(room, MostChatsAtOnce));
        if (chats.Count == 0)
        {
            TimeSpan wait = await store.NextDue() - now ?? LookAgain;
            return wait < TimeSpan.Zero ? Busy
                : wait < LookAgain ? wait + TimeSpan.FromMilliseconds(1)
                : LookAgain;
        }

        return await Announce(chats, stop) ? Busy : BillingRest;
    }

    /// <summary>False: the billing does not answer, and everything stays due.</summary>
    private async Task<bool> Announce(IReadOnlyList<DueChat> chats, CancellationToken stop)
    {
        using Activity? span = ScanMeter.Announcement();
        HashSet<ContractKey> keys =
        [
            .. chats.SelectMany(chat => chat.Watches).Select(watch => new ContractKey(watch.ContractKey)),
        ];
        if (await Ask(keys, stop) is not { } contracts)
        {
            return false;
        }

        DateTimeOffset now = time.GetUtcNow();
        Announcement[] announcements = [.. chats.Select(chat => AnnouncementFor(chat, contracts, now))];
        int told = announcements.Count(one => one.Message is not null);
        ScanMeter.Announced(told, announcements.Length - told);
        outbox.Dispatch(await store.Announce(announcements, new Sending(owner, now, now + Lease)));
        return true;
    }

    /// <summary>
    /// All at once; else each alone, so that one which makes the billing fail holds up nobody else. A contract without an
    /// answer is null. Null: the billing is away.
    /// </summary>
    private async Task<Dictionary<string, ContractSnapshot?>?> Ask(HashSet<ContractKey> keys, CancellationToken stop)
    {
        Dictionary<string, ContractSnapshot?> byKey = new(StringComparer.Ordinal);
        if (await billing.SnapshotsOf(keys, stop) is BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found(var all))
        {
            foreach (ContractSnapshot contract in all)
            {
                byKey[contract.Key.Value] = contract;
            }

            return byKey;
        }

        int unanswered = 0;
        foreach (ContractKey key in keys)
        {
            switch (await billing.Snapshot(key, stop))
            {
                case BillingAnswer<ContractSnapshot>.Found(var contract):
                    byKey[key.Value] = contract;
                    break;
                case BillingAnswer<ContractSnapshot>.Unavailable:
                    byKey[key.Value] = null;
                    unanswered++;
                    break;
            }

            if (unanswered == Math.Min(keys.Count, AwayAfter) && unanswered == byKey.Count)
            {
                return null;
            }
        }

        return byKey;
    }

    private Announcement AnnouncementFor(
        DueChat chat,
        Dictionary<string, ContractSnapshot?> contracts,
        DateTimeOffset now
    )
    {
        try
        {
            Judged[] judged = [.. chat.Watches.Select(watch => Judge(watch, contracts, now))];
            Outgoing? message = composer.Compose(chat.Subscriber, judged, now);
            return new Announcement(
                chat.Subscriber.Chat,
                [.. judged.Select(one => WatchJudge.Told(one, now))],
                message
            );
        }
#pragma warning disable CA1031 // One chat that nobody thought of must not keep the others waiting; the next scan finds it again.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.NotJudged(log, bug.GetType().Name);
            IEnumerable<Judged> none = chat.Watches.Select(w => WatchJudge.Silent(w, SilenceReason.NotJudged));
            return new Announcement(chat.Subscriber.Chat, [.. none.Select(one => WatchJudge.Told(one, now))], null);
        }
    }

    private Judged Judge(Watch watch, Dictionary<string, ContractSnapshot?> contracts, DateTimeOffset now) =>
        !contracts.TryGetValue(watch.ContractKey, out ContractSnapshot? contract)
            ? WatchJudge.Silent(watch, SilenceReason.NotInBilling)
        : contract is null ? WatchJudge.Silent(watch, SilenceReason.NotJudged)
        : judge.Of(watch, contract, now);

    private static partial class Log
    {
        [LoggerMessage(6020, LogLevel.Error, "A chat could not be judged: {Kind}", EventName = "ChatNotJudged")]
        public static partial void NotJudged(ILogger log, string kind);
    }
}
