using BalanceBot.Billing;
using BalanceBot.Scanning;
using static BalanceBot.Tests.Scanning.ScanDesk;

namespace BalanceBot.Tests.Scanning;

/// <summary>When scans run, and what the operators hear of it.</summary>
public sealed class ScannerTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly ScanDesk desk = new();
    private Scanner? scanner;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        scanner?.Dispose();
        desk.Dispose();
    }

    [Fact]
    public async Task The_first_run_is_at_the_start_and_the_next_not_before_its_interval_is_over()
    {
        await Begin(new ScanSettings());
        await Pass(29);
        Assert.Single(desk.Billing.Asked);

        await Pass(1);
        Assert.Equal(2, desk.Billing.Asked.Count);
        Assert.Equal(Noon.AddMinutes(30), (await desk.Store.Run()).StartedAt);
    }

    [Fact]
    public async Task A_billing_that_tells_a_balance_only_to_who_signs_in_is_never_scanned_and_that_is_no_alarm()
    {
        desk.Billing.Able = BillingAbilities.SnapshotBySignIn;
        await Begin(new ScanSettings());
        await Pass(27 * 60);

        Assert.Empty(desk.Billing.Asked);
        Assert.Equal(ScanRun.None.StartedAt, (await desk.Store.Run()).StartedAt);
        Assert.Empty((await desk.Store.Run()).Alarms);
        Assert.Equal(0, await desk.Rows.Waiting());
    }

    [Fact]
    public async Task A_restart_within_the_interval_runs_nothing()
    {
        await desk.Store.Commit([], ScanRun.None with { StartedAt = Noon.AddMinutes(-10), CompletedAt = Noon });
        await Begin(new ScanSettings());
        await Pass(19);
        Assert.Empty(desk.Billing.Asked);

        await Pass(1);
        Assert.Single(desk.Billing.Asked);
    }

    [Fact]
    public async Task An_open_run_goes_on_after_a_restart_where_it_stopped()
    {
        ScanRun open = ScanRun.None with
        {
            StartedAt = Noon.AddMinutes(-10),
            IsOpen = true,
            After = "K2",
            Summary = new RunSummary { Judged = 3 },
        };
        await desk.Store.Commit([], open);
        await Begin(new ScanSettings());

        ScanRun run = await desk.Store.Run();
        Assert.Equal((false, Noon.AddMinutes(-10), Noon), (run.IsOpen, run.StartedAt, run.CompletedAt));
        Assert.Equal(3, run.Summary.Judged);
        Assert.Equal(["page after K2"], desk.Billing.Asked);
    }

    [Fact]
    public async Task A_run_past_its_deadline_is_closed_and_told_once_and_the_next_goes_on_there()
    {
        ScanSettings settings = new() { Every = TimeSpan.FromHours(4), Deadline = TimeSpan.FromHours(1) };
        await desk.Store.Commit([], ScanRun.None with { StartedAt = Noon.AddHours(-2), IsOpen = true, After = "K2" });
        await Begin(settings);
        await Pass(119);
        Assert.Empty(desk.Billing.Asked);
        Assert.False((await desk.Store.Run()).IsOpen);
        Assert.Single(desk.Log, line => line.Contains("broken off at its deadline"));

        await Pass(1);
        Assert.Equal(["page after K2"], desk.Billing.Asked);
    }

    [Fact]
    public async Task A_billing_that_is_away_once_is_a_blip_twice_is_told_once_and_its_return_once()
    {
        await desk.Store.Commit([], ScanRun.None with { StartedAt = Noon, CompletedAt = Noon });
        await desk.People.Link(Anna, "K1");
        desk.Contract("K1", 5000m);
        desk.Billing.Away = true;
        await Begin(new ScanSettings());
        await Pass(30);
        Assert.Empty((await desk.Store.Run()).Alarms);
        await Pass(6);
        Assert.Equal([500, 501], await Told(2));

        desk.Billing.Away = false;
        await Pass(35);
        Assert.Equal([500, 501, 500, 501], await Told(4));
        Assert.Empty((await desk.Store.Run()).Alarms);
    }

    [Fact]
    public async Task Old_data_seen_before_a_deadline_is_not_said_to_be_over_by_the_run_that_sees_the_rest()
    {
        ScanRun broken = ScanRun.None with
        {
            StartedAt = Noon.AddHours(-3),
            IsOpen = true,
            After = "K2",
            Summary = new RunSummary { Judged = 3, Stale = 2 },
            Alarms = new Dictionary<Alarm, DateTimeOffset> { [Alarm.StaleData] = Noon.AddHours(-9) },
            CompletedAt = Noon.AddHours(-4),
        };
        await desk.Store.Commit([], broken);
        await Begin(new ScanSettings());

        ScanRun run = await desk.Store.Run();
        Assert.Equal((Noon, 2), (run.CompletedAt, run.Summary.Stale));
        Assert.Equal([Alarm.StaleData], run.Alarms.Keys);
        Assert.Equal(0, await desk.Rows.Waiting());
    }

    [Fact]
    public async Task No_complete_run_for_longer_than_set_is_told_although_nothing_is_to_be_done_now()
    {
        await desk.Store.Commit([], ScanRun.None with { StartedAt = Noon, CompletedAt = Noon.AddHours(-25) });
        await Begin(new ScanSettings());
        await Pass(1);

        Assert.Equal([500, 501], await Told(2));
        Assert.Equal([Alarm.NoCompleteRun], (await desk.Store.Run()).Alarms.Keys);
    }

    /// <summary>The operators who were told until now, by twos.</summary>
    private async Task<IEnumerable<long>> Told(int messages)
    {
        await desk.Telegram.Reached(messages);
        return desk.Telegram.Tries.Select(message => message.Chat.Value).Chunk(2).SelectMany(two => two.Order());
    }

    private Task Begin(ScanSettings settings)
    {
        scanner = desk.Scanner(settings);
        return scanner.Tick(Stop);
    }

    private async Task Pass(int minutes)
    {
        for (int i = 0; i < minutes; i++)
        {
            desk.Time.Advance(Minute);
            await scanner!.Tick(Stop);
        }
    }
}
