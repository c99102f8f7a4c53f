using BalanceBot.Hosting;
using BalanceBot.Inbox;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace BalanceBot.Tests.Hosting;

public sealed class CheckupTests : IDisposable
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly ReceiverStatus receiver = new();
    private readonly IInboxStore inbox = Substitute.For<IInboxStore>();
    private readonly IScanStore scans = Substitute.For<IScanStore>();
    private readonly Dispatcher outbox;
    private string? storeTrouble;
    private bool isStopping;
    private TimeSpan? scanAllowed = TimeSpan.FromHours(25);

    public CheckupTests()
    {
        outbox = new Dispatcher(
            Substitute.For<IMessageSender>(),
            Substitute.For<IOutboxStore>(),
            new OutboxSettings(),
            () => 1,
            time,
            NullLogger<Dispatcher>.Instance
        );
        inbox.OldestKept().Returns(Task.FromResult<DateTimeOffset?>(null));
        scans.Run().Returns(Task.FromResult(ScanRun.None));
        receiver.Good(time.GetUtcNow());
    }

    [Fact]
    public async Task All_well_is_ready() => Told(HealthAnswer.IsReady, [], await Checkup().Ready());

    [Fact]
    public async Task A_store_that_hangs_does_not_hang_whoever_asks()
    {
        inbox.OldestKept().Returns(new TaskCompletionSource<DateTimeOffset?>().Task);
        Task<HealthAnswer> asked = Checkup().Ready();
        time.Advance(TimeSpan.FromSeconds(2));

        Told(
            HealthAnswer.NotReady,
            ["the store does not answer"],
            await asked.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task A_flood_of_probes_is_one_question_to_the_store_at_a_time()
    {
        TaskCompletionSource<DateTimeOffset?> answer = new();
        inbox.OldestKept().Returns(answer.Task);
        Checkup checkup = Checkup();
        Task<HealthAnswer>[] probes = [.. Enumerable.Range(0, 1000).Select(_ => checkup.Ready())];
        answer.SetResult(null);

        Assert.All(await Task.WhenAll(probes), told => Assert.Equal(HealthAnswer.IsReady, told.Status));
        await inbox.Received(1).OldestKept();
        await checkup.Ready();
        await inbox.Received(2).OldestKept();
    }

    [Fact]
    public async Task A_store_that_breaks_is_told_without_its_words()
    {
        inbox.OldestKept().Returns(Task.FromException<DateTimeOffset?>(new IOException("Host=db;Password=hush")));

        Told(HealthAnswer.NotReady, ["the store does not answer"], await Checkup().Ready());
    }

    [Fact]
    public async Task What_the_store_knows_of_itself_is_told_and_it_is_not_asked_then()
    {
        storeTrouble = "the database has been away for 7 s";

        Told(HealthAnswer.NotReady, [storeTrouble], await Checkup().Ready());
        await inbox.DidNotReceive().OldestKept();
    }

    [Fact]
    public async Task Who_stops_is_not_ready()
    {
        isStopping = true;

        Told(HealthAnswer.NotReady, ["stopping"], await Checkup().Ready());
    }

    [Fact]
    public async Task A_scan_that_never_comes_to_its_end_is_told_and_people_are_answered_all_the_same()
    {
        Checkup checkup = Checkup();
        time.Advance(TimeSpan.FromHours(26));
        receiver.Good(time.GetUtcNow());

        Told(HealthAnswer.Degraded, ["no scan has seen every contract for 26 h"], await checkup.Ready());
    }

    [Fact]
    public async Task Where_no_scan_ever_runs_none_is_missed()
    {
        scanAllowed = null;
        Checkup checkup = Checkup();
        time.Advance(TimeSpan.FromHours(26));
        receiver.Good(time.GetUtcNow());

        Told(HealthAnswer.IsReady, [], await checkup.Ready());
    }

    public void Dispose() => outbox.Dispose();

    private Checkup Checkup() =>
        new(
            receiver,
            inbox,
            scans,
            outbox,
            () => storeTrouble,
            () => isStopping,
            () => new ReadinessLimits(TimeSpan.FromSeconds(80), scanAllowed),
            time
        );

    private static void Told(string status, IReadOnlyList<string> reasons, HealthAnswer answer)
    {
        Assert.Equal(status, answer.Status);
        Assert.Equal(reasons, answer.Reasons);
    }
}
