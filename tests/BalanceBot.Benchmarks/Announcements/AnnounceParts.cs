using BalanceBot.Benchmarks.MadeUp;
using BalanceBot.Benchmarks.Scans;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Scanning;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Warnings;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalanceBot.Benchmarks.Announcements;

/// <summary>What announces and sends, put together as the product does; only Telegram is made up.</summary>
internal sealed class AnnounceParts : IDisposable
{
    public AnnounceParts(LiteDbStore store, OutboxSettings settings, int bulkPerSecond)
    {
        Store = store;
        SteadyTime time = new(ScanProcess.HalfAnHour);
        WarningLimits limits = Judging.Limits;
        Outbox = new Dispatcher(Sender, store.Outbox, settings, () => 0, time, NullLogger<Dispatcher>.Instance);
        Announcer = new Announcer(
            new MadeUpBilling(0, Change.Nothing, time),
            store.Scans,
            new WatchJudge(new Judge(limits), limits),
            new Composer(new Voices("en", limits.Zone), limits),
            Outbox,
            bulkPerSecond,
            "benchmark",
            time,
            NullLogger<Announcer>.Instance
        );
    }

    public LiteDbStore Store { get; }
    public Dispatcher Outbox { get; }
    public Announcer Announcer { get; }
    public InstantSender Sender { get; } = new();

    public void Dispose()
    {
        Announcer.Dispose();
        Outbox.Dispose();
    }
}

/// <summary>A Telegram that takes everything at once.</summary>
internal sealed class InstantSender : IMessageSender
{
    private int sent;

    public int Sent => sent;

    public Task<SendOutcome> Send(Outgoing message, CancellationToken stop) =>
        Task.FromResult<SendOutcome>(new SendOutcome.Sent(Interlocked.Increment(ref sent)));

    public Task<SendOutcome> AnswerPress(string callbackId, string? text, CancellationToken stop) =>
        Task.FromResult<SendOutcome>(new SendOutcome.Sent(null));
}
